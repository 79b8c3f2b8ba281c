// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "store/base/bytes.h"
#include "store/sql/database.h"
#include "store/sql/prepared.h"

namespace loyald::sql {

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
  Statement(Database& database, std::string_view sql) : prepared_(database.prepare(sql)) {}
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
    int place = 0;
    (bind(++place, values), ...);
  }
  void bind(int place, std::int64_t value) { prepared_->bind(place, value); }
  void bind(int place, std::uint64_t value);
  void bind(int place, int value) { prepared_->bind(place, std::int64_t{value}); }
  void bind(int place, std::string_view value) { prepared_->bind_text(place, value); }
  void bind(int place, Blob value) { prepared_->bind_blob(place, value.bytes); }
  template <class Value>
  void bind(int place, const std::optional<Value>& value) {
    value ? bind(place, *value) : prepared_->bind_null(place);
  }

  std::unique_ptr<Prepared> prepared_;
};

}  // namespace loyald::sql
