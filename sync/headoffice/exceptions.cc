// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/exceptions.h"

#include "store/base/check.h"

namespace loyald {

Exceptions::Exceptions(sql::Database& database)
    : put_(database, "INSERT INTO exception VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING"),
      has_(database,
           "SELECT 1 FROM exception WHERE store_id = ?1 AND incarnation = ?2 AND seq = ?3 "
           "AND code = ?4"),
      newest_(database,
              "SELECT store_id, incarnation, seq, code, detail, noticed_ms FROM exception "
              "ORDER BY noticed_ms DESC, store_id, incarnation, seq DESC, code LIMIT ?1") {}

void Exceptions::put(const Exception& exception) {
  put_.execute(exception.journal.store_id, sql::blob(exception.journal.incarnation.bytes),
               exception.seq, exception.code, exception.detail, exception.noticed_at.ms);
}

bool Exceptions::has(const JournalName& journal, Seq seq, std::string_view code) {
  auto row = has_.run(journal.store_id, sql::blob(journal.incarnation.bytes), seq, code);
  return row.next();
}

std::vector<Exception> Exceptions::newest(int limit) {
  std::vector<Exception> exceptions;
  auto row = newest_.run(limit);
  while (row.next()) {
    const auto incarnation = id_from_bytes<Incarnation>(row.blob(1));
    CHECK(incarnation);
    exceptions.push_back({{static_cast<StoreId>(row.int64(0)), *incarnation},
                          static_cast<Seq>(row.int64(2)),
                          std::string(row.text(3)),
                          std::string(row.text(4)),
                          {row.int64(5)}});
  }
  return exceptions;
}

}  // namespace loyald
