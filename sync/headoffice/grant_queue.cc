// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/grant_queue.h"

#include "store/base/check.h"

namespace loyald {
namespace {

std::vector<MemberId> owners_in(sql::Statement::Rows row) {
  std::vector<MemberId> owners;
  while (row.next()) {
    const auto owner = id_from_bytes<MemberId>(row.blob(0));
    CHECK(owner);
    owners.push_back(*owner);
  }
  return owners;
}

}  // namespace

GrantQueue::GrantQueue(sql::Database& database)
    : put_due_(database, "INSERT INTO grant_due VALUES(?1, ?2) ON CONFLICT DO NOTHING"),
      drop_due_(database, "DELETE FROM grant_due WHERE store_id = ?1 AND owner_id = ?2"),
      due_(database,
           "SELECT owner_id FROM grant_due WHERE store_id = ?1 ORDER BY owner_id LIMIT ?2"),
      ask_(database,
           "INSERT INTO recall VALUES(?1, ?2, ?3) ON CONFLICT(owner_id) DO UPDATE SET "
           "for_store = excluded.for_store, asked_ms = excluded.asked_ms"),
      forget_(database, "DELETE FROM recall WHERE asked_ms <= ?1"),
      recall_of_(database,
                 "SELECT for_store, asked_ms FROM recall WHERE owner_id = ?1 AND asked_ms > ?2"),
      recalls_(database,
               "SELECT owner_id FROM recall WHERE for_store <> ?1 AND asked_ms > ?2 "
               "ORDER BY owner_id") {}

void GrantQueue::put_due(StoreId store, const MemberId& owner) {
  put_due_.execute(store, sql::blob(owner.bytes));
}

void GrantQueue::drop_due(StoreId store, const MemberId& owner) {
  drop_due_.execute(store, sql::blob(owner.bytes));
}

std::vector<MemberId> GrantQueue::due(StoreId store, std::size_t limit) {
  return owners_in(due_.run(store, std::uint64_t{limit}));
}

void GrantQueue::ask(const MemberId& owner, StoreId for_store, Timestamp now) {
  forget_.execute((now + -kRecallFor).ms);
  ask_.execute(sql::blob(owner.bytes), for_store, now.ms);
}

std::optional<Recall> GrantQueue::recall_of(const MemberId& owner, Timestamp now) {
  auto row = recall_of_.run(sql::blob(owner.bytes), (now + -kRecallFor).ms);
  if (!row.next()) return std::nullopt;
  return Recall{static_cast<StoreId>(row.int64(0)), {row.int64(1)}};
}

std::vector<MemberId> GrantQueue::recalls_but_for(StoreId store, Timestamp now) {
  return owners_in(recalls_.run(store, (now + -kRecallFor).ms));
}

}  // namespace loyald
