// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/enrolments.h"

#include "store/base/hash.h"

namespace loyald {

Enrolments::Enrolments(sql::Database& database)
    : put_code_(database,
                "INSERT INTO enrolment_code VALUES(?1, ?2, ?3, 0) ON CONFLICT(store_id) DO UPDATE "
                "SET code_hash = excluded.code_hash, valid_until_ms = excluded.valid_until_ms, "
                "tries = 0"),
      code_(database,
            "SELECT code_hash, valid_until_ms, tries FROM enrolment_code WHERE store_id = ?1"),
      count_try_(database, "UPDATE enrolment_code SET tries = tries + 1 WHERE store_id = ?1"),
      drop_code_(database, "DELETE FROM enrolment_code WHERE store_id = ?1"),
      current_(database, "SELECT number FROM enrolment WHERE store_id = ?1"),
      put_current_(database,
                   "INSERT INTO enrolment VALUES(?1, ?2) ON CONFLICT(store_id) DO UPDATE SET "
                   "number = excluded.number") {}

void Enrolments::put_code(StoreId store, std::string_view code, Timestamp valid_until) {
  put_code_.execute(store, sql::blob(sha256(code)), valid_until.ms);
}

std::optional<std::uint64_t> Enrolments::use_code(StoreId store, std::string_view code,
                                                  Timestamp now) {
  bool is_right = false;
  {
    auto row = code_.run(store);
    if (!row.next()) return std::nullopt;
    is_right = row.blob(0) == to_string(sha256(code)) && now <= Timestamp{row.int64(1)} &&
               row.int64(2) < kMostCodeTries;
  }
  if (!is_right) {
    count_try_.execute(store);
    return std::nullopt;
  }
  drop_code_.execute(store);
  const std::uint64_t number = current(store) + 1;
  put_current_.execute(store, number);
  return number;
}

std::uint64_t Enrolments::current(StoreId store) {
  auto row = current_.run(store);
  return row.next() ? static_cast<std::uint64_t>(row.int64(0)) : 0;
}

}  // namespace loyald
