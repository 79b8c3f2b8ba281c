// SPDX-License-Identifier: Apache-2.0
// Every reason there is has its words in every language, and they name all that the reason names.
#include "store/programme/reason_text.h"

#include <map>

#include "proto/loyald/v1/journal.pb.h"
#include "tests/support/doctest.h"

namespace loyald::programme {
namespace {

using Code = ReasonCode;

// What each code names, as reason.h says.
struct Named {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> words;
};

const std::map<Code, Named>& all_named() {
  static const std::map<Code, Named> named{
      {Code::not_included, {}},
      {Code::excluded_article, {{}, {"4711"}}},
      {Code::excluded_category, {{}, {"tobacco"}}},
      {Code::excluded_department, {{}, {"FUEL"}}},
      {Code::excluded_brand, {{}, {"Hofgut"}}},
      {Code::excluded_tag, {{}, {"sale"}}},
      {Code::nothing_paid, {}},
      {Code::no_quantity, {}},
      {Code::minimum_spend, {{2'000, 1'250}, {}}},
      {Code::minimum_quantity, {{6, 5}, {}}},
      {Code::less_than_one, {{90, 1, 100}, {}}},
      {Code::most_per_sale, {{350}, {}}},
      {Code::cap_of_period, {{50, 40}, {"month"}}},
      {Code::cap_of_days, {{50, 30, 40}, {}}},
      {Code::best_of, {{12, 7}, {"bonus", "double"}}},
      {Code::quota, {{500, 499}, {}}},
      {Code::none_to_use, {{}, {"welcome"}}},
      {Code::no_referrer, {}},
      {Code::may_not_earn, {}},
      {Code::shown_as, {}},
      {Code::over, {{20'778}, {"points"}}},
      {Code::from, {{20'778}, {}}},
      {Code::until, {{20'778}, {}}},
      {Code::weekdays, {{1, 5}, {}}},
      {Code::hours, {{840, 960, 1'080, 1'200}, {}}},
      {Code::time_unknown, {}},
      {Code::stores, {{7, 9}, {}}},
      {Code::channels, {{}, {"till", "web"}}},
      {Code::channel_unknown, {}},
      {Code::payments, {{}, {"card", "cash"}}},
      {Code::payment_unknown, {}},
      {Code::tags, {{}, {"family", "staff"}}},
      {Code::held_at_least, {{10, 3}, {"visits"}}},
      {Code::held_below, {{10, 12}, {"visits"}}},
      {Code::birthday, {}},
      {Code::birthday_unknown, {}},
      {Code::tiers, {{}, {"silver", "gold"}}},
      {Code::languages, {{}, {"de", "fr"}}},
      {Code::referred, {}},
      {Code::left_to_pay, {{437}, {}}},
      {Code::percent_of, {{30, 999}, {}}},
      {Code::multiples, {{100}, {}}},
      {Code::ceiling, {{1'000}, {}}},
  };
  return named;
}

std::string text(const Reason& reason, Language language) {
  return reason_text(reason, {language, "EUR"});
}

TEST_CASE("every code of the journal has its words in both languages") {
  const auto* codes = v1::ReasonCode_descriptor();
  CHECK(static_cast<std::size_t>(codes->value_count()) == all_named().size() + 1);
  for (int i = 0; i < codes->value_count(); ++i) {
    const auto code = static_cast<Code>(codes->value(i)->number());
    CAPTURE(codes->value(i)->name());
    if (code == Code::none) continue;
    REQUIRE(all_named().contains(code));
    const Reason reason{code, all_named().at(code).numbers, all_named().at(code).words};
    const std::string english = text(reason, Language::english);
    const std::string german = text(reason, Language::german);
    CHECK(english != german);
    for (const std::string& each : {english, german}) {
      CAPTURE(each);
      CHECK(each.find_first_of("?#$%@&~*") == std::string::npos);
      CHECK(each.find("a reason that") == std::string::npos);
      CHECK(each.find("ein Grund, den") == std::string::npos);
    }
  }
}

TEST_CASE("whatever a reason names shows, in both languages") {
  for (const auto& [code, named] : all_named()) {
    CAPTURE(static_cast<int>(code));
    const Reason reason{code, named.numbers, named.words};
    for (const Language language : {Language::english, Language::german}) {
      const std::string said = text(reason, language);
      CAPTURE(said);
      for (std::size_t i = 0; i < named.numbers.size(); ++i) {
        Reason other = reason;
        ++other.numbers[i];
        CHECK(text(other, language) != said);
      }
      for (std::size_t i = 0; i < named.words.size(); ++i) {
        Reason other = reason;
        other.words[i] += "x";
        CHECK(text(other, language) != said);
      }
    }
  }
}

TEST_CASE("money, days, weekdays and hours are written as people of the language do") {
  const auto both = [](const Reason& reason, const char* english, const char* german) {
    CHECK(text(reason, Language::english) == english);
    CHECK(text(reason, Language::german) == german);
  };
  both({Code::minimum_spend, {2'000, 1'250}}, "minimum spend 20.00 EUR not reached: 12.50 EUR",
       "Mindestbetrag 20,00 EUR nicht erreicht: 12,50 EUR");
  both({Code::from, {20'778}}, "only from 2026-11-21", "erst ab 21.11.2026");
  both({Code::until, {20'778}}, "only until 2026-11-21", "nur bis 21.11.2026");
  both({Code::over, {20'778}, {"points"}}, "points was given until 2026-11-21",
       "points gab es bis 21.11.2026");
  both({Code::weekdays, {1, 5}}, "only on tue, sat", "nur am Di, Sa");
  both({Code::hours, {840, 960}}, "only at 14:00 to 16:00", "nur von 14:00 bis 16:00");
  both({Code::cap_of_period, {50, 40}, {"month"}}, "at most 50 a month, 40 before",
       "höchstens 50 je Monat, davor 40");
}

TEST_CASE("a code of a newer Loyald, or fewer things than the sentence names, break nothing") {
  const Reason newer{static_cast<Code>(999), {1}, {"x"}};
  CHECK(text(newer, Language::english) == "a reason that this version does not know");
  CHECK(text(newer, Language::german) == "ein Grund, den diese Version nicht kennt");
  CHECK(text({Code::best_of, {1}, {}}, Language::english) == "best of ?: ? gives 1, this one ?");
  CHECK(text({}, Language::german).empty());
}

}  // namespace
}  // namespace loyald::programme
