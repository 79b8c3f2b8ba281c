// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "store/base/check.h"
#include "store/programme/credit.h"
#include "store/programme/draw.h"
#include "store/programme/rewards.h"

// What follows from a sale's earnings without anybody choosing it.
namespace loyald::programme {
namespace {

// What all of it works on.
struct Sale {
  const Programme& programme;
  const Situation& situation;
  Remaining& remaining;
  Evaluation& evaluation;
  std::map<std::string, Quantity> reached;  // of units with vouchers on the way, by the rules
};

std::string not_given_any_more(const Voucher& voucher) {
  return voucher.gives + " is not given any more";
}

Result<void> issue(const Sale& sale, const Reward& reward, const Voucher& voucher, Quantity times) {
  const auto given = checked_mul(times, voucher.quantity);
  if (!given || *given > kMaxAmount) {
    return fail(Errc::invalid_argument, "reward " + reward.id + " would give more than " +
                                            std::to_string(kMaxAmount) + " " + voucher.gives);
  }
  const Lot lot =
      new_lot(sale.programme, sale.situation, sale.remaining, voucher.gives, Owner::member, *given);
  if (lot.available_from >= lot.expires_on) {
    return fail(Errc::failed_precondition,
                "reward " + reward.id + ": " + not_given_any_more(voucher));
  }
  LOYALD_TRY(receive(sale.remaining, voucher.gives, sale.situation.business_date, lot));
  RuleOutcome outcome = credit_of_whole(Credit::issued, reward.id, voucher.gives, lot);
  outcome.rate_quantity = voucher.quantity;
  outcome.rate_per = Money{std::max<Quantity>(voucher.cost, 1)};
  sale.evaluation.rules.push_back(std::move(outcome));
  return {};
}

// Automatic rewards are left out then.
bool is_over(const Sale& sale, const Voucher& voucher) {
  return !may_give(sale.programme, sale.situation, sale.remaining, voucher);
}

void hand_out(const Sale& sale, const Reward& reward, const Gift& gift, const Used& used) {
  RewardOutcome outcome{reward.id, gift.stock, used.times, Money{}, used.from_stock};
  outcome.of_whole_sale = true;
  outcome.spending = Spending::stock;
  outcome.owner = Owner::store;
  sale.evaluation.rewards.push_back(std::move(outcome));
}

// How often an amount has passed `at`, on cards of `of`; 0 = one card without an end.
Quantity times_reached(const Voucher& voucher, Quantity amount) {
  if (voucher.of == 0) return amount >= voucher.at ? 1 : 0;
  return amount < voucher.at ? 0 : (amount - voucher.at) / voucher.of + 1;
}

Result<void> issue_on_the_way(const Sale& sale, const Reward& reward, const Voucher& voucher) {
  const Date day = sale.situation.business_date;
  const Remaining before = nothing_used(sale.situation);
  // Whatever full cards take of it afterwards, in the file's order.
  const Quantity passed = times_reached(voucher, sale.reached.at(reward.unit)) -
                          times_reached(voucher, counted(before, reward.unit, day, Owner::member));
  const Quantity times = std::min(passed, uses_left(reward, sale.situation, sale.remaining));
  if (times <= 0) return {};
  if (!price_now(reward, 1, sale.situation, sale.evaluation.tier, sale.remaining)) return {};
  LOYALD_TRY(count_uses(reward, times, sale.situation, sale.remaining, sale.evaluation));
  return issue(sale, reward, voucher, times);
}

Result<void> issue_by_cost(const Sale& sale, const Reward& reward, const Voucher& voucher) {
  if (!price_now(reward, 1, sale.situation, sale.evaluation.tier, sale.remaining)) return {};
  const Quantity times = std::min(safe_to_spend(sale.remaining, reward.unit) / voucher.cost,
                                  uses_left(reward, sale.situation, sale.remaining));
  RewardOutcome outcome{reward.id, reward.unit, times * voucher.cost, Money{}, {}};
  outcome.spent = spend(sale.remaining, reward.unit, sale.situation.business_date, outcome.cost);
  outcome.of_whole_sale = true;
  outcome.spending = Spending::automatic;
  sale.evaluation.rewards.push_back(std::move(outcome));
  LOYALD_TRY(count_uses(reward, times, sale.situation, sale.remaining, sale.evaluation));
  return issue(sale, reward, voucher, times);
}

Result<void> give(const Sale& sale, const Reward& reward, const Voucher& voucher) {
  if (!voucher.automatic || is_over(sale, voucher)) return {};
  return voucher.at > 0 ? issue_on_the_way(sale, reward, voucher)
                        : issue_by_cost(sale, reward, voucher);
}

Result<void> give(const Sale& sale, const Reward& reward, const Message& message) {
  if (!price_now(reward, 0, sale.situation, sale.evaluation.tier, sale.remaining)) return {};
  RewardOutcome outcome{reward.id, reward.unit, 0, Money{}, {}};
  outcome.spending = Spending::automatic;
  outcome.message = message.text;
  sale.evaluation.rewards.push_back(std::move(outcome));
  return count_uses(reward, 1, sale.situation, sale.remaining, sale.evaluation);
}

Result<void> give(const Sale& sale, const Reward& reward, const InstantWin& kind) {
  const Date day = sale.situation.business_date;
  const std::int64_t store = sale.situation.circumstances.store;
  const Voucher prize{1, kind.gives, kind.quantity, true};
  if (sale.situation.event || is_over(sale, prize)) return {};  // tickets are for sales
  if (!price_now(reward, 0, sale.situation, sale.evaluation.tier, sale.remaining)) return {};
  const Draw drawn =
      draw(kind, reward.id, store, counted(sale.remaining, kind.tickets_drawn, day, Owner::store),
           counted(sale.remaining, kind.prizes_won, day, Owner::store));
  if (drawn.ticket == 0) return {};
  RewardOutcome outcome{reward.id, reward.unit, 0, Money{}, {}};
  outcome.spending = Spending::automatic;
  outcome.of_whole_sale = true;
  outcome.ticket = drawn.ticket;
  sale.evaluation.rewards.push_back(std::move(outcome));
  const auto count = [&](Credit credit, const std::string& unit) -> Result<void> {
    const Lot lot{kFirstDate, kNever, 1};
    LOYALD_TRY(receive(sale.remaining, unit, day, lot, Owner::store));
    sale.evaluation.rules.push_back(credit_of_whole(credit, reward.id, unit, lot, Owner::store));
    return {};
  };
  LOYALD_TRY(count(Credit::drawn, kind.tickets_drawn));
  LOYALD_TRY(count_uses(reward, 1, sale.situation, sale.remaining, sale.evaluation));
  if (!drawn.wins) return {};
  LOYALD_TRY(count(Credit::won, kind.prizes_won));
  return issue(sale, reward, prize, 1);
}

template <class Kind>
Result<void> give(const Sale&, const Reward&, const Kind&) {
  return {};  // somebody must choose it
}

}  // namespace

Result<void> may_give(const Programme& programme, const Situation& situation,
                      const Remaining& remaining, const Voucher& voucher) {
  const Lot lot = new_lot(programme, situation, remaining, voucher.gives, Owner::member, 1);
  if (lot.available_from < lot.expires_on) return {};
  return fail(Errc::failed_precondition, not_given_any_more(voucher));
}

bool is_automatic(const Reward& reward) {
  const Voucher* voucher = std::get_if<Voucher>(&reward.kind);
  return std::holds_alternative<Message>(reward.kind) ||
         std::holds_alternative<InstantWin>(reward.kind) ||
         (voucher != nullptr && voucher->automatic);
}

Result<void> use_automatic(const Programme& programme, const Situation& situation,
                           Remaining& remaining, Evaluation& evaluation) {
  Sale sale{programme, situation, remaining, evaluation, {}};
  for (const RuleOutcome& outcome : evaluation.rules) {
    LOYALD_TRY(
        receive(remaining, outcome.unit, situation.business_date, outcome.lot, outcome.owner));
  }
  for (std::size_t i = 0; i < situation.choices.size(); ++i) {
    const Used used = remaining.choices[i];
    const Reward* reward = programme.find_reward(situation.choices[i].reward);
    CHECK(reward != nullptr);
    LOYALD_TRY(count_uses(*reward, used.times, situation, remaining, evaluation));
    if (const Voucher* voucher = std::get_if<Voucher>(&reward->kind)) {
      LOYALD_TRY(issue(sale, *reward, *voucher, used.times));
    }
    if (const Gift* gift = std::get_if<Gift>(&reward->kind)) hand_out(sale, *reward, *gift, used);
  }
  for (const Reward& reward : programme.rewards) {
    const Voucher* voucher = std::get_if<Voucher>(&reward.kind);
    if (voucher == nullptr || voucher->at == 0) continue;
    sale.reached[reward.unit] =
        counted(remaining, reward.unit, situation.business_date, Owner::member);
  }
  for (const Reward& reward : programme.rewards) {
    const auto give_it = [&](const auto& kind) { return give(sale, reward, kind); };
    LOYALD_TRY(std::visit(give_it, reward.kind));
  }
  return {};
}

}  // namespace loyald::programme
