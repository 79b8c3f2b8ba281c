// SPDX-License-Identifier: Apache-2.0
#include "store/sql/database.h"

#include <algorithm>

namespace loyald::sql {

void Database::write_owed_to(std::string_view sql) {
  // By the name anywhere in the text: to write too early is no harm.
  const auto is_named = [&](const Owed* rows) {
    return sql.empty() || sql.find(rows->table()) != std::string_view::npos;
  };
  while (true) {
    const auto next = std::find_if(owed_.begin(), owed_.end(), is_named);
    if (next == owed_.end()) return;
    Owed& rows = **next;
    // What its own statements name is not owed any more.
    owed_.erase(next);
    rows.write();
  }
}

void Database::drop_owed() noexcept {
  for (Owed* rows : owed_) rows->drop();
  owed_.clear();
}

}  // namespace loyald::sql
