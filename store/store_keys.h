// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/ids.h"
#include "store/base/signature.h"
#include "store/sql/statement.h"

namespace loyald {

// Most keys that a store takes with one page of the feed.
inline constexpr std::size_t kMaxStoreKeys = 20'000;

// The table store_key: whose signature of a receipt to believe, by head office's word. Belongs to
// its connection's thread. Throws sql::Error.
class StoreKeys {
 public:
  explicit StoreKeys(sql::Database& database);

  std::optional<PublicKey> find(StoreId store, const Incarnation& incarnation);
  // One that is known is replaced. Needs a transaction. Errors: data_loss (malformed).
  Result<void> put(const v1::StoreKey& key);

 private:
  sql::Statement find_;
  sql::Statement put_;
};

}  // namespace loyald
