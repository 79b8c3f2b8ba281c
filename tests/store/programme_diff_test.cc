// SPDX-License-Identifier: Apache-2.0
#include "store/programme_diff.h"

#include <doctest/doctest.h>

#include "proto/loyald/v1/programme.pb.h"
#include "store/toml_message.h"

namespace loyald {
namespace {

constexpr std::string_view kBefore = R"(
name = "Bonus"
currency = "EUR"
[[unit]]
id = "points"
names = { de = "Punkte" }
[[unit]]
id = "stamps"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
exclude.departments = ["FUEL", "TOBACCO"]
[[earn]]
id = "fuel"
unit = "points"
quantity = 1
per = 200
[[earn]]
id = "visit"
unit = "stamps"
quantity = 1
counts = "visits"
[[reward]]
id = "pay"
unit = "points"
points_as_money = { cost = 100, value = 100 }
)";

v1::Programme read(std::string_view toml) {
  v1::Programme message;
  const auto filled = fill_from_toml(toml, "p.toml", message);
  if (!filled) FAIL(filled.error().message);
  return message;
}

std::vector<std::string> words(const v1::Programme& before, const v1::Programme& after) {
  std::vector<std::string> all;
  for (const ProgrammeChange& change : programme_diff(before, after)) {
    all.push_back(in_words(change));
  }
  return all;
}

using Words = std::vector<std::string>;

TEST_CASE("a manager reads what changes, by key") {
  constexpr std::string_view kAfter = R"(
name = "Bonus Plus"
currency = "EUR"
[[unit]]
id = "points"
names = { de = "Bonuspunkte", fr = "points" }
expires_after_months = 12
[[unit]]
id = "miles"
name = "Miles"
[[earn]]
id = "visit"
unit = "stamps"
quantity = 1
counts = "visits"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 200
exclude.departments = ["TOBACCO", "DELI"]
pending_days = 0
when.holds = [{ unit = "points", at_least = 5 }]
[[earn]]
id = "fuel"
unit = "points"
quantity = 1
per = 200
[[earn]]
id = "coffee"
unit = "miles"
quantity = 2
counts = "items"
include.categories = ["coffee"]
[[reward]]
id = "pay"
unit = "points"
amount_off = { cost = 100, value = 100 }
)";
  const Words expected{
      R"(name "Bonus" -> "Bonus Plus")",
      R"(unit points: expires_after_months not set -> 12)",
      R"(unit points: names.de "Punkte" -> "Bonuspunkte")",
      R"(unit points: names.fr not set -> "points")",
      R"(unit miles: added: name = "Miles")",
      R"(unit stamps: removed)",
      R"(earn base: per 100 -> 200)",
      R"(earn base: exclude.departments +"DELI" -"FUEL")",
      R"(earn base: when not set -> { holds = [{ unit = "points", at_least = 5 }] })",
      R"(earn base: pending_days not set -> 0)",
      R"(earn coffee: added: unit = "miles", quantity = 2, include = { categories = ["coffee"] }, )"
      R"(counts = "items")",
      R"(earn visit: moved: now the first)",
      R"(reward pay: amount_off not set -> { cost = 100, value = 100 })",
      R"(reward pay: points_as_money { cost = 100, value = 100 } -> not set)"};
  CHECK_EQ(words(read(kBefore), read(kAfter)), expected);
}

TEST_CASE("a key of a table within a table is named with its path") {
  std::string after(kBefore);
  const std::string value = "value = 100";
  after.replace(after.find(value), value.size(), "value = 120");
  CHECK_EQ(words(read(kBefore), read(after)),
           Words{"reward pay: points_as_money.value 100 -> 120"});
}

TEST_CASE("the order of rules is told, that of units and of words is not") {
  v1::Programme before = read(kBefore);
  v1::Programme after = before;
  after.mutable_unit()->SwapElements(0, 1);
  auto* departments = after.mutable_earn(0)->mutable_exclude()->mutable_departments();
  departments->SwapElements(0, 1);
  CHECK_EQ(words(before, after), Words{});
  after.mutable_earn()->SwapElements(1, 2);
  REQUIRE_EQ(words(before, after).size(), 1);
  CHECK_EQ(programme_diff(before, after)[0].kind, ChangeKind::moved);
  CHECK_EQ(words(before, after), Words{"earn fuel: moved: now after visit"});
}

TEST_CASE("a removed rule moves nobody, and back again says the opposite") {
  const v1::Programme before = read(kBefore);
  v1::Programme after = before;
  after.mutable_earn()->DeleteSubrange(0, 1);
  CHECK_EQ(words(before, after), Words{"earn base: removed"});
  CHECK_EQ(words(after, before),
           Words{R"(earn base: added: unit = "points", quantity = 1, per = 100, exclude = )"
                 R"({ departments = ["FUEL", "TOBACCO"] })"});
}

}  // namespace
}  // namespace loyald
