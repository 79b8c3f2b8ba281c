// SPDX-License-Identifier: Apache-2.0
#include "store/shadow.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "store/base/random.h"
#include "store/member_segments.h"
#include "store/programme_file.h"
#include "store/shadow_report.h"

namespace loyald {
namespace {

constexpr std::string_view kTerms = R"(
name = "P"
currency = "EUR"
[[unit]]
id = "points"
expires_after_days = 30
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
)";
constexpr std::string_view kOff = R"(
[[reward]]
id = "off"
unit = "points"
amount_off = { cost = 5, value = 100 }
)";

programme::Programme parse(const std::string& toml) {
  auto programme = parse_programme(toml, "p.toml");
  if (!programme) FAIL(programme.error().message);
  return *std::move(programme);
}
programme::Programme terms(const std::string& more) { return parse(std::string(kTerms) + more); }

SalesFile sales_of(const std::string& rows) {
  auto sales =
      read_sales("sold_at,store_id,basket_id,household_id,department,quantity,paid_cents\n" + rows,
                 "s.csv", {});
  if (!sales) FAIL(sales.error().message);
  return *std::move(sales);
}

// 10 points in January, of which 5 are spent in time; m2 never comes back.
const char* const kSales =
    "2026-01-01T10:00,1,b1,m1,SHOP,1,1000\n"
    "2026-01-10T10:00,1,b2,m1,SHOP,1,450\n"
    "2026-01-05T10:00,1,b3,m2,SHOP,1,300\n"
    "2026-02-05T10:00,1,b4,m1,DELI,1,100\n"
    "2026-02-05T11:00,1,b5,,DELI,1,9900\n";

ShadowRun run(const programme::Programme& programme, const SalesFile& sales,
              Redeeming redeeming = Redeeming::always, const MemberTags& tags = {},
              const UnitWorths& given = {}) {
  return run_shadow(programme, sales.sales, tags, {redeeming, unit_worths(programme, given)});
}

TEST_CASE("sales computed by hand: earned, spent, expired and what is left") {
  const ShadowRun got = run(terms(std::string(kOff)), sales_of(kSales));
  REQUIRE_EQ(got.units.size(), 1);
  CHECK_EQ(got.units[0].count, UnitCount{17, 0, 5, 8, 4});
  CHECK_EQ(got.discount, Money{100});
  CHECK_EQ(got.given, Money{340});
  REQUIRE_EQ(got.rewards.size(), 1);
  CHECK_EQ(got.rewards[0].times, 1);
  CHECK_EQ(got.rewards[0].cost, 5);
  CHECK_EQ(got.rewards[0].value, Money{100});
  CHECK_EQ(got.gain.size(), 2);
  CHECK_EQ(gain_of(got, "m1"), Money{180});
  CHECK_EQ(gain_of(got, "m2"), Money{0});
  const Liability owed =
      liability_of("points", got.units[0].count, unit_worths(terms(std::string(kOff))));
  CHECK_EQ(owed.breakage, 6153);
  CHECK_EQ(owed.full, Money{80});
  CHECK_EQ(owed.expected, Money{31});
}

TEST_CASE("the last day counts: what could be spent on it alone has expired") {
  const auto count_until = [](const std::string& last) {
    const std::string first = "2026-01-01,1,b1,m1,SHOP,1,1000\n";
    return run(terms(""), sales_of(first + last + ",1,b2,m2,SHOP,1,0\n")).units[0].count;
  };
  CHECK_EQ(count_until("2026-01-29"), UnitCount{10, 0, 0, 0, 10});
  CHECK_EQ(count_until("2026-01-30"), UnitCount{10, 0, 0, 10, 0});
}

TEST_CASE("what expires on the day of a sale has expired before it") {
  const ShadowRun got = run(terms(std::string(kOff)), sales_of("2026-01-01,1,b1,m,SHOP,1,1000\n"
                                                               "2026-01-31,1,b2,m,SHOP,1,200\n"));
  CHECK_EQ(got.units[0].count, UnitCount{12, 0, 0, 10, 2});
}

TEST_CASE("nobody redeems where that is the assumption") {
  const ShadowRun got = run(terms(std::string(kOff)), sales_of(kSales), Redeeming::never);
  CHECK_EQ(got.units[0].count, UnitCount{18, 0, 0, 13, 5});
  CHECK_EQ(got.discount, Money{0});
  CHECK_EQ(gain_of(got, "m1"), Money{100});
}

TEST_CASE("pending units are outstanding, and cannot be redeemed before they vest") {
  std::string toml(kTerms);
  toml.replace(toml.find("expires_after_days = 30"), 23, "pending_days = 10");
  const ShadowRun got = run(parse(toml + std::string(kOff)), sales_of(kSales));
  // The points of 1 January vest on the 11th, after the sale of the 10th.
  CHECK_EQ(got.units[0].count, UnitCount{17, 0, 5, 0, 12});
}

TEST_CASE("of several rewards the one worth most is redeemed, and then what is left allows") {
  const std::string more = std::string(kOff) + R"(
[[reward]]
id = "big"
unit = "points"
amount_off = { cost = 5, value = 150 }
)";
  const ShadowRun got = run(terms(more), sales_of(kSales));
  CHECK_EQ(got.rewards[0].times, 1);
  CHECK_EQ(got.rewards[1].times, 1);
  CHECK_EQ(got.discount, Money{250});
}

TEST_CASE("an exchange for other units counts by their worth") {
  const std::string more = R"(
[[unit]]
id = "cup"
[[reward]]
id = "card"
unit = "points"
voucher = { cost = 5, gives = "cup" }
[[reward]]
id = "coffee"
unit = "cup"
cheapest_free = { cost = 1, of = 1 }
include.departments = ["COFFEE"]
)";
  const programme::Programme programme = terms(more);
  CHECK_EQ(run(programme, sales_of(kSales)).units[1].count, UnitCount{});
  const ShadowRun got =
      run(programme, sales_of(kSales), Redeeming::always, {}, {{"cup", {1, 250, "given"}}});
  CHECK_EQ(got.units[1].count, UnitCount{0, 1, 0, 0, 1});
  CHECK_EQ(got.rewards[0].times, 1);
  CHECK_GE(gain_of(got, "m1"), Money{250});
}

TEST_CASE("conditions see the store, the time and the member's tags") {
  const auto earned = [](const std::string& when) {
    std::string toml(kTerms);
    const MemberTags tags{{"m1", {"staff"}}};
    return run(parse(toml + "when = { " + when + " }\n"), sales_of(kSales), Redeeming::never, tags)
        .units[0]
        .count.earned;
  };
  CHECK_EQ(earned("tags = [\"staff\"]"), 15);
  CHECK_EQ(earned("stores = [2]"), 0);
  CHECK_EQ(earned("stores = [1]"), 18);
  CHECK_EQ(earned("hours = [{ from = \"10:00\", until = \"10:01\" }]"), 18);
  CHECK_EQ(earned("hours = [{ from = \"10:01\", until = \"23:00\" }]"), 0);
}

TEST_CASE("a sale that cannot be decided is counted, with the reason") {
  const ShadowRun got = run(terms(""), sales_of("2026-01-01,1,b,m,D,1,2000000000\n"
                                                "2026-01-01,1,b,m,D,1,2000000000\n"
                                                "2026-01-01,1,c,m,D,1,100\n"));
  CHECK_EQ(got.refused, 1);
  CHECK_NE(got.first_refusal.find("comes to more than"), std::string::npos);
  CHECK_EQ(got.units[0].count.earned, 1);
}

std::string supermarket() {
  std::ifstream file("packaging/programmes/supermarket.toml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Rows of one basket each, so that they may be put in any order.
std::vector<std::string> random_rows(Random& random, int count) {
  std::vector<std::string> rows;
  for (int i = 0; i < count; ++i) {
    const Date day =
        *parse_date("2025-01-01") + std::chrono::days(static_cast<int>(random.below(500)));
    const char* const departments[] = {"SHOP", "FUEL", "DELI"};
    rows.push_back(format(day) + "T10:00,1,b" + std::to_string(i) + ",m" +
                   std::to_string(random.below(9)) + "," + departments[random.below(3)] + ",1," +
                   std::to_string(random.below(40'000)) + "\n");
  }
  return rows;
}

std::string joined(const std::vector<std::string>& rows) {
  std::string all;
  for (const std::string& row : rows) all += row;
  return all;
}

std::string report(const SalesFile& sales, const programme::Programme& after,
                   const programme::Programme& before) {
  const auto shadowed = [&](const char* role, const programme::Programme& programme) {
    return ShadowedProgramme{role, &programme, unit_worths(programme), run(programme, sales)};
  };
  return as_json(shadow_report(sales, {}, Redeeming::always, shadowed("proposed", after),
                               shadowed("in force", before)));
}

TEST_CASE("whatever is sold, what was earned is spent, expired or left") {
  const programme::Programme programme = parse(supermarket());
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    const SalesFile sales = sales_of(joined(random_rows(random, 120)));
    for (const Redeeming redeeming : {Redeeming::always, Redeeming::never}) {
      const ShadowRun got = run(programme, sales, redeeming);
      for (const ShadowUnit& unit : got.units) {
        CHECK_EQ(unit.count.earned + unit.count.issued,
                 unit.count.spent + unit.count.expired + unit.count.outstanding);
        CHECK_GE(unit.count.outstanding, 0);
      }
      std::int64_t taken_off = 0;
      for (const ShadowReward& reward : got.rewards) taken_off += reward.value.minor;
      CHECK_EQ(taken_off, got.discount.minor);
      CHECK_EQ(got.refused, 0);
    }
  }
}

TEST_CASE("the same sales give the same bytes, in whatever order the file has them") {
  const programme::Programme before = parse(supermarket());
  const programme::Programme after = terms(std::string(kOff));
  SeededRandom random(7);
  std::vector<std::string> rows = random_rows(random, 100);
  const std::string first = report(sales_of(joined(rows)), after, before);
  CHECK_EQ(report(sales_of(joined(rows)), after, before), first);
  std::reverse(rows.begin(), rows.end());
  CHECK_EQ(report(sales_of(joined(rows)), after, before), first);
}

TEST_CASE("a programme beside itself changes nothing for anybody") {
  const programme::Programme programme = parse(supermarket());
  SeededRandom random(3);
  const SalesFile sales = sales_of(joined(random_rows(random, 100)));
  const auto facts = member_facts(sales.sales);
  const ShadowRun got = run(programme, sales);
  for (const MemberGroup& group : segments_of(facts, {})) {
    const Comparison all = compare(facts, group.members, &got, got);
    CHECK_EQ(all.same, all.members);
    CHECK_EQ(all.before, all.after);
  }
}

TEST_CASE("segments: every member in one tenth, one number of visits, one department") {
  const SalesFile sales = sales_of(kSales);
  const auto facts = member_facts(sales.sales);
  REQUIRE_EQ(facts.size(), 2);
  CHECK_EQ(facts[0].spend, Money{1550});
  CHECK_EQ(facts[0].visits, 3);
  CHECK_EQ(facts[0].department, "SHOP");
  const auto tags = read_member_tags("member,tag\nm1,new\nm1,vip\nm1,vip\nm9,new\n", "t.csv");
  REQUIRE(tags);
  std::vector<std::string> names;
  for (const MemberGroup& group : segments_of(facts, *tags)) {
    names.push_back(group.kind + " " + group.name + " " + std::to_string(group.members.size()));
  }
  const std::vector<std::string> expected{"spend tenth 5 1",   "spend tenth 10 (smallest) 1",
                                          "visits 1 1",        "visits 2 to 3 1",
                                          "department SHOP 2", "tag new 1",
                                          "tag vip 1"};
  CHECK_EQ(names, expected);
  const auto wrong = read_member_tags("member,tag\nm1,new\nm2\n", "t.csv");
  REQUIRE_FALSE(wrong);
  CHECK_EQ(wrong.error().message, "t.csv:3: not two fields");
}

}  // namespace
}  // namespace loyald
