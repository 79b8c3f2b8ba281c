// SPDX-License-Identifier: Apache-2.0
#include "store/programme/why_not_met.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "store/programme/period.h"

namespace loyald::programme {
namespace {

constexpr std::array<const char*, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

template <class List, class Value>
bool holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// "only <of> a, b"
template <class List, class Text>
std::string only(const char* of, const List& list, Text text) {
  std::string words = std::string("only ") + of + " ";
  for (std::size_t i = 0; i < list.size(); ++i) words += (i == 0 ? "" : ", ") + text(list[i]);
  return words;
}

std::string as_it_is(const std::string& word) { return word; }

std::string clock(int minute) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute / 60) + ":" + two(minute % 60);
}

bool is_within(const Hours& hours, int minute) {
  if (hours.from < hours.until) return hours.from <= minute && minute < hours.until;
  return hours.from <= minute || minute < hours.until;
}

std::string why_not_then(const Condition& condition, Date day, const SaleSetting& setting) {
  if (condition.valid_from && day < *condition.valid_from) {
    return "only from " + format(*condition.valid_from);
  }
  if (condition.valid_until && day > *condition.valid_until) {
    return "only until " + format(*condition.valid_until);
  }
  if (!condition.weekdays.empty() && !holds(condition.weekdays, weekday(day))) {
    return only("on", condition.weekdays,
                [](int each) { return std::string(kWeekdays[static_cast<std::size_t>(each)]); });
  }
  if (condition.hours.empty()) return {};
  if (!setting.sold_at) return "the time of the sale is not known";
  const auto now = [&](const Hours& hours) { return is_within(hours, *setting.sold_at); };
  if (std::any_of(condition.hours.begin(), condition.hours.end(), now)) return {};
  return only("at", condition.hours,
              [](const Hours& hours) { return clock(hours.from) + " to " + clock(hours.until); });
}

std::string why_not_there(const Condition& condition, const Circumstances& circumstances) {
  const SaleSetting& setting = circumstances.setting;
  if (!condition.stores.empty() && !holds(condition.stores, circumstances.store)) {
    return only("in store", condition.stores,
                [](std::int64_t store) { return std::to_string(store); });
  }
  if (!condition.channels.empty()) {
    if (setting.channel.empty()) return "the channel of the sale is not known";
    if (!holds(condition.channels, setting.channel)) {
      return only("through", condition.channels, as_it_is);
    }
  }
  if (!condition.payments.empty()) {
    if (setting.payments.empty()) return "how the sale is paid is not known";
    const auto named = [&](const std::string& by) { return holds(condition.payments, by); };
    if (std::none_of(setting.payments.begin(), setting.payments.end(), named)) {
      return only("paid by", condition.payments, as_it_is);
    }
  }
  return {};
}

Quantity spendable_of(const std::vector<MemberUnits>& units, std::string_view unit, Date day) {
  for (const MemberUnits& of : units) {
    if (of.wallet.unit == unit) return spendable(of.wallet, day);
  }
  return 0;
}

std::string why_not_held(const Holding& holding, const Situation& situation) {
  const Quantity held = spendable_of(situation.units, holding.unit, situation.business_date);
  if (held < holding.at_least) {
    return "only with at least " + std::to_string(holding.at_least) + " " + holding.unit + ": " +
           std::to_string(held);
  }
  if (holding.below > 0 && held >= holding.below) {
    return "only below " + std::to_string(holding.below) + " " + holding.unit + ": " +
           std::to_string(held);
  }
  return {};
}

std::string why_not_near(const BirthdayWindow& window, const std::vector<BirthdayAnswer>& answers) {
  for (const BirthdayAnswer& answer : answers) {
    if (answer.window != window) continue;
    return answer.is_within ? std::string() : "only around the birthday";
  }
  return "the birthday is not known";
}

std::string why_not_them(const Condition& condition, const Situation& situation,
                         const std::string& tier) {
  if (!condition.tags.empty()) {
    const std::vector<std::string>& tags = situation.circumstances.tags;
    const auto named = [&](const std::string& tag) { return holds(condition.tags, tag); };
    if (std::none_of(tags.begin(), tags.end(), named)) {
      return only("for", condition.tags, as_it_is);
    }
  }
  for (const Holding& holding : condition.holds) {
    if (std::string why = why_not_held(holding, situation); !why.empty()) return why;
  }
  if (condition.birthday) {
    std::string why = why_not_near(*condition.birthday, situation.circumstances.birthday);
    if (!why.empty()) return why;
  }
  if (!condition.tiers.empty() && !holds(condition.tiers, tier)) {
    return only("for tier", condition.tiers, as_it_is);
  }
  return {};
}

// Whether `day` is near the birthday of this year, the one before or the one after.
bool is_near(Date birthday, Date day, const BirthdayWindow& window) {
  constexpr std::chrono::days kLongestYear{366};
  for (int years = (day.days - birthday.days) / static_cast<int>(kLongestYear.count());; ++years) {
    if (years < 0) continue;
    const Date anniversary = add_months(birthday, 12 * years);
    if (anniversary + std::chrono::days(-window.days_before) > day) return false;
    if (day <= anniversary + std::chrono::days(window.days_after)) return true;
  }
}

}  // namespace

std::string why_not_met(const Condition& condition, const Situation& situation,
                        const std::string& tier) {
  std::string why =
      why_not_then(condition, situation.business_date, situation.circumstances.setting);
  if (why.empty()) why = why_not_there(condition, situation.circumstances);
  if (why.empty()) why = why_not_them(condition, situation, tier);
  return why;
}

const Tier* tier_before(const Programme& programme, const std::vector<MemberUnits>& units,
                        Date business_date) {
  const Tier* reached = nullptr;
  for (const Tier& tier : programme.tiers) {
    if (spendable_of(units, tier.unit, business_date) >= tier.at_least) reached = &tier;
  }
  return reached;
}

std::vector<BirthdayAnswer> answer_birthdays(const Programme& programme, Date birthday, Date day) {
  std::vector<BirthdayAnswer> answers;
  const auto answer = [&](const Condition& when) {
    if (!when.birthday) return;
    const auto same = [&](const BirthdayAnswer& known) { return known.window == *when.birthday; };
    if (std::any_of(answers.begin(), answers.end(), same)) return;
    answers.push_back({*when.birthday, is_near(birthday, day, *when.birthday)});
  };
  for (const EarnRule& rule : programme.earn) answer(rule.when);
  for (const Multiplier& multiplier : programme.multipliers) answer(multiplier.when);
  for (const Reward& reward : programme.rewards) answer(reward.when);
  return answers;
}

}  // namespace loyald::programme
