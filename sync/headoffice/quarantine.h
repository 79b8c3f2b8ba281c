// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "store/sql/statement.h"
#include "sync/headoffice/incarnations.h"

namespace loyald {

// The table quarantine: pushes of a chain that is not the one counted here, kept as evidence. The
// incarnation is fenced with the first one, so there are few. Belongs to its connection's thread.
// Everything throws sql::Error.
class Quarantine {
 public:
  explicit Quarantine(sql::Database& database);

  // Needs a transaction.
  void keep(const JournalName& name, const v1::PushRequest& request, Timestamp now);
  std::int64_t count(const JournalName& name);

 private:
  sql::Statement keep_;
  sql::Statement count_;
};

}  // namespace loyald
