// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace loyald::testing {

// A programme with the units "points" (1 per 1.00, redeemed at 1.00 per 100) and "stamps"; the name
// tells versions apart.
inline std::string programme_text(const std::string& name) {
  return "name = \"" + name + R"("
currency = "EUR"
[[unit]]
id = "points"
expires_after_months = 12
[[unit]]
id = "stamps"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
[[earn]]
id = "visit"
unit = "stamps"
quantity = 1
per = 1000
[[reward]]
id = "pay"
unit = "points"
points_as_money = { cost = 1, value = 1 }
)";
}

}  // namespace loyald::testing
