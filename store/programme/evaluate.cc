// SPDX-License-Identifier: Apache-2.0
#include "store/programme/evaluate.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "store/base/text.h"
#include "store/programme/earn.h"
#include "store/programme/rewards.h"
#include "store/programme/tier_status.h"
#include "store/programme/why_not_met.h"

namespace loyald::programme {
namespace {

bool is_amount(std::int64_t value) { return value >= 0 && value <= kMaxAmount; }

Result<void> check_basket(const Basket& basket) {
  if (basket.lines.size() > kMaxBasketLines) {
    return fail(Errc::invalid_argument,
                "the basket has more than " + std::to_string(kMaxBasketLines) + " lines");
  }
  std::int64_t total = 0;
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    const BasketLine& line = basket.lines[i];
    if (!is_amount(line.amount.minor) || !is_amount(line.quantity)) {
      return fail(Errc::invalid_argument, "line " + std::to_string(i + 1) +
                                              ": amount and quantity must be 0 to " +
                                              std::to_string(kMaxAmount));
    }
    const Money listed = line.list_amount.value_or(line.amount);
    if (!is_amount(listed.minor) || listed < line.amount) {
      return fail(Errc::invalid_argument, "line " + std::to_string(i + 1) +
                                              ": the list amount must be the amount to " +
                                              std::to_string(kMaxAmount));
    }
    if (line.tax_rate < 0 || line.tax_rate > kMaxTaxRate) {
      return fail(Errc::invalid_argument, "line " + std::to_string(i + 1) +
                                              ": the tax rate must be 0 to " +
                                              std::to_string(kMaxTaxRate));
    }
    total += listed.minor;
  }
  if (!is_amount(total)) {
    return fail(Errc::invalid_argument,
                "the basket comes to more than " + std::to_string(kMaxAmount));
  }
  return {};
}

Result<void> check_units(const std::vector<MemberUnits>& all, Date day) {
  std::set<std::string_view> seen;
  for (const MemberUnits& units : all) {
    const std::string& unit = units.wallet.unit;
    if (!seen.insert(unit).second) {
      return fail(Errc::invalid_argument, "two wallets of " + unit);
    }
    const Quantity most = spendable(units.wallet, day);
    if (units.safe_to_spend < 0 || units.safe_to_spend > most) {
      return fail(Errc::invalid_argument,
                  "safe to spend of " + unit + " must be 0 to " + std::to_string(most) +
                      ", what is spendable: " + std::to_string(units.safe_to_spend));
    }
  }
  return {};
}

Result<void> check_choices(const std::vector<RewardChoice>& choices) {
  if (choices.size() > kMaxRewardChoices) {
    return fail(Errc::invalid_argument,
                "more than " + std::to_string(kMaxRewardChoices) + " rewards");
  }
  std::set<std::string_view> seen;
  for (const RewardChoice& choice : choices) {
    if (!is_amount(choice.quantity)) {
      return fail(Errc::invalid_argument, "reward " + choice.reward + ": quantity must be 0 to " +
                                              std::to_string(kMaxAmount));
    }
    if (!seen.insert(choice.reward).second) {
      return fail(Errc::invalid_argument, "reward " + choice.reward + " was chosen twice");
    }
  }
  return {};
}

Result<void> check_setting(const SaleSetting& setting) {
  if (setting.sold_at && (*setting.sold_at < 0 || *setting.sold_at >= kMinutesPerDay)) {
    return fail(Errc::invalid_argument, "the time of the sale must be minute 0 to " +
                                            std::to_string(kMinutesPerDay - 1) + " of the day");
  }
  if (setting.payments.size() > kMaxPayments) {
    return fail(Errc::invalid_argument,
                "more than " + std::to_string(kMaxPayments) + " ways of paying");
  }
  return {};
}

Result<void> check_event(const Situation& situation) {
  if (!situation.basket.lines.empty() || !situation.choices.empty()) {
    return fail(Errc::invalid_argument, "an event has neither lines nor rewards");
  }
  if (situation.event->quantity < 1 || situation.event->quantity > kMaxAmount) {
    return fail(Errc::invalid_argument,
                "the event's quantity must be 1 to " + std::to_string(kMaxAmount));
  }
  return {};
}

Result<void> check(const Situation& situation) {
  if (situation.business_date < kFirstDate || situation.business_date >= kNever) {
    return fail(Errc::invalid_argument, "the business date is out of range");
  }
  LOYALD_TRY(check_basket(situation.basket));
  for (const auto* units : {&situation.units, &situation.store_units, &situation.referrer_units}) {
    LOYALD_TRY(check_units(*units, situation.business_date));
  }
  if (situation.event) LOYALD_TRY(check_event(situation));
  LOYALD_TRY(check_setting(situation.circumstances.setting));
  return check_choices(situation.choices);
}

tl::unexpected<Error> no_such_reward(const Programme& programme, const std::string& id) {
  std::vector<std::string> known;
  for (const Reward& reward : programme.rewards) known.push_back(reward.id);
  const std::string close = nearest(id, known);
  return fail(Errc::not_found, "no reward " + id + " in the programme",
              close.empty() ? "" : "did you mean " + close + "?");
}

// All of them before any is used, so that a misspelt one is not hidden by what another costs.
Result<std::vector<const Reward*>> find_rewards(const Programme& programme,
                                                const std::vector<RewardChoice>& choices) {
  std::vector<const Reward*> rewards;
  for (const RewardChoice& choice : choices) {
    const Reward* reward = programme.find_reward(choice.reward);
    if (reward == nullptr) return no_such_reward(programme, choice.reward);
    rewards.push_back(reward);
  }
  return rewards;
}

// Why no reward can be chosen with what identified the member.
Error nothing_redeemed_with(ShownAs kind) {
  constexpr const char* kChanging = "ask for the changing code on the customer's phone";
  switch (kind) {
    case ShownAs::signed_code:
    case ShownAs::rotating_code:
      return {Errc::permission_denied, "this card's code is not enough to redeem", kChanging};
    case ShownAs::phone:
      return {Errc::permission_denied, "a phone number is not enough to redeem", "scan the card"};
    case ShownAs::mail:
      return {Errc::permission_denied, "a mail address is not enough to redeem", "scan the card"};
    default:
      return {Errc::permission_denied, "the card's number alone is not enough to redeem",
              "scan the code of a signed card, or of the customer's phone"};
  }
}

Result<void> check_may_redeem(const Programme& programme, const Situation& situation) {
  const ShownAs kind = situation.circumstances.shown_as;
  if (programme.identification.of(kind).redeem) return {};
  return fail(nothing_redeemed_with(kind));
}

// What the choices do: the rewards of the evaluation, and what they leave.
struct Redeemed {
  Evaluation evaluation;
  Remaining remaining;
};

Result<Redeemed> redeem(const Programme& programme, const Situation& situation) {
  LOYALD_TRY(check(situation));
  LOYALD_ASSIGN(const auto rewards, find_rewards(programme, situation.choices));
  if (!situation.choices.empty()) LOYALD_TRY(check_may_redeem(programme, situation));
  Redeemed redeemed;
  const Tier* tier = tier_before(programme, situation.units, situation.business_date);
  if (tier != nullptr) redeemed.evaluation.tier = tier->id;
  redeemed.remaining = nothing_used(situation);
  redeemed.evaluation.total = redeemed.remaining.total;
  redeemed.evaluation.lines.resize(situation.basket.lines.size());
  for (std::size_t i = 0; i < rewards.size(); ++i) {
    LOYALD_TRY(use(*rewards[i], situation.choices[i].quantity, situation, redeemed.remaining,
                   redeemed.evaluation));
  }
  return redeemed;
}

Offer offer(const Programme& programme, const Reward& reward, const Situation& situation,
            const Redeemed& redeemed) {
  for (const RewardChoice& choice : situation.choices) {
    if (choice.reward == reward.id) return {reward.id, 0, Money{}, "already chosen"};
  }
  if (situation.choices.size() >= kMaxRewardChoices) {
    return {reward.id, 0, Money{}, "more than " + std::to_string(kMaxRewardChoices) + " rewards"};
  }
  if (is_automatic(reward)) {
    const Quantity missing = least_cost(reward) - safe_to_spend(redeemed.remaining, reward.unit);
    return {reward.id, 0, Money{}, "given by itself", std::max<Quantity>(missing, 0)};
  }
  if (const auto may = check_may_redeem(programme, situation); !may) {
    return {reward.id, 0, Money{}, may.error().message};
  }
  const auto price = price_now(reward, 0, situation, redeemed.evaluation.tier, redeemed.remaining);
  if (!price) {
    const Quantity missing =
        price.error().code == Errc::insufficient
            ? least_cost(reward) - safe_to_spend(redeemed.remaining, reward.unit)
            : 0;
    return {
        reward.id, 0,
        Money{},   price.error().message,
        missing,   why_not_now(reward, situation, redeemed.evaluation.tier, redeemed.remaining)};
  }
  if (const auto* voucher = std::get_if<Voucher>(&reward.kind)) {
    const auto given = may_give(programme, situation, redeemed.remaining, *voucher);
    if (!given) return {reward.id, 0, Money{}, given.error().message};
  }
  return {reward.id, price->cost, price->value, {}};
}

}  // namespace

Result<Evaluation> evaluate(const Programme& programme, const Situation& situation) {
  LOYALD_ASSIGN(Redeemed redeemed, redeem(programme, situation));
  LOYALD_TRY(earn(programme, situation, redeemed.remaining, redeemed.evaluation));
  LOYALD_TRY(use_automatic(programme, situation, redeemed.remaining, redeemed.evaluation));
  LOYALD_TRY(reach_tiers(programme, situation, redeemed.remaining, redeemed.evaluation));
  return std::move(redeemed.evaluation);
}

std::vector<Offer> offers(const Programme& programme, const Situation& situation) {
  const auto redeemed = redeem(programme, situation);
  std::vector<Offer> all;
  for (const Reward& reward : programme.rewards) {
    all.push_back(redeemed ? offer(programme, reward, situation, *redeemed)
                           : Offer{reward.id, 0, Money{}, redeemed.error().message});
  }
  return all;
}

}  // namespace loyald::programme
