// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "store/floor_limit.h"
#include "store/programme_file.h"

namespace loyald {
namespace {

constexpr const char* kProgramme = R"(name = "Bonus"
currency = "EUR"
[[unit]]
id = "points"
expires_after_months = 12
[[unit]]
id = "stamps"
[[unit]]
id = "month"
counter = true
expires_with_next = "month"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
[[reward]]
id = "five-off"
unit = "points"
amount_off = { cost = 300, value = 500 }
[[reward]]
id = "coffee"
unit = "stamps"
cheapest_free = { cost = 10, of = 1 }
)";

std::string text(const RedeemPolicy& policy) {
  const auto programme = parse_programme(kProgramme, "bonus.toml");
  REQUIRE(programme);
  return worst_case_text(policy, *programme);
}

}  // namespace

TEST_CASE("what a floor limit may cost is said in money, at the best rate, rounded up") {
  RedeemPolicy policy;
  CHECK(text(policy).empty());
  policy.floor_limit = 100;
  policy.floor_limit_per_day = 1000;
  policy.floor_limit_by_unit["stamps"] = 0;
  CHECK(text(policy) ==
        "at worst 16.67 EUR a day (1000 points) at this store, times the stores of the chain, "
        "while head office is out of reach");
}

TEST_CASE("what no reward says the worth of is named") {
  RedeemPolicy policy;
  policy.floor_limit_by_unit["stamps"] = 10;
  policy.floor_limit_per_day = 30;
  const std::string said = text(policy);
  CHECK(said.find("30 stamps") != std::string::npos);
  CHECK(said.find("no reward says what it is worth: stamps") != std::string::npos);
}

}  // namespace loyald
