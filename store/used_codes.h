// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

// How long a used code is remembered. One is shown for a sale only while it is fresh, and a
// register keeps a customer's code for kCodeKept at most, so that nobody can use an older one.
inline constexpr std::chrono::hours kUsedCodesKept(24);

// The table used_code: rotating codes that sales were made with. Belongs to its connection's
// thread. Throws sql::Error.
class UsedCodes {
 public:
  explicit UsedCodes(sql::Database& database);

  bool is_used(std::string_view card, std::int64_t slot);
  // Remembers it, and forgets old ones. Needs a transaction.
  void use(std::string_view card, std::int64_t slot, Timestamp now);

 private:
  sql::Statement find_;
  sql::Statement put_;
  sql::Statement forget_;
};

}  // namespace loyald
