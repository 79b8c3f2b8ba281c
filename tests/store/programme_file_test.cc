// SPDX-License-Identifier: Apache-2.0
#include "store/programme_file.h"

#include <doctest/doctest.h>

namespace loyald {
namespace {

using programme::AmountOff;
using programme::LineFilter;
using programme::PointsAsMoney;
using programme::Programme;

// A valid programme; tests put one mistake in.
constexpr std::string_view kGood = R"(
name = "Bonus"
currency = "EUR"

[[unit]]
id = "points"
name = "Points"
expires_after_months = 12
pending_days = 14
return_grace_days = 30

[[unit]]
id = "stamps"

[[earn]]
id = "base"
unit = "points"
quantity = 2
per = 100
minimum_spend = 500
earn_on_rewards = true
include = { skus = ["1"], brands = ["Own"] }
exclude = { categories = ["tobacco"], departments = ["FUEL"], tags = ["deposit"] }

[[reward]]
id = "off"
name = "5 off"
unit = "points"
minimum_spend = 2000
amount_off = { cost = 500, value = 600 }

[[reward]]
id = "pay"
unit = "stamps"
include.tags = ["food"]
points_as_money = { cost = 10, value = 20, minimum = 30, maximum = 100, maximum_percent = 50 }
)";

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const auto place = text.find(from);
  REQUIRE_NE(place, std::string::npos);
  return text.replace(place, from.size(), to);
}

Error error_of(std::string_view toml) {
  const auto result = parse_programme(toml, "p.toml");
  REQUIRE_FALSE(result);
  CHECK_EQ(name(result.error().code), name(Errc::invalid_argument));
  return result.error();
}

// The error after one mistake in the good programme.
Error mistake(std::string_view from, std::string_view to) { return error_of(replaced(from, to)); }

TEST_CASE("every key arrives") {
  const auto got = parse_programme(kGood, "p.toml");
  REQUIRE(got);
  Programme expected{"Bonus", "EUR", {}, {}, {}};
  expected.units = {{"points", "Points", 12, 14, 30}, {"stamps", "stamps", 0, 0, 0}};
  const LineFilter include{{"1"}, {}, {}, {"Own"}, {}};
  const LineFilter exclude{{}, {"tobacco"}, {"FUEL"}, {}, {"deposit"}};
  expected.earn = {{"base", "points", 2, Money{100}, include, exclude, Money{500}, true}};
  const LineFilter food{{}, {}, {}, {}, {"food"}};
  expected.rewards = {
      {"off", "5 off", "points", {}, {}, Money{2000}, AmountOff{500, Money{600}}},
      {"pay", "pay", "stamps", food, {}, Money{}, PointsAsMoney{10, Money{20}, 30, 100, 50}}};
  CHECK_EQ(*got, expected);
}

TEST_CASE("what is required is asked for") {
  CHECK_EQ(mistake("name = \"Bonus\"", "").message, "p.toml: name: is required");
  CHECK_EQ(mistake("currency = \"EUR\"", "").message, "p.toml: currency: is required");
  CHECK_EQ(mistake("id = \"stamps\"", "").message, "p.toml: unit number 2: id: is required");
  CHECK_EQ(mistake("unit = \"points\"", "").message, "p.toml: earn base: unit: is required");
  CHECK_EQ(mistake("per = 100", "").message, "p.toml: earn base: per: must be 1 to 1000000, not 0");
  CHECK_EQ(error_of("name = \"a\"\ncurrency = \"EUR\"").message,
           "p.toml: unit: at least one [[unit]] is required");
  CHECK_EQ(mistake("amount_off = { cost = 500, value = 600 }", "").message,
           "p.toml: reward off: amount_off, points_as_money, percent_off, cheapest_free, voucher, "
           "message, gift, instant_win: exactly one of them is required");
  CHECK_EQ(mistake("include.tags = [\"food\"]", "amount_off = { cost = 1, value = 1 }").message,
           "p.toml: reward pay: amount_off, points_as_money, percent_off, cheapest_free, voucher, "
           "message, gift, instant_win: exactly one of them is required");
}

TEST_CASE("names: characters, lengths, duplicates") {
  CHECK_EQ(mistake("\"EUR\"", "\"Eur\"").message, "p.toml: currency: is not an ISO 4217 code");
  CHECK_EQ(mistake("id = \"stamps\"", "id = \"st amps\"").message,
           "p.toml: unit st amps: id: may hold letters, digits, \"-\" and \"_\" only: st amps");
  CHECK_EQ(mistake("\"Bonus\"", "\"\\u001b@\"").message,
           "p.toml: name: must not hold control characters");
  CHECK_EQ(mistake("\"Bonus\"", "\"" + std::string(65, 'x') + "\"").message,
           "p.toml: name: is longer than 64 bytes");
  REQUIRE(parse_programme(replaced("\"Bonus\"", "\"" + std::string(64, 'x') + "\""), "p.toml"));
  CHECK_EQ(mistake("id = \"stamps\"", "id = \"points\"").message,
           "p.toml: unit points: id: is used twice");
  CHECK_EQ(mistake("id = \"pay\"", "id = \"off\"").message,
           "p.toml: reward off: id: is used twice");
}

TEST_CASE("a misspelt unit or key is answered with the nearest one") {
  const Error unit = mistake("unit = \"stamps\"", "unit = \"stamp\"");
  CHECK_EQ(unit.message, "p.toml: reward pay: unit: there is no unit stamp");
  CHECK_EQ(unit.hint, "did you mean stamps?");
  const Error key = mistake("pending_days", "pendig_days");
  CHECK_EQ(key.message, "p.toml:9: unit[1].pendig_days: unknown key");
  CHECK_EQ(key.hint, "did you mean pending_days?");
}

TEST_CASE("what returns do with units that are gone is said in keys that fit together") {
  const auto unit = [](const std::string& keys) {
    return parse_programme(replaced("id = \"stamps\"", "id = \"stamps\"\n" + keys), "p.toml");
  };
  const auto wrong = [&](const std::string& keys) {
    const auto result = unit(keys);
    REQUIRE_FALSE(result);
    return result.error().message;
  };
  const auto charged =
      unit("return_policy = \"charge_customer\"\ncharge = { quantity = 100, money = 50 }");
  REQUIRE(charged);
  CHECK_EQ(charged->units[1].return_policy, programme::ReturnPolicy::charge_customer);
  CHECK_EQ(charged->units[1].charge, programme::UnitPrice{100, Money{50}});
  const auto limited = unit("debt_limit = 7");
  REQUIRE(limited);
  CHECK_EQ(limited->units[1].return_policy, programme::ReturnPolicy::allow_debt);
  CHECK_EQ(limited->units[1].debt_limit, 7);
  CHECK_EQ(wrong("return_policy = \"charge_customer\""),
           "p.toml: unit stamps: charge: is required with return_policy = \"charge_customer\"");
  CHECK_EQ(wrong("charge = { quantity = 1, money = 1 }"),
           "p.toml: unit stamps: charge: needs return_policy = \"charge_customer\"");
  CHECK_EQ(wrong("return_policy = \"charge_customer\"\ncharge = { money = 1 }"),
           "p.toml: unit stamps: charge: quantity: must be 1 to 2000000000, not 0");
  CHECK_EQ(wrong("return_policy = \"within_balance\"\ndebt_limit = 1"),
           "p.toml: unit stamps: debt_limit: needs return_policy = \"allow_debt\"");
  CHECK_EQ(wrong("counter = true\nreturn_policy = \"within_balance\""),
           "p.toml: unit stamps: return_policy: is not for units with counter = true");
  CHECK(wrong("return_policy = \"whatever\"").starts_with("p.toml: unit stamps: return_policy: "));
}

TEST_CASE("what each way of identifying members may do") {
  const auto read = [](const std::string& table) {
    return parse_programme(
        "name = \"x\"\ncurrency = \"EUR\"\nunit = [ { id = \"points\" } ]\n" + table, "p.toml");
  };
  using programme::ShownAs;
  CHECK(read("")->identification == programme::Identification());
  const auto strict = read(
      "[identification]\nphone = { redeem = false }\nmail = { earn = false, redeem = false }\n"
      "signed = { earn = true }\n");
  REQUIRE(strict);
  CHECK(strict->identification.of(ShownAs::phone) == programme::Allowance{true, false});
  CHECK(strict->identification.of(ShownAs::mail) == programme::Allowance{false, false});
  for (const ShownAs kind : {ShownAs::card, ShownAs::signed_code, ShownAs::rotating_code}) {
    CHECK(strict->identification.of(kind) == programme::Allowance{true, true});
  }
  CHECK_FALSE(read("[identification]\nfax = { earn = false }\n"));
  CHECK_FALSE(read("[identification]\nphone = false\n"));
}

TEST_CASE("numbers are held to their limits") {
  const auto message = [](std::string_view from, std::string_view to) {
    return mistake(from, to).message;
  };
  CHECK_EQ(message("expires_after_months = 12", "expires_after_months = 1201"),
           "p.toml: unit points: expires_after_months: must be 0 to 1200, not 1201");
  CHECK_EQ(message("pending_days = 14", "pending_days = -1"),
           "p.toml: unit points: pending_days: must be 0 to 3650, not -1");
  CHECK_EQ(message("return_grace_days = 30", "return_grace_days = 3651"),
           "p.toml: unit points: return_grace_days: must be 0 to 3650, not 3651");
  CHECK_EQ(message("quantity = 2", "quantity = 1000001"),
           "p.toml: earn base: quantity: must be 1 to 1000000, not 1000001");
  CHECK_EQ(message("minimum_spend = 500", "minimum_spend = -5"),
           "p.toml: earn base: minimum_spend: must be 0 to 2000000000, not -5");
  CHECK_EQ(message("cost = 500", "cost = 0"),
           "p.toml: reward off: amount_off: cost: must be 1 to 2000000000, not 0");
  CHECK_EQ(message("value = 20", "value = 2000000001"),
           "p.toml: reward pay: points_as_money: value: must be 1 to 2000000000, not 2000000001");
  CHECK_EQ(message("maximum_percent = 50", "maximum_percent = 101"),
           "p.toml: reward pay: points_as_money: maximum_percent: must be 0 to 100, not 101");
  CHECK_EQ(message("maximum = 100", "maximum = 29"),
           "p.toml: reward pay: points_as_money: maximum: is less than the 30 that must be spent "
           "at a time");
}

TEST_CASE("filters that name nothing or blanks are refused") {
  CHECK_EQ(mistake("{ skus = [\"1\"], brands = [\"Own\"] }", "{}").message,
           "p.toml: earn base: include: names nothing, so that no line would count");
  CHECK_EQ(mistake("[\"tobacco\"]", "[\"tobacco\", \"\"]").message,
           "p.toml: earn base: exclude: categories: is required");
}

TEST_CASE("terms are translated where there are some, and have a limit") {
  const auto with = [](const std::string& terms) {
    return error_of(std::string(kGood) + "[[reward]]\nid = \"t\"\nunit = \"points\"\n" + terms +
                    "\namount_off = { cost = 1, value = 1 }\n")
        .message;
  };
  CHECK_EQ(with("terms_in = { de = \"Nur heute\" }"), "p.toml: reward t: terms: is required");
  CHECK_NE(with("terms = \"" + std::string(501, 'x') + "\"").find("reward t: terms"),
           std::string::npos);
}

TEST_CASE("too many entries and too many bytes are refused") {
  std::string units = "name = \"a\"\ncurrency = \"EUR\"\n";
  for (std::size_t i = 0; i <= kMaxProgrammeUnits; ++i) {
    units += "[[unit]]\nid = \"u" + std::to_string(i) + "\"\n";
  }
  CHECK_EQ(error_of(units).message, "p.toml: unit: more than 32");
  CHECK_EQ(error_of(std::string(kGood) + std::string(kMaxProgrammeBytes, '#')).message,
           "p.toml: the programme has more than 262144 bytes");
}

constexpr std::string_view kRich = R"(
name = "Rich"
currency = "EUR"
[[unit]]
id = "points"
expires_after_days = 100
expires_at_end_of = "quarter"
names = { de = "Punkte" }
[[unit]]
id = "coffee"
[[unit]]
id = "count"
counter = true
[[unit]]
id = "rest"
counter = true
[[tier]]
id = "silver"
unit = "points"
at_least = 100
[[tier]]
id = "gold"
unit = "points"
at_least = 200
[[group]]
id = "bonus"
mode = "best_of"
[[earn]]
id = "base"
unit = "points"
counts = "items"
basis = "list"
without_tax = true
quantity = 2
per = 3
minimum_quantity = 4
most_per_sale = 90
group = "bonus"
carry = "rest"
pending_days = 5
cap = { unit = "count", at_most = 500, days = 30 }
[earn.when]
valid_from = "2026-01-01"
valid_until = "2026-12-31"
weekdays = ["mon", "sun"]
hours = [{ from = "22:00", until = "24:00" }]
stores = [7]
channels = ["web"]
payments = ["card"]
tags = ["family"]
holds = [{ unit = "coffee", at_least = 1, below = 3 }]
birthday = { days_before = 2, days_after = 3 }
tiers = ["gold"]
[[earn]]
id = "visit"
unit = "coffee"
counts = "visits"
quantity = 1
[[multiplier]]
id = "double"
unit = "points"
group = "bonus"
times = { numerator = 2 }
when.tags = ["family"]
[[reward]]
id = "ten-percent"
unit = "points"
names = { de = "Zehn Prozent" }
percent_off = { cost = 10, basis_points = 1000, ceiling = 500 }
[[reward]]
id = "third-free"
unit = "points"
cheapest_free = { of = 3 }
[[reward]]
id = "card"
unit = "points"
voucher = { cost = 10, gives = "coffee", automatic = true }
[[reward]]
id = "hint"
message = { text = "Hello", texts = { de = "Hallo" } }
when.tiers = ["silver"]
)";

TEST_CASE("every key of the rich programme arrives") {
  const auto got = parse_programme(kRich, "p.toml");
  if (!got) FAIL(got.error().message);
  using namespace programme;
  const Unit& points = got->units[0];
  CHECK_EQ(points.expires_after_days, 100);
  CHECK(points.expires_at_end_of == Period::quarter);
  CHECK_EQ(points.names.at("de"), "Punkte");
  CHECK(got->units[2].counter);
  CHECK_EQ(got->tiers, std::vector<Tier>{{"silver", "silver", "points", 100, {}},
                                         {"gold", "gold", "points", 200, {}}});
  CHECK_EQ(got->groups, std::vector<Group>{{"bonus", true}});
  EarnRule rule{"base", "points",       2,    Money{3}, {}, {}, Money{},
                false,  Rate::per_item, true, true,     4};
  rule.most_per_sale = 90;
  rule.cap = Cap{"count", 500, 30};
  rule.group = "bonus";
  rule.carry = "rest";
  rule.pending_days = 5;
  rule.when = {*parse_date("2026-01-01"),
               *parse_date("2026-12-31"),
               {0, 6},
               {{1320, 1440}},
               {7},
               {"web"},
               {"card"},
               {"family"},
               {{"coffee", 1, 3}},
               BirthdayWindow{2, 3},
               {"gold"}};
  CHECK_EQ(got->earn[0], rule);
  CHECK(got->earn[1].rate == Rate::per_visit);
  Condition family;
  family.tags = {"family"};
  CHECK_EQ(got->multipliers, std::vector<Multiplier>{{"double", "points", "bonus", 2, 1, family}});
  CHECK(got->rewards[0].kind == decltype(Reward::kind)(PercentOff{10, 1000, Money{500}}));
  CHECK_EQ(got->rewards[0].names.at("de"), "Zehn Prozent");
  CHECK(got->rewards[1].kind == decltype(Reward::kind)(CheapestFree{0, 3}));
  CHECK(got->rewards[2].kind == decltype(Reward::kind)(Voucher{10, "coffee", 1, true}));
  CHECK(got->rewards[3].kind == decltype(Reward::kind)(Message{"Hello", {{"de", "Hallo"}}}));
}

TEST_CASE("one mistake in the rich programme is named") {
  struct Row {
    const char* from;
    const char* to;
    const char* message;
  };
  for (const Row& row : {
           Row{"\"items\"", "\"item\"",
               "earn base: counts: must be money, items or visits, not item"},
           {"\"list\"", "\"net\"", "earn base: basis: must be paid or list, not net"},
           {"counts = \"visits\"\nquantity = 1", "counts = \"visits\"\nquantity = 1\nper = 2",
            "earn visit: per: has no meaning where visits are counted"},
           {"counts = \"visits\"\nquantity = 1",
            "counts = \"visits\"\nquantity = 1\ncarry = \"rest\"",
            "earn visit: carry: has no meaning where visits are counted"},
           {"unit = \"coffee\"\ncounts", "unit = \"count\"\ncounts",
            "earn visit: unit: count is a counter of the programme's own"},
           {"carry = \"rest\"", "carry = \"coffee\"", "earn base: carry: coffee is no counter"},
           {"carry = \"rest\"", "carry = \"count\"",
            "earn base: carry: count is used as a counter twice"},
           {"days = 30", "days = 30, period = \"month\"",
            "earn base: cap: period, days: exactly one of them is required"},
           {"days = 30", "period = \"months\"",
            "earn base: cap: period: must be day, week, month, quarter or year, not months"},
           {"at_most = 500", "at_most = 0",
            "earn base: cap: at_most: must be 1 to 2000000000, not 0"},
           {"group = \"bonus\"\ncarry", "group = \"bonos\"\ncarry",
            "earn base: group: there is no group bonos"},
           {"\"best_of\"", "\"best\"", "group bonus: mode: must be sum or best_of, not best"},
           {"numerator = 2", "numerator = 2, denominator = 3",
            "multiplier double: times: denominator: must be 1 to 2, not 3"},
           {"id = \"double\"", "id = \"base\"", "multiplier base: id: is a rule's id already"},
           {"2026-12-31", "2025-12-31", "earn base: when: valid_until: is before valid_from"},
           {"\"mon\"", "\"monday\"",
            "earn base: when: weekdays: must be mon, tue, wed, thu, fri, sat or sun, not monday"},
           {"24:00", "24:01", "earn base: when: hours: until: is not a time: 24:01"},
           {"24:00", "22:00", "earn base: when: hours: until: is the same as from"},
           {"stores = [7]", "stores = [0]",
            "earn base: when: stores: must be 1 to 9223372036854775807, not 0"},
           {"at_least = 1, below = 3", "at_least = 3, below = 3",
            "earn base: when: holds: below: must be more than at_least"},
           {"at_least = 1, below = 3", "below = 0",
            "earn base: when: holds: at_least, below: one of them is required"},
           {"days_after = 3", "days_after = 183",
            "earn base: when: birthday: days_after: must be 0 to 182, not 183"},
           {"[\"gold\"]", "[\"golden\"]", "earn base: when: tiers: there is no tier golden"},
           {"at_least = 200", "at_least = 100",
            "tier gold: at_least: must be more than the 100 of tier silver"},
           {"unit = \"points\"\nat_least = 200", "unit = \"coffee\"\nat_least = 200",
            "tier gold: unit: is not the points of the tiers before"},
           {"expires_after_days = 100", "expires_after_days = 100\nexpires_after_months = 1",
            "unit points: expires_after_months, expires_after_days: only one of them is possible"},
           {"expires_after_days = 100", "",
            "unit points: expires_at_end_of: needs one of expires_after_days and "
            "expires_after_months"},
           {"basis_points = 1000", "basis_points = 10001",
            "reward ten-percent: percent_off: basis_points: must be 1 to 10000, not 10001"},
           {"of = 3", "of = 0", "reward third-free: cheapest_free: of: must be 1 to 100, not 0"},
           {"gives = \"coffee\"", "gives = \"points\"",
            "reward card: voucher: gives: is the unit that it costs"},
           {"gives = \"coffee\"", "gives = \"rest\"",
            "reward card: voucher: gives: rest is a counter of the programme's own"},
           {"text = \"Hello\", ", "", "reward hint: message: text: is required"},
       }) {
    std::string text(kRich);
    const auto place = text.find(row.from);
    REQUIRE_NE(place, std::string::npos);
    text.replace(place, std::string_view(row.from).size(), row.to);
    CHECK_EQ(error_of(text).message, "p.toml: " + std::string(row.message));
  }
}

}  // namespace
}  // namespace loyald
