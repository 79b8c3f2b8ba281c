// SPDX-License-Identifier: Apache-2.0
#include "store/programme/why_not_met.h"

#include <algorithm>
#include <string_view>

#include "store/programme/period.h"

namespace loyald::programme {
namespace {

template <class List, class Value>
bool holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_within(const Hours& hours, int minute) {
  if (hours.from < hours.until) return hours.from <= minute && minute < hours.until;
  return hours.from <= minute || minute < hours.until;
}

Reason why_not_then(const Condition& condition, Date day, const SaleSetting& setting) {
  if (condition.valid_from && day < *condition.valid_from) {
    return {ReasonCode::from, {condition.valid_from->days}};
  }
  if (condition.valid_until && day > *condition.valid_until) {
    return {ReasonCode::until, {condition.valid_until->days}};
  }
  if (!condition.weekdays.empty() && !holds(condition.weekdays, weekday(day))) {
    return {ReasonCode::weekdays, {condition.weekdays.begin(), condition.weekdays.end()}};
  }
  if (condition.hours.empty()) return {};
  if (!setting.sold_at) return {ReasonCode::time_unknown};
  const auto now = [&](const Hours& hours) { return is_within(hours, *setting.sold_at); };
  if (std::any_of(condition.hours.begin(), condition.hours.end(), now)) return {};
  Reason reason{ReasonCode::hours};
  for (const Hours& hours : condition.hours) {
    reason.numbers.insert(reason.numbers.end(), {hours.from, hours.until});
  }
  return reason;
}

Reason why_not_there(const Condition& condition, const Circumstances& circumstances) {
  const SaleSetting& setting = circumstances.setting;
  if (!condition.stores.empty() && !holds(condition.stores, circumstances.store)) {
    return {ReasonCode::stores, condition.stores};
  }
  if (!condition.channels.empty()) {
    if (setting.channel.empty()) return {ReasonCode::channel_unknown};
    if (!holds(condition.channels, setting.channel)) {
      return {ReasonCode::channels, {}, condition.channels};
    }
  }
  if (!condition.payments.empty()) {
    if (setting.payments.empty()) return {ReasonCode::payment_unknown};
    const auto named = [&](const std::string& by) { return holds(condition.payments, by); };
    if (std::none_of(setting.payments.begin(), setting.payments.end(), named)) {
      return {ReasonCode::payments, {}, condition.payments};
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

Reason why_not_held(const Holding& holding, const Situation& situation) {
  const Quantity held = spendable_of(situation.units, holding.unit, situation.business_date);
  if (held < holding.at_least) {
    return {ReasonCode::held_at_least, {holding.at_least, held}, {holding.unit}};
  }
  if (holding.below > 0 && held >= holding.below) {
    return {ReasonCode::held_below, {holding.below, held}, {holding.unit}};
  }
  return {};
}

Reason why_not_near(const BirthdayWindow& window, const std::vector<BirthdayAnswer>& answers) {
  for (const BirthdayAnswer& answer : answers) {
    if (answer.window != window) continue;
    return answer.is_within ? Reason{} : Reason{ReasonCode::birthday};
  }
  return {ReasonCode::birthday_unknown};
}

// "de" is met by "de" and "de-AT".
bool speaks(const std::string& language, const std::string& wanted) {
  return language == wanted || language.substr(0, language.find('-')) == wanted;
}

Reason why_not_them(const Condition& condition, const Situation& situation,
                    const std::string& tier) {
  const Circumstances& circumstances = situation.circumstances;
  if (!condition.tags.empty()) {
    const auto named = [&](const std::string& tag) { return holds(condition.tags, tag); };
    if (std::none_of(circumstances.tags.begin(), circumstances.tags.end(), named)) {
      return {ReasonCode::tags, {}, condition.tags};
    }
  }
  for (const Holding& holding : condition.holds) {
    if (Reason why = why_not_held(holding, situation); !why.empty()) return why;
  }
  if (condition.birthday) {
    Reason why = why_not_near(*condition.birthday, circumstances.birthday);
    if (!why.empty()) return why;
  }
  if (!condition.tiers.empty() && !holds(condition.tiers, tier)) {
    return {ReasonCode::tiers, {}, condition.tiers};
  }
  if (!condition.languages.empty()) {
    const auto spoken = [&](const std::string& each) {
      return speaks(circumstances.language, each);
    };
    if (std::none_of(condition.languages.begin(), condition.languages.end(), spoken)) {
      return {ReasonCode::languages, {}, condition.languages};
    }
  }
  if (condition.referred && !circumstances.has_referrer) return {ReasonCode::referred};
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

Reason why_not_met(const Condition& condition, const Situation& situation,
                   const std::string& tier) {
  Reason why = why_not_then(condition, situation.business_date, situation.circumstances.setting);
  if (why.empty()) why = why_not_there(condition, situation.circumstances);
  if (why.empty()) why = why_not_them(condition, situation, tier);
  return why;
}

const Tier* tier_before(const Programme& programme, const std::vector<MemberUnits>& units,
                        Date business_date) {
  const Tier* reached = nullptr;
  for (const Tier& tier : programme.tiers) {
    const bool is_held = tier.status.empty()
                             ? spendable_of(units, tier.unit, business_date) >= tier.at_least
                             : spendable_of(units, tier.status, business_date) > 0;
    if (is_held) reached = &tier;
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
