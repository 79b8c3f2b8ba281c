// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/quarantine.h"

#include "store/base/check.h"

namespace loyald {

Quarantine::Quarantine(sqlite::Database& database)
    : keep_(database, "INSERT OR REPLACE INTO quarantine VALUES(?1, ?2, ?3, ?4)"),
      count_(database, "SELECT count(*) FROM quarantine WHERE store_id = ?1 AND incarnation = ?2") {
}

void Quarantine::keep(const JournalName& name, const v1::PushRequest& request, Timestamp now) {
  const std::string bytes = request.SerializeAsString();
  keep_.execute(name.store_id, sqlite::blob(name.incarnation.bytes), now.ms, sqlite::Blob{bytes});
}

std::int64_t Quarantine::count(const JournalName& name) {
  auto row = count_.run(name.store_id, sqlite::blob(name.incarnation.bytes));
  CHECK(row.next());
  return row.int64(0);
}

}  // namespace loyald
