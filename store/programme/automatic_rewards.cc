// SPDX-License-Identifier: Apache-2.0
#include "store/base/check.h"
#include "store/programme/rewards.h"

// What follows from a sale's earnings without anybody choosing it.
namespace loyald::programme {
namespace {

Result<void> issue(const Programme& programme, const Reward& reward, const Voucher& voucher,
                   Quantity cost, const Situation& situation, Remaining& remaining,
                   Evaluation& evaluation) {
  const Unit* unit = programme.find_unit(voucher.gives);
  CHECK(unit != nullptr);
  const auto given = checked_mul(cost / voucher.cost, voucher.quantity);
  if (!given || *given > kMaxAmount) {
    return fail(Errc::invalid_argument, "reward " + reward.id + " would give more than " +
                                            std::to_string(kMaxAmount) + " " + voucher.gives);
  }
  RuleOutcome outcome{reward.id,           voucher.gives, Money{}, voucher.quantity,
                      Money{voucher.cost}, Lot{},         {}};
  outcome.credit = Credit::issued;
  outcome.of_whole_sale = true;
  outcome.lot = earned_lot(*unit, situation.business_date, *given);
  LOYALD_TRY(receive(remaining, voucher.gives, situation.business_date, outcome.lot));
  evaluation.rules.push_back(std::move(outcome));
  return {};
}

Result<void> issue_by_itself(const Programme& programme, const Reward& reward,
                             const Voucher& voucher, const Situation& situation,
                             Remaining& remaining, Evaluation& evaluation) {
  if (!price_now(reward, 1, situation, evaluation.tier, remaining)) return {};
  const Quantity times = safe_to_spend(remaining, reward.unit) / voucher.cost;
  RewardOutcome outcome{reward.id, reward.unit, times * voucher.cost, Money{}, {}, {}};
  outcome.spent = spend(remaining, reward.unit, situation.business_date, outcome.cost);
  outcome.of_whole_sale = true;
  outcome.spending = Spending::automatic;
  evaluation.rewards.push_back(outcome);
  return issue(programme, reward, voucher, outcome.cost, situation, remaining, evaluation);
}

}  // namespace

bool is_automatic(const Reward& reward) {
  const Voucher* voucher = std::get_if<Voucher>(&reward.kind);
  return std::holds_alternative<Message>(reward.kind) || (voucher != nullptr && voucher->automatic);
}

Result<void> use_automatic(const Programme& programme, const Situation& situation,
                           Remaining& remaining, Evaluation& evaluation) {
  for (const RuleOutcome& outcome : evaluation.rules) {
    LOYALD_TRY(receive(remaining, outcome.unit, situation.business_date, outcome.lot));
  }
  for (std::size_t i = 0; i < situation.choices.size(); ++i) {
    const Reward* reward = programme.find_reward(situation.choices[i].reward);
    CHECK(reward != nullptr);
    const Voucher* voucher = std::get_if<Voucher>(&reward->kind);
    if (voucher == nullptr) continue;
    LOYALD_TRY(issue(programme, *reward, *voucher, evaluation.rewards[i].cost, situation, remaining,
                     evaluation));
  }
  for (const Reward& reward : programme.rewards) {
    if (!is_automatic(reward)) continue;
    if (const Voucher* voucher = std::get_if<Voucher>(&reward.kind)) {
      LOYALD_TRY(issue_by_itself(programme, reward, *voucher, situation, remaining, evaluation));
    } else if (price_now(reward, 0, situation, evaluation.tier, remaining)) {
      RewardOutcome outcome{reward.id, reward.unit, 0, Money{}, {}, {}};
      outcome.spending = Spending::automatic;
      outcome.message = std::get<Message>(reward.kind).text;
      evaluation.rewards.push_back(std::move(outcome));
    }
  }
  return {};
}

}  // namespace loyald::programme
