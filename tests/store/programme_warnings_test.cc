// SPDX-License-Identifier: Apache-2.0
#include "store/programme_warnings.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/programme_file.h"

namespace loyald {
namespace {

const Date kToday = *parse_date("2026-11-25");

// Nothing to warn of; tests put one thing in.
constexpr std::string_view kGood = R"(
name = "Bonus"
currency = "EUR"

[[unit]]
id = "points"
expires_after_months = 12

[[unit]]
id = "status"
expires_after_months = 12

[[unit]]
id = "weekly"
counter = true

[[tier]]
id = "silver"
unit = "status"
at_least = 100

[[tier]]
id = "gold"
unit = "status"
at_least = 500

[[group]]
id = "rates"
mode = "best_of"

[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
group = "rates"

[[earn]]
id = "weekend"
unit = "points"
quantity = 2
per = 100
group = "rates"
when = { weekdays = ["sat", "sun"], valid_from = "2026-01-01", valid_until = "2027-12-31" }

[[earn]]
id = "status"
unit = "status"
quantity = 10
per = 100
most_per_sale = 50
cap = { unit = "weekly", at_most = 90, period = "week" }

[[multiplier]]
id = "gold"
unit = "points"
group = "rates"
times = { numerator = 2 }
when.tiers = ["gold"]

[[reward]]
id = "off"
unit = "points"
minimum_spend = 2000
include = { departments = ["SHOP", "DELI"] }
exclude = { departments = ["DELI"] }
amount_off = { cost = 500, value = 500 }

[[reward]]
id = "pay"
unit = "points"
minimum_spend = 1000
points_as_money = { cost = 100, value = 100, minimum = 500, maximum_percent = 50 }
)";

std::vector<ProgrammeWarning> warnings_of(std::string_view toml) {
  const auto programme = parse_programme(toml, "p.toml");
  if (!programme) FAIL(programme.error().message);
  return programme_warnings(*programme, kToday);
}

struct Row {
  std::string_view from;
  std::string_view to;
  std::string_view key;
  std::string_view words;
};

// The first `from` is replaced; where it is empty, `to` is appended.
const Row kRows[] = {
    // Units.
    {"", "[[unit]]\nid = \"idle\"", "unit idle", "no rule or reward gives it"},
    {"", "[[unit]]\nid = \"idle\"", "unit idle", "good for nothing"},
    {"", "[[unit]]\nid = \"c2\"\ncounter = true", "unit c2: counter", "it counts nothing"},
    {"expires_after_months = 12", "expires_after_days = 10\npending_days = 20",
     "unit points: pending_days", "wait 20 days for what then lives at most 10"},
    // Tiers.
    {"id = \"status\"\nexpires_after_months = 12", "id = \"status\"", "unit status",
     "nobody ever loses a tier"},
    {"", "[[reward]]\nid = \"r\"\nunit = \"status\"\namount_off = { cost = 5, value = 5 }",
     "reward r: unit", "redeeming can cost members their tier"},
    {"when.tiers = [\"gold\"]", "", "tier silver", "tiers change nothing"},
    // Rules.
    {"most_per_sale = 50", "most_per_sale = 9", "earn status: most_per_sale",
     "9 is less than one step of the rate, 10"},
    {"most_per_sale = 50", "most_per_sale = 91", "earn status: most_per_sale",
     "never reached: the cap allows 90"},
    {"most_per_sale = 50\ncap = { unit = \"weekly\", at_most = 90",
     "cap = { unit = \"weekly\", at_most = 9", "earn status: cap.at_most",
     "9 is less than one step of the rate, 10"},
    {"most_per_sale = 50", "pending_days = 400", "earn status: pending_days",
     "wait 400 days for status, which then live at most 372"},
    {"most_per_sale = 50", "include.skus = [\"1\"]\nexclude.skus = [\"2\", \"1\"]",
     "earn status: exclude", "all that is included is excluded"},
    // Groups and multipliers.
    {"", "[[group]]\nid = \"empty\"", "group empty", "no rule is in it"},
    {"per = 100\ngroup = \"rates\"\nwhen", "per = 100\nwhen", "group rates",
     "rule base is alone in it"},
    {"id = \"weekend\"\nunit = \"points\"", "id = \"weekend\"\nunit = \"status\"",
     "group rates: mode", "base gives points and weekend gives status"},
    {"unit = \"points\"\ngroup = \"rates\"\ntimes", "unit = \"status\"\ngroup = \"rates\"\ntimes",
     "multiplier gold: group", "no rule of group rates gives status"},
    {"numerator = 2", "numerator = 2, denominator = 2", "multiplier gold: times",
     "once as much changes nothing"},
    // Conditions.
    {"valid_until = \"2027-12-31\"", "valid_until = \"2026-11-24\"",
     "earn weekend: when.valid_until", "ended on 2026-11-24"},
    {"valid_from = \"2026-01-01\", valid_until = \"2027-12-31\"",
     "valid_from = \"2026-11-30\", valid_until = \"2026-12-04\"", "earn weekend: when.weekdays",
     "none of them is between 2026-11-30 and 2026-12-04"},
    {"when.tiers = [\"gold\"]",
     "when.tiers = [\"gold\"]\nwhen.holds = [{ unit = \"status\", below = "
     "500 }]",
     "multiplier gold: when.tiers", "nobody in these tiers holds as much status"},
    {"when.tiers = [\"gold\"]", "when.holds = [{ unit = \"weekly\", at_least = 91 }]",
     "multiplier gold: when.holds", "nobody ever holds 91 weekly: the caps allow at most 90"},
    {"when.tiers = [\"gold\"]",
     "when.holds = [{ unit = \"points\", at_least = 9 }, { unit = \"points\", below = 9 }]",
     "multiplier gold: when.holds", "at least 9 and below 9 points at once is not possible"},
    {"",
     "[[unit]]\nid = \"m\"\n[[multiplier]]\nid = \"x\"\nunit = \"points\"\ntimes.numerator = 2\n"
     "when.holds = [{ unit = \"m\", at_least = 1 }]",
     "multiplier x: when.holds", "no rule or reward gives m"},
    // Rewards. Status lives 372 days at most, so 55 weeks' caps of 90 are the most there can be.
    {"", "[[reward]]\nid = \"r\"\nunit = \"status\"\namount_off = { cost = 4951, value = 5 }",
     "reward r: cost", "the caps allow at most 4950"},
    {"",
     "[[unit]]\nid = \"x\"\n[[reward]]\nid = \"r\"\nunit = \"x\"\namount_off = { cost = 5, value "
     "= 5 }",
     "reward r: unit", "nobody can pay for it"},
    {"minimum_spend = 2000", "minimum_spend = 499", "reward off: minimum_spend",
     "takes 5.00 EUR off, so it is refused below 5.00 EUR although 4.99 EUR"},
    {"minimum_spend = 1000", "minimum_spend = 999", "reward pay: minimum_spend",
     "refused below 10.00 EUR although 9.99 EUR"},
    {"exclude = { departments = [\"DELI\"] }", "exclude = { departments = [\"DELI\", \"SHOP\"] }",
     "reward off: exclude", "all that is included is excluded"},
    {"", "[[reward]]\nid = \"r\"\nunit = \"points\"\npercent_off = { basis_points = 100 }",
     "reward r: cost", "every member may use it in every sale"},
    {"",
     "[[unit]]\nid = \"v\"\n"
     "[[reward]]\nid = \"a\"\nunit = \"status\"\nvoucher = { cost = 5, gives = \"v\", automatic = "
     "true }\n"
     "[[reward]]\nid = \"b\"\nunit = \"status\"\nvoucher = { cost = 9, gives = \"v\", automatic = "
     "true }",
     "reward b", "reward a takes all status before"},
};

TEST_CASE("each warning names the key, says why and what to do") {
  for (const Row& row : kRows) {
    CAPTURE(row.key);
    CAPTURE(row.words);
    std::string toml(kGood);
    if (row.from.empty()) {
      toml += row.to;
    } else {
      const auto place = toml.find(row.from);
      REQUIRE_NE(place, std::string::npos);
      toml.replace(place, row.from.size(), row.to);
    }
    bool found = false;
    for (const ProgrammeWarning& warning : warnings_of(toml)) {
      CHECK_FALSE(warning.hint.empty());
      found =
          found || (warning.key == row.key && warning.text.find(row.words) != std::string::npos);
    }
    CHECK(found);
  }
}

TEST_CASE("a programme that is what was meant has none") {
  const auto warnings = warnings_of(kGood);
  for (const ProgrammeWarning& warning : warnings) MESSAGE(warning.key, ": ", warning.text);
  CHECK(warnings.empty());
}

TEST_CASE("whoever proves more should not do less") {
  const auto warned = [](const std::string& table) {
    std::string text;
    for (const auto& warning : warnings_of(std::string(kGood) + "[identification]\n" + table)) {
      text += warning.key + ": " + warning.text + "\n";
    }
    return text;
  };
  CHECK(warned("card = { redeem = false }\nsigned = { redeem = false }\n"
               "phone = { earn = false }\n")
            .empty());
  CHECK(warned("signed = { redeem = false }\nrotating = { redeem = false }\n") ==
        "identification: signed: may do less than card, which proves less\n");
  CHECK(warned("rotating = { earn = false }\n") ==
        "identification: rotating: may do less than signed, which proves less\n");
}

TEST_CASE("nor have the sample programmes") {
  for (const auto& entry : std::filesystem::directory_iterator("packaging/programmes")) {
    if (entry.path().extension() != ".toml") continue;
    CAPTURE(entry.path().string());
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const auto programme = parse_programme(text.str(), entry.path().string());
    REQUIRE(programme);
    const auto warnings = programme_warnings(*programme, kToday);
    for (const ProgrammeWarning& warning : warnings) MESSAGE(warning.key, ": ", warning.text);
    CHECK(warnings.empty());
  }
}

TEST_CASE("weekdays on the first or the last day occur") {
  const std::string dates = R"(valid_from = "2026-01-01", valid_until = "2027-12-31")";
  for (const char* few : {R"(valid_from = "2026-11-28", valid_until = "2026-11-28")",
                          R"(valid_from = "2026-11-26", valid_until = "2026-11-28")"}) {
    std::string toml(kGood);
    toml.replace(toml.find(dates), dates.size(), few);
    CHECK(warnings_of(toml).empty());
  }
}

TEST_CASE("what is over is so from the day after its last") {
  std::string toml(kGood);
  const std::string until = "valid_until = \"2027-12-31\"";
  toml.replace(toml.find(until), until.size(), "valid_until = \"2026-11-25\"");
  CHECK(warnings_of(toml).empty());
}

}  // namespace
}  // namespace loyald
