// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/programme/language.h"
#include "store/programme/reward_price.h"
#include "store/programme_warning_parts.h"

namespace loyald {
namespace {

using programme::PointsAsMoney;
using programme::Programme;
using programme::Reward;
using programme::Voucher;

void warn_of_cost(const Programme& programme, const Reward& reward, Warnings& warnings) {
  const Quantity cost = programme::least_cost(reward);
  if (cost == 0) return;
  const std::string place = "reward " + reward.id;
  if (!is_given(programme, reward.unit)) {
    warnings.push_back({place + ": unit",
                        "no rule or reward gives " + reward.unit + ", so nobody can pay for it",
                        "add a rule that gives it, or correct the name"});
    return;
  }
  const auto most = most_ever_held(programme, reward.unit);
  if (most && cost > *most) {
    warnings.push_back({place + ": cost",
                        "nobody ever holds the " + std::to_string(cost) + " " + reward.unit +
                            " that it costs: the caps allow at most " + std::to_string(*most),
                        "lower the cost, or raise the cap"});
  }
}

void warn_of_giveaway(const Reward& reward, Warnings& warnings) {
  const auto* set = std::get_if<programme::CheapestFree>(&reward.kind);
  const bool takes_off = std::holds_alternative<programme::PercentOff>(reward.kind) ||
                         (set != nullptr && set->of == 1);
  if (!takes_off || programme::least_cost(reward) > 0 || reward.minimum_spend.minor > 0 ||
      reward.when != programme::Condition{}) {
    return;
  }
  warnings.push_back(
      {"reward " + reward.id + ": cost",
       "it costs nothing and asks for nothing: every member may use it in every sale",
       "give it a cost, conditions or a minimum_spend"});
}

void warn_of_minimum_spend(const Programme& programme, const Reward& reward, Warnings& warnings) {
  const std::int64_t least = reward.minimum_spend.minor;
  if (least == 0) return;
  std::int64_t needed = 0;
  std::string why;
  if (const auto* off = std::get_if<programme::AmountOff>(&reward.kind)) {
    needed = off->value.minor;
    why = "takes " +
          programme::money_text(needed, programme.currency, programme::Language::english) + " off";
  } else if (const auto* points = std::get_if<PointsAsMoney>(&reward.kind);
             points != nullptr && points->maximum_percent > 0) {
    const std::int64_t value = programme::least_cost(reward) / points->cost * points->value.minor;
    needed = (value * 100 + points->maximum_percent - 1) / points->maximum_percent;
    why = "pays at least " +
          programme::money_text(value, programme.currency, programme::Language::english) +
          " and at most " + std::to_string(points->maximum_percent) + " percent";
  }
  if (needed <= least) return;
  warnings.push_back(
      {"reward " + reward.id + ": minimum_spend",
       "it " + why + ", so it is refused below " +
           programme::money_text(needed, programme.currency, programme::Language::english) +
           " although " +
           programme::money_text(least, programme.currency, programme::Language::english) +
           " is said to be enough",
       "raise minimum_spend to " + std::to_string(needed)});
}

// An automatic exchange leaves less than its cost, so that a later, dearer one never comes.
void warn_of_shadowed(const Programme& programme, const Reward& reward, Warnings& warnings) {
  const auto* voucher = std::get_if<Voucher>(&reward.kind);
  if (voucher == nullptr || !voucher->automatic) return;
  for (const Reward& before : programme.rewards) {
    if (before.id == reward.id) return;
    const auto* other = std::get_if<Voucher>(&before.kind);
    if (other == nullptr || !other->automatic || before.unit != reward.unit ||
        other->cost > voucher->cost || before.minimum_spend.minor > 0 || before.include ||
        before.exclude != programme::LineFilter{} || before.when != programme::Condition{}) {
      continue;
    }
    warnings.push_back(
        {"reward " + reward.id,
         "reward " + before.id + " takes all " + reward.unit +
             " before there are enough for this one, so it is never given",
         "put it before " + before.id + " in the file, or give it a unit of its own"});
    return;
  }
}

}  // namespace

void warn_of_reward(const Programme& programme, const Reward& reward, Warnings& warnings) {
  warn_of_filters("reward " + reward.id, reward.include, reward.exclude, warnings);
  warn_of_cost(programme, reward, warnings);
  warn_of_giveaway(reward, warnings);
  warn_of_minimum_spend(programme, reward, warnings);
  warn_of_shadowed(programme, reward, warnings);
}

}  // namespace loyald
