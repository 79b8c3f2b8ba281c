// SPDX-License-Identifier: Apache-2.0
#include "store/sql/bind.h"

#include "store/base/check.h"

namespace loyald::sql {

void bind(Prepared& to, int place, std::uint64_t value) {
  CHECK(value <= INT64_MAX);
  to.bind(place, static_cast<std::int64_t>(value));
}

}  // namespace loyald::sql
