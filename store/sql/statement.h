// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/sql/bind.h"
#include "store/sql/database.h"
#include "store/sql/prepared.h"

namespace loyald::sql {

// One prepared statement, prepared once by the class that owns the table. Belongs to its
// connection's thread. Throws Error.
class Statement {
 public:
  Statement(Database& database, std::string_view sql)
      : database_(database), sql_(sql), prepared_(database.prepare(sql)) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // The rows of one execution. Resets the statement when it goes; one at a time per statement.
  // What was bound must live as long; text() and blob() only until the next next().
  class Rows {
   public:
    explicit Rows(Prepared& prepared) : prepared_(prepared) {}
    ~Rows() { reset(); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    bool next() { return prepared_.step(); }
    void reset() { prepared_.reset(); }
    std::int64_t int64(int column) const { return prepared_.int64(column); }
    std::string_view text(int column) const { return prepared_.text(column); }
    std::string_view blob(int column) const { return prepared_.blob(column); }
    bool is_null(int column) const { return prepared_.is_null(column); }

   private:
    Prepared& prepared_;
  };

  template <class... Values>
  Rows run(const Values&... values) {
    bind_all(values...);
    return Rows(*prepared_);
  }
  // For statements without rows.
  template <class... Values>
  void execute(const Values&... values) {
    bind_all(values...);
    prepared_->execute();
  }

 private:
  template <class... Values>
  void bind_all(const Values&... values) {
    database_.write_owed(sql_);
    int place = 0;
    (bind(*prepared_, ++place, values), ...);
  }

  Database& database_;
  const std::string sql_;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace loyald::sql
