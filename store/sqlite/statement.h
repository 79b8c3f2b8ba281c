// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "store/base/bytes.h"
#include "store/sqlite/database.h"

struct sqlite3_stmt;

namespace loyald::sqlite {

// A blob to bind; text binds as text.
struct Blob {
  std::string_view bytes;
};
template <class Bytes>
Blob blob(const Bytes& bytes) {
  return {std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}

// One prepared statement, prepared once by the class that owns the table. Belongs to its
// connection's thread. Throws Error.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // The rows of one execution. Resets the statement when it goes; one at a time per statement.
  // What was bound must live as long; text() and blob() only until the next next().
  class Rows {
   public:
    explicit Rows(Statement& statement) : statement_(&statement) {}
    ~Rows() { reset(); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    bool next();
    void reset();
    std::int64_t int64(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;
    bool is_null(int column) const;

   private:
    Statement* statement_;
  };

  template <class... Values>
  Rows run(const Values&... values) {
    int place = 0;
    (bind(++place, values), ...);
    return Rows(*this);
  }
  // For statements without rows.
  template <class... Values>
  void execute(const Values&... values) {
    Rows rows = run(values...);
    rows.next();
  }

 private:
  void bind(int place, std::int64_t value);
  void bind(int place, std::uint64_t value);
  void bind(int place, int value) { bind(place, std::int64_t{value}); }
  void bind(int place, std::string_view value);
  void bind(int place, Blob value);
  template <class Value>
  void bind(int place, const std::optional<Value>& value) {
    value ? bind(place, *value) : bind_null(place);
  }
  void bind_null(int place);
  void check(int code) const;

  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace loyald::sqlite
