// SPDX-License-Identifier: Apache-2.0
#include "store/sql/statement.h"

#include "store/base/check.h"

namespace loyald::sql {

void Statement::bind(int place, std::uint64_t value) {
  CHECK(value <= INT64_MAX);
  bind(place, static_cast<std::int64_t>(value));
}

}  // namespace loyald::sql
