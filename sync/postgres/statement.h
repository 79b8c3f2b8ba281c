// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "store/sql/prepared.h"
#include "sync/postgres/connection.h"

namespace loyald::postgres {

class Database;

// A statement of PostgreSQL, for postgres::Database: prepared where it is first run, and again on
// every new connection.
class Statement : public sql::Prepared {
 public:
  Statement(Database& database, std::string sql);

  void bind(int place, std::int64_t value) override;
  void bind_text(int place, std::string_view value) override;
  void bind_blob(int place, std::string_view value) override;
  void bind_null(int place) override;
  void execute() override;
  bool step() override;
  void reset() noexcept override;
  std::int64_t int64(int column) const override;
  std::string_view text(int column) const override { return blob(column); }
  std::string_view blob(int column) const override;
  bool is_null(int column) const override;

 private:
  Parameter& at(int place);
  void send();
  bool is_prepared_for_these() const;

  Database& database_;
  const std::string sql_;
  std::vector<Parameter> parameters_;
  std::deque<std::array<char, 8>> numbers_;  // what parameters_ points to; they stay in their place
  std::deque<std::string> texts_;            // the same
  std::string name_;                         // of what is prepared
  std::uint64_t prepared_on_ = 0;            // which connection
  std::vector<Oid> types_;                   // with these
  Rows rows_;
  int row_ = 0;
};

}  // namespace loyald::postgres
