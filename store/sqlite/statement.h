// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sql/prepared.h"

struct sqlite3;
struct sqlite3_stmt;

namespace loyald::sqlite {

// A statement of SQLite, for sqlite::Database.
class Statement : public sql::Prepared {
 public:
  Statement(sqlite3* handle, std::string_view sql);
  ~Statement() override;

  void bind(int place, std::int64_t value) override;
  void bind_text(int place, std::string_view value) override;
  void bind_blob(int place, std::string_view value) override;
  void bind_null(int place) override;
  void execute() override;
  bool step() override;
  void reset() noexcept override;
  std::int64_t int64(int column) const override;
  std::string_view text(int column) const override;
  std::string_view blob(int column) const override;
  bool is_null(int column) const override;

 private:
  void check(int code) const;

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace loyald::sqlite
