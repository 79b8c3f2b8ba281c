// SPDX-License-Identifier: Apache-2.0
#include "store/used_codes.h"

namespace loyald {

UsedCodes::UsedCodes(sql::Database& database)
    : find_(database, "SELECT 1 FROM used_code WHERE card = ?1 AND slot = ?2"),
      put_(database, "INSERT OR IGNORE INTO used_code VALUES(?1, ?2, ?3)"),
      forget_(database, "DELETE FROM used_code WHERE used_ms < ?1") {}

bool UsedCodes::is_used(std::string_view card, std::int64_t slot) {
  return find_.run(card, slot).next();
}

void UsedCodes::use(std::string_view card, std::int64_t slot, Timestamp now) {
  forget_.execute((now + -kUsedCodesKept).ms);
  put_.execute(card, slot, now.ms);
}

}  // namespace loyald
