// SPDX-License-Identifier: Apache-2.0
#include "store/programme/why_not_met.h"
#include "store/programme/reason_text.h"

#include <doctest/doctest.h>

#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

const Date kSaturday = *parse_date("2026-11-21");

Situation situation_on(Date day) { return {day, {}, {}, {}}; }

std::string why(const Condition& when, const Situation& situation, const char* tier = "") {
  return reason_text(why_not_met(when, situation, tier));
}

TEST_CASE("no condition is always met") { CHECK_EQ(why({}, situation_on(kSaturday)), ""); }

TEST_CASE("dates: both ends are included") {
  Condition when;
  when.valid_from = kSaturday;
  when.valid_until = kSaturday + std::chrono::days(1);
  const auto on = [&](int day) {
    return why(when, situation_on(kSaturday + std::chrono::days(day)));
  };
  CHECK_EQ(on(-1), "only from 2026-11-21");
  CHECK_EQ(on(0), "");
  CHECK_EQ(on(1), "");
  CHECK_EQ(on(2), "only until 2026-11-22");
}

TEST_CASE("weekdays are those of the business date") {
  Condition when;
  when.weekdays = {0, 6};
  CHECK_EQ(why(when, situation_on(kSaturday)), "only on mon, sun");
  CHECK_EQ(why(when, situation_on(kSaturday + std::chrono::days(1))), "");
  CHECK_EQ(why(when, situation_on(kSaturday + std::chrono::days(2))), "");
}

TEST_CASE("hours: until is not included, midnight may be in between, unknown is not met") {
  Condition when;
  when.hours = {{9 * 60, 11 * 60 + 30}, {22 * 60, 2 * 60}};
  const auto at = [&](int hour, int minute) {
    Situation situation = situation_on(kSaturday);
    situation.circumstances.setting.sold_at = hour * 60 + minute;
    return why(when, situation);
  };
  CHECK_EQ(at(8, 59), "only at 09:00 to 11:30, 22:00 to 02:00");
  for (const auto& [hour, minute] : {std::pair(9, 0), {11, 29}, {22, 0}, {0, 0}, {1, 59}}) {
    CHECK_EQ(at(hour, minute), "");
  }
  CHECK_NE(at(11, 30), "");
  CHECK_NE(at(2, 0), "");
  CHECK_EQ(why(when, situation_on(kSaturday)), "the time of the sale is not known");
}

TEST_CASE("stores, channels, payments, segments, tiers") {
  Situation situation = situation_on(kSaturday);
  situation.circumstances.store = 7;
  Condition when;
  when.stores = {1, 2};
  CHECK_EQ(why(when, situation), "only in store 1, 2");
  when.stores.push_back(7);
  CHECK_EQ(why(when, situation), "");
  when.channels = {"web"};
  CHECK_EQ(why(when, situation), "the channel of the sale is not known");
  situation.circumstances.setting.channel = "till";
  CHECK_EQ(why(when, situation), "only through web");
  situation.circumstances.setting.channel = "web";
  when.payments = {"cash"};
  CHECK_EQ(why(when, situation), "how the sale is paid is not known");
  situation.circumstances.setting.payments = {"card"};
  CHECK_EQ(why(when, situation), "only paid by cash");
  situation.circumstances.setting.payments = {"card", "cash"};
  when.tags = {"family"};
  CHECK_EQ(why(when, situation), "only for family");
  situation.circumstances.tags = {"family"};
  when.tiers = {"gold"};
  CHECK_EQ(why(when, situation, "silver"), "only for tier gold");
  CHECK_EQ(why(when, situation, "gold"), "");
}

TEST_CASE("what is held is what could be spent on the day, debt taken off") {
  Condition when;
  when.holds = {{"visits", 9, 10}};
  Situation situation = situation_on(kToday);
  const auto with = [&](Wallet wallet) {
    situation.units = {{std::move(wallet), 0}};
    return why(when, situation);
  };
  CHECK_EQ(why(when, situation), "only with at least 9 visits: 0");
  CHECK_EQ(with({"visits", {{kToday, kNever, 9}}, 0}), "");
  CHECK_EQ(with({"visits", {{kToday, kNever, 10}}, 0}), "only below 10 visits: 10");
  CHECK_EQ(with({"visits", {{kToday, kNever, 10}}, 1}), "");
  CHECK_EQ(with({"visits", {{kToday + std::chrono::days(1), kNever, 9}}, 0}),
           "only with at least 9 visits: 0");
}

TEST_CASE("birthdays: across the year's end, 29 February, and unknown") {
  Programme programme;
  programme.earn.emplace_back();
  programme.earn[0].when.birthday = BirthdayWindow{3, 7};
  const auto near = [&](const char* birthday, const char* day) {
    const auto answers = answer_birthdays(programme, *parse_date(birthday), *parse_date(day));
    REQUIRE_EQ(answers.size(), 1);
    return answers[0].is_within;
  };
  CHECK(near("1990-01-02", "2025-12-30"));
  CHECK_FALSE(near("1990-01-02", "2025-12-29"));
  CHECK(near("1990-12-30", "2026-01-06"));
  CHECK_FALSE(near("1990-12-30", "2026-01-07"));
  CHECK(near("1992-02-29", "2026-02-25"));
  CHECK(near("1992-02-29", "2026-03-07"));
  CHECK_FALSE(near("1992-02-29", "2026-03-08"));
  CHECK(near("1992-02-29", "2028-03-07"));
  CHECK(near("1992-02-29", "2028-03-08") == false);

  Situation situation = situation_on(kSaturday);
  const Condition& when = programme.earn[0].when;
  CHECK_EQ(why(when, situation), "the birthday is not known");
  situation.circumstances.birthday = {{{3, 7}, false}};
  CHECK_EQ(why(when, situation), "only around the birthday");
  situation.circumstances.birthday = {{{3, 7}, true}};
  CHECK_EQ(why(when, situation), "");
}

TEST_CASE("a birthday's window, day by day, is as long as it says") {
  for_each_seed(300, [](Random& random) {
    Programme programme;
    programme.earn.emplace_back();
    const BirthdayWindow window{static_cast<int>(between(random, 0, 182)),
                                static_cast<int>(between(random, 0, 182))};
    programme.earn[0].when.birthday = window;
    const Date birthday{static_cast<std::int32_t>(between(random, 0, 18'000))};
    const Date first{static_cast<std::int32_t>(between(random, 19'000, 30'000))};
    const Date last = add_months(first, 12);
    int days = 0;
    for (Date day = first; day < last; day = day + std::chrono::days(1)) {
      if (answer_birthdays(programme, birthday, day)[0].is_within) ++days;
    }
    // A year has one birthday, give or take a leap day between two of them.
    CHECK_GE(days, window.days_before + window.days_after);
    CHECK_LE(days, window.days_before + window.days_after + 2);
  });
}

TEST_CASE("the tier is the last one reached, by what can be spent on the day") {
  Programme programme;
  programme.tiers = {{"silver", "Silver", "q", 100, {}}, {"gold", "Gold", "q", 200, {}}};
  const auto tier = [&](Quantity amount) {
    const Tier* got = tier_before(programme, {{{"q", {{kToday, kNever, amount}}, 0}, 0}}, kToday);
    return got == nullptr ? std::string() : got->id;
  };
  CHECK_EQ(tier(99), "");
  CHECK_EQ(tier(100), "silver");
  CHECK_EQ(tier(199), "silver");
  CHECK_EQ(tier(200), "gold");
  CHECK_EQ(tier_before(programme, {}, kToday), nullptr);
}

}  // namespace
}  // namespace loyald::programme
