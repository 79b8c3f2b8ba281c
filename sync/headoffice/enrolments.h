// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

// Long enough for a technician to drive to the store.
inline constexpr std::chrono::hours kCodeValid(24);
// A code is void after so many wrong ones for its store.
inline constexpr int kMostCodeTries = 10;

// The tables enrolment_code and enrolment: which code a store's PC may show for a certificate, and
// which enrolment's certificates count. Belongs to its connection's thread. Everything throws
// sql::Error.
class Enrolments {
 public:
  explicit Enrolments(sql::Database& database);

  // A code for the store, in place of the one before. Kept as its hash. Needs a transaction.
  void put_code(StoreId store, std::string_view code, Timestamp valid_until);
  // Uses the code up and begins the store's next enrolment; returns its number, from 1. Nothing
  // where it is not the code, or too late: then the try counts. Needs a transaction.
  std::optional<std::uint64_t> use_code(StoreId store, std::string_view code, Timestamp now);
  // The enrolment whose certificates count; 0: the store was never enrolled.
  std::uint64_t current(StoreId store);

 private:
  sql::Statement put_code_;
  sql::Statement code_;
  sql::Statement count_try_;
  sql::Statement drop_code_;
  sql::Statement current_;
  sql::Statement put_current_;
};

}  // namespace loyald
