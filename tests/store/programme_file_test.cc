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
           "p.toml: reward off: amount_off, points_as_money: exactly one of them is required");
  CHECK_EQ(mistake("include.tags = [\"food\"]", "amount_off = { cost = 1, value = 1 }").message,
           "p.toml: reward pay: amount_off, points_as_money: exactly one of them is required");
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

TEST_CASE("too many entries and too many bytes are refused") {
  std::string units = "name = \"a\"\ncurrency = \"EUR\"\n";
  for (std::size_t i = 0; i <= kMaxProgrammeUnits; ++i) {
    units += "[[unit]]\nid = \"u" + std::to_string(i) + "\"\n";
  }
  CHECK_EQ(error_of(units).message, "p.toml: unit: more than 32");
  CHECK_EQ(error_of(std::string(kGood) + std::string(kMaxProgrammeBytes, '#')).message,
           "p.toml: the programme has more than 262144 bytes");
}

}  // namespace
}  // namespace loyald
