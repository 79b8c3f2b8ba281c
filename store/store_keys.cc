// SPDX-License-Identifier: Apache-2.0
#include "store/store_keys.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {

StoreKeys::StoreKeys(sql::Database& database)
    : find_(database, "SELECT public_key FROM store_key WHERE store_id = ?1 AND incarnation = ?2"),
      put_(database, "INSERT OR REPLACE INTO store_key VALUES(?1, ?2, ?3)") {}

std::optional<PublicKey> StoreKeys::find(StoreId store, const Incarnation& incarnation) {
  auto row = find_.run(store, sql::blob(incarnation.bytes));
  if (!row.next()) return std::nullopt;
  PublicKey key{};
  CHECK(row.blob(0).size() == key.size());
  std::ranges::copy(row.blob(0), key.begin());
  return key;
}

Result<void> StoreKeys::put(const v1::StoreKey& from) {
  const auto incarnation = id_from_bytes<Incarnation>(from.incarnation());
  PublicKey key{};
  if (!incarnation || from.public_key().size() != key.size() || from.store_id() > INT64_MAX) {
    return fail(Errc::data_loss, "head office sent a malformed key of a store");
  }
  std::ranges::copy(from.public_key(), key.begin());
  // Every page of the feed brings them all; mostly there is nothing to write.
  if (find(from.store_id(), *incarnation) == key) return {};
  put_.execute(from.store_id(), sql::blob(incarnation->bytes), sql::blob(key));
  return {};
}

}  // namespace loyald
