// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/awaited_stores.h"

#include "store/base/check.h"

namespace loyald {

AwaitedStores::AwaitedStores(sql::Database& database)
    : all_(database, "SELECT store_id FROM awaited_store ORDER BY store_id"),
      add_(database, "INSERT INTO awaited_store VALUES(?1) ON CONFLICT DO NOTHING"),
      remove_(database, "DELETE FROM awaited_store WHERE store_id = ?1"),
      is_awaited_(database, "SELECT 1 FROM awaited_store WHERE store_id = ?1"),
      put_off_(database, "INSERT INTO follow_due VALUES(?1) ON CONFLICT DO NOTHING"),
      put_off_rows_(database, "SELECT owner_id FROM follow_due ORDER BY owner_id LIMIT ?1"),
      drop_(database, "DELETE FROM follow_due WHERE owner_id = ?1") {}

bool AwaitedStores::any() { return all_.run().next(); }

std::vector<StoreId> AwaitedStores::all() {
  std::vector<StoreId> stores;
  auto row = all_.run();
  while (row.next()) stores.push_back(static_cast<StoreId>(row.int64(0)));
  return stores;
}

void AwaitedStores::add(StoreId store) { add_.execute(store); }

bool AwaitedStores::remove(StoreId store) {
  if (!is_awaited_.run(store).next()) return false;
  remove_.execute(store);
  return true;
}

void AwaitedStores::put_off(const MemberId& owner) { put_off_.execute(sql::blob(owner.bytes)); }

std::vector<MemberId> AwaitedStores::take_put_off(std::size_t limit) {
  std::vector<MemberId> owners;
  {
    auto row = put_off_rows_.run(std::uint64_t{limit});
    while (row.next()) {
      const auto owner = id_from_bytes<MemberId>(row.blob(0));
      CHECK(owner);
      owners.push_back(*owner);
    }
  }
  for (const MemberId& owner : owners) drop_.execute(sql::blob(owner.bytes));
  return owners;
}

}  // namespace loyald
