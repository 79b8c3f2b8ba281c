// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace loyald::sql {

// What an engine does for a Statement, which alone calls it. Places of parameters are counted from
// 1, columns from 0. Everything but reset() throws Error.
class Prepared {
 public:
  virtual ~Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  // What the views point to stays as it is until reset().
  virtual void bind(int place, std::int64_t value) = 0;
  virtual void bind_text(int place, std::string_view value) = 0;
  virtual void bind_blob(int place, std::string_view value) = 0;
  virtual void bind_null(int place) = 0;

  // Runs a statement without rows, then reset(). An engine at the other end of a network may send
  // it later, before the next statement that has rows; what goes wrong then is thrown from there.
  virtual void execute() = 0;
  // The first, then each further row.
  virtual bool step() = 0;
  virtual void reset() noexcept = 0;

  virtual std::int64_t int64(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view blob(int column) const = 0;
  virtual bool is_null(int column) const = 0;

 protected:
  Prepared() = default;
};

}  // namespace loyald::sql
