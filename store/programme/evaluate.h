// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/base/result.h"
#include "store/programme/basket.h"
#include "store/programme/circumstances.h"
#include "store/programme/lots.h"
#include "store/programme/programme.h"
#include "store/programme/reason.h"

// What a basket earns and what rewards take off it. Pure and deterministic: the same programme,
// member, basket and date give the same evaluation on every machine. Quote and Checkout call the
// same function, and head office can call it again on what an entry carries.
namespace loyald::programme {

// What the rules may know of the member, on the day.
struct MemberUnits {
  Wallet wallet;
  // What a reward may spend: at most spendable(wallet, day); less where the store may not hand out
  // all of it offline.
  Quantity safe_to_spend = 0;
  // The lots that are spent first, at most what the wallet has of each; absent: all of the
  // wallet's.
  std::optional<std::vector<Lot>> rights = {};
};

// Something that happened and is no sale.
struct Happening {
  std::string name;  // as rules know it
  Quantity quantity = 1;
};

struct Situation {
  Date business_date;
  std::vector<MemberUnits> units;  // those the member has any of; others count as empty
  Basket basket;
  std::vector<RewardChoice> choices;
  Circumstances circumstances = {};
  std::vector<MemberUnits> store_units = {};     // the store's own
  std::vector<MemberUnits> referrer_units = {};  // of whoever referred the member
  std::optional<Happening> event = {};           // then without basket and choices; nothing: a sale
};

// Why units are credited; proto/loyald/v1/journal.proto says what each means.
enum class Credit { earned, multiplied, cap, carried, issued, renewed, status, quota, drawn, won };
enum class Spending { chosen, automatic, carried, used, renewed, stock };

// A credit: of a rule, or another that follows from one.
struct RuleOutcome {
  std::string rule;  // or the multiplier, or the reward
  std::string unit;
  Money counted;  // over all lines
  Quantity rate_quantity = 0;
  Money rate_per;
  Lot lot;             // what it gave, with the lot's dates; amount 0 where nothing
  Reason not_applied;  // why nothing although something was counted; may be empty
  Rate rate = Rate::per_money;
  std::int64_t counted_quantity = 0;
  bool list_amounts = false;
  bool without_tax = false;
  Credit credit = Credit::earned;
  std::int64_t carried = 0;    // left by earlier sales, in steps of the rate
  Reason clamped = {};         // why it is less than the rate says; may be empty
  bool of_whole_sale = false;  // no line bears it
  Owner owner = Owner::member;
  friend bool operator==(const RuleOutcome&, const RuleOutcome&) = default;
};

struct RewardOutcome {
  std::string reward;
  std::string unit;
  Quantity cost = 0;
  Money value;
  std::vector<Lot> spent;      // adds up to cost; positive amounts, soonest expiry first
  Reason clamped = {};         // why it is less than what was asked for; may be empty
  bool of_whole_sale = false;  // no line bears it
  Spending spending = Spending::chosen;
  std::string message = {};
  Owner owner = Owner::member;
  bool tender = false;      // the value is a payment
  std::int64_t ticket = 0;  // of an instant win: which one was drawn
  friend bool operator==(const RewardOutcome&, const RewardOutcome&) = default;
};

struct LineEarning {
  std::size_t rule = 0;  // place in Evaluation::rules
  Money counted;
  Quantity quantity = 0;
  LineReason not_counted = {};  // why the line did not count; empty where it did
  std::int64_t counted_quantity = 0;
  friend bool operator==(const LineEarning&, const LineEarning&) = default;
};

struct LineReward {
  std::size_t reward = 0;  // place in Evaluation::rewards
  Money value;
  Quantity cost = 0;
  friend bool operator==(const LineReward&, const LineReward&) = default;
};

struct LineOutcome {
  Money discount;
  // One per rule, in the programme's order, then those of other credits with a quantity here.
  std::vector<LineEarning> earnings;
  std::vector<LineReward> rewards;  // only those with a value or a cost on this line
  friend bool operator==(const LineOutcome&, const LineOutcome&) = default;
};

struct Evaluation {
  Money total;       // of the basket
  Money discount;    // what rewards take off; total - discount is left to pay
  std::string tier;  // before the sale; empty where none
  std::vector<LineOutcome> lines;
  // One per rule that is for this kind of happening, in the programme's order, then other credits.
  std::vector<RuleOutcome> rules;
  std::vector<RewardOutcome> rewards;  // one per choice, in their order, then other spendings
  friend bool operator==(const Evaluation&, const Evaluation&) = default;
};

// A sale: rewards first, in the order of the choices, each on what the ones before left of the
// lines and of the units; then the rules, in the programme's order, on what was paid (or on the
// whole amount, where the rule says earn_on_rewards); then the best of each group, what counts
// against caps and what is carried, the multipliers, then the programme's automatic rewards, and
// last the tiers that are reached. Conditions read the member as before the sale. Another event:
// the same without choices, under the rules that are on it. Errors: not_found (no such reward; the
// hint names the nearest), insufficient (not enough may be spent, or less than the reward's
// minimum), failed_precondition (the basket does not allow the reward), invalid_argument (limits
// broken, a reward chosen twice, overflow).
Result<Evaluation> evaluate(const Programme& programme, const Situation& situation);

// What one more reward would be worth on this situation, at most, for each reward of the programme
// in its order: points as money as many as may be spent, an amount off once. The choices already
// made are used first; where they are not possible, nothing is.
struct Offer {
  std::string reward;
  Quantity cost = 0;
  Money value;
  std::string unavailable;  // why it is not possible, in English; empty where it is
  Quantity missing = 0;     // units that are not there yet, where nothing else is in the way
  Reason why = {};          // the same as data, where its conditions or limits are in the way
  friend bool operator==(const Offer&, const Offer&) = default;
};
std::vector<Offer> offers(const Programme& programme, const Situation& situation);

}  // namespace loyald::programme
