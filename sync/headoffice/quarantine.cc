// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/quarantine.h"

#include "store/base/check.h"

namespace loyald {

Quarantine::Quarantine(sql::Database& database)
    : keep_(database,
            "INSERT INTO quarantine VALUES(?1, ?2, ?3, ?4) ON CONFLICT(store_id, "
            "incarnation, received_ms) DO UPDATE SET request = excluded.request"),
      count_(database, "SELECT count(*) FROM quarantine WHERE store_id = ?1 AND incarnation = ?2") {
}

void Quarantine::keep(const JournalName& name, const v1::PushRequest& request, Timestamp now) {
  const std::string bytes = request.SerializeAsString();
  keep_.execute(name.store_id, sql::blob(name.incarnation.bytes), now.ms, sql::Blob{bytes});
}

std::int64_t Quarantine::count(const JournalName& name) {
  auto row = count_.run(name.store_id, sql::blob(name.incarnation.bytes));
  CHECK(row.next());
  return row.int64(0);
}

}  // namespace loyald
