// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sql/database.h"

namespace loyald::sql {

// A transaction that one or several calls share: group commit. Undone unless commit() returned.
class Batch {
 public:
  explicit Batch(Database& database) : database_(database), transaction_(database) {}

  // Runs one call, which returns a Result; what it wrote is undone where that is an error.
  template <class Call>
  auto run(Call&& call) {
    Savepoint savepoint(database_);
    auto result = call();
    if (result) savepoint.keep();
    return result;
  }
  void commit() { transaction_.commit(); }

 private:
  Database& database_;
  Transaction transaction_;
};

}  // namespace loyald::sql
