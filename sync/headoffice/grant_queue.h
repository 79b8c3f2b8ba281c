// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

// How long a customer at a till is waited for with what other stores release.
inline constexpr std::chrono::minutes kRecallFor(10);

struct Recall {
  StoreId for_store = 0;  // 0: somebody at head office
  Timestamp asked_at;
};

// The tables grant_due and recall: what to grant or to ask back when a store is next in touch.
// Belongs to its connection's thread. Everything throws sql::Error; what writes needs a
// transaction.
class GrantQueue {
 public:
  explicit GrantQueue(sql::Database& database);

  void put_due(StoreId store, const MemberId& owner);
  void drop_due(StoreId store, const MemberId& owner);
  std::vector<MemberId> due(StoreId store, std::size_t limit);

  // The newest asks; older recalls are forgotten.
  void ask(const MemberId& owner, StoreId for_store, Timestamp now);
  // Nothing where none was asked within kRecallFor.
  std::optional<Recall> recall_of(const MemberId& owner, Timestamp now);
  // Of owners that others than this store wait for.
  std::vector<MemberId> recalls_but_for(StoreId store, Timestamp now);

 private:
  sql::Statement put_due_;
  sql::Statement drop_due_;
  sql::Statement due_;
  sql::Statement ask_;
  sql::Statement forget_;
  sql::Statement recall_of_;
  sql::Statement recalls_;
};

}  // namespace loyald
