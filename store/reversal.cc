// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "store/base/check.h"
#include "store/programme/share.h"
#include "store/store.h"

// Returns and voids: a reversal of what was recorded with the sale, never a new evaluation.
namespace loyald {
namespace {

using programme::portion;

// A step of one line: of `all` parts, `before` had come back and now `after` have.
struct Step {
  std::size_t line = 0;  // from 0
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::int64_t all = 0;

  std::int64_t of(std::int64_t total) const {
    return portion(total, after, all) - portion(total, before, all);
  }
};

// Collects what reversing some steps of a sale does to the member's wallets.
class Reversal {
 public:
  Reversal(const v1::Sale& sale, std::vector<programme::Wallet> wallets, Date day)
      : sale_(sale), wallets_(std::move(wallets)), day_(day) {}

  // Gives back `amount` of the units a reward cost, of which `before` have been given back: the
  // original lots, the latest to expire first.
  Result<void> give_back(const v1::RewardOutcome& reward, Quantity before, Quantity amount,
                         int grace_days) {
    Quantity skip = before;
    for (int i = reward.spent_size() - 1; i >= 0 && amount > 0; --i) {
      const v1::LotChange& spent = reward.spent(i);
      const Quantity skipped = std::min(skip, spent.amount());
      const Quantity given = std::min(amount, spent.amount() - skipped);
      skip -= skipped;
      amount -= given;
      if (given == 0) continue;
      const Date with_grace = grace_days > 0 ? day_ + std::chrono::days(grace_days) : kFirstDate;
      LOYALD_TRY(
          add(reward.unit(),
              {{spent.available_from()}, std::max(Date{spent.expires_on()}, with_grace), given}));
    }
    CHECK(amount == 0);
    return {};
  }

  // Takes back units that a rule gave: from their own lot, then from what can be spent, then from
  // what is pending; the rest is owed.
  Result<void> take_back(const v1::RuleOutcome& rule, Quantity amount) {
    programme::Wallet wallet = wallet_of(wallets_, rule.unit());
    std::vector<programme::Lot> order;
    for (const programme::Lot& lot : wallet.lots) {
      const bool is_own = lot.available_from.days == rule.available_from() &&
                          lot.expires_on.days == rule.expires_on();
      if (is_own) order.insert(order.begin(), lot);
      if (!is_own && lot.available_from <= day_ && day_ < lot.expires_on) order.push_back(lot);
    }
    for (const programme::Lot& lot : wallet.lots) {
      const bool is_own = lot.available_from.days == rule.available_from() &&
                          lot.expires_on.days == rule.expires_on();
      if (!is_own && lot.available_from > day_) order.push_back(lot);
    }
    for (programme::Lot lot : order) {
      const Quantity taken = std::clamp<Quantity>(amount, 0, std::max<Quantity>(lot.amount, 0));
      if (taken == 0) continue;
      amount -= taken;
      lot.amount = -taken;
      LOYALD_TRY(add(rule.unit(), lot));
    }
    if (amount > 0) debts_[rule.unit()] += amount;
    return {};
  }

  const LotChanges& changes() const { return changes_; }
  DebtChanges debts() const {
    DebtChanges debts;
    for (const auto& [unit, amount] : debts_) {
      v1::DebtChange& debt = *debts.Add();
      debt.set_unit(unit);
      debt.set_amount(amount);
    }
    return debts;
  }
  const v1::Sale& sale() const { return sale_; }

 private:
  Result<void> add(const std::string& unit, const programme::Lot& lot) {
    v1::LotChange& change = *changes_.Add();
    change.set_unit(unit);
    change.set_available_from(lot.available_from.days);
    change.set_expires_on(lot.expires_on.days);
    change.set_amount(lot.amount);
    LotChanges one;
    *one.Add() = change;
    return apply(wallets_, one, {});
  }

  const v1::Sale& sale_;
  std::vector<programme::Wallet> wallets_;
  Date day_;
  LotChanges changes_;
  std::map<std::string, Quantity> debts_;
};

void add_units(google::protobuf::RepeatedPtrField<v1::UnitBalance>& units, const std::string& unit,
               Quantity quantity) {
  if (quantity == 0) return;
  for (v1::UnitBalance& known : units) {
    if (known.unit() == unit) return known.set_quantity(known.quantity() + quantity);
  }
  v1::UnitBalance& added = *units.Add();
  added.set_unit(unit);
  added.set_quantity(quantity);
}

// The steps' share of every reward and rule of the sale, per line and in all.
struct Shares {
  std::vector<Quantity> rewards;
  std::vector<Quantity> rules;
  std::vector<v1::ReturnedLine> lines;
  std::int64_t refund = 0;
};

Shares shares_of(const v1::Sale& sale, const std::vector<Step>& steps) {
  Shares shares{std::vector<Quantity>(static_cast<std::size_t>(sale.rewards_size())),
                std::vector<Quantity>(static_cast<std::size_t>(sale.rules_size())),
                {},
                0};
  for (const Step& step : steps) {
    const auto place = static_cast<int>(step.line);
    const v1::LineOutcome& outcome = sale.outcomes(place);
    v1::ReturnedLine line;
    line.set_line(static_cast<std::uint32_t>(step.line + 1));
    line.set_quantity_before(step.before);
    line.set_quantity_after(step.after);
    line.set_refund(step.of(sale.lines(place).amount() - outcome.discount()));
    shares.refund += line.refund();
    for (const v1::LineReward& reward : outcome.rewards()) {
      const Quantity given = step.of(reward.cost());
      shares.rewards[reward.reward()] += given;
      add_units(*line.mutable_given_back(), sale.rewards(static_cast<int>(reward.reward())).unit(),
                given);
    }
    for (const v1::LineEarning& earning : outcome.earnings()) {
      const Quantity taken = step.of(earning.quantity());
      shares.rules[earning.rule()] += taken;
      add_units(*line.mutable_taken_back(), sale.rules(static_cast<int>(earning.rule())).unit(),
                taken);
    }
    shares.lines.push_back(std::move(line));
  }
  return shares;
}

// What earlier returns have given back of each reward's cost.
std::vector<Quantity> given_back_before(Books& books, Seq seq, const v1::Sale& sale) {
  std::vector<Quantity> given(static_cast<std::size_t>(sale.rewards_size()));
  for (int i = 0; i < sale.lines_size(); ++i) {
    const std::int64_t all = sale.lines(i).quantity();
    if (all == 0) continue;
    const std::int64_t done = books.returned(seq, static_cast<std::size_t>(i) + 1);
    for (const v1::LineReward& reward : sale.outcomes(i).rewards()) {
      given[reward.reward()] += portion(reward.cost(), done, all);
    }
  }
  return given;
}

Result<void> reverse(Books& books, Seq seq, const Shares& shares, Reversal& reversal) {
  const v1::Sale& sale = reversal.sale();
  const std::vector<Quantity> before = given_back_before(books, seq, sale);
  const auto programme = books.programmes.version(sale.programme_version());
  for (std::size_t i = 0; i < shares.rewards.size(); ++i) {
    const v1::RewardOutcome& reward = sale.rewards(static_cast<int>(i));
    const programme::Unit* unit =
        programme ? programme->programme->find_unit(reward.unit()) : nullptr;
    LOYALD_TRY(reversal.give_back(reward, before[i], shares.rewards[i],
                                  unit == nullptr ? 0 : unit->return_grace_days));
  }
  for (std::size_t i = 0; i < shares.rules.size(); ++i) {
    if (shares.rules[i] > 0) {
      LOYALD_TRY(reversal.take_back(sale.rules(static_cast<int>(i)), shares.rules[i]));
    }
  }
  return {};
}

struct FoundSale {
  Seq seq = 0;
  v1::JournalEntry entry;
};

Result<FoundSale> find_sale(Books& books, const SaleName& name) {
  LOYALD_ASSIGN(Recorded recorded, find_entry(books, name.register_id, name.checkout_id));
  if (!recorded.entry.has_sale()) {
    return fail(Errc::not_found, "\"" + name.checkout_id + "\" is not a sale but a " +
                                     std::string(kind_of(recorded.entry)));
  }
  return FoundSale{recorded.seq, std::move(recorded.entry)};
}

Result<std::vector<Step>> steps_of(Books& books, Seq seq, const v1::Sale& sale,
                                   const std::vector<ReturnedQuantity>& lines) {
  std::vector<Step> steps;
  for (const ReturnedQuantity& wanted : lines) {
    const std::string line = "line " + std::to_string(wanted.line);
    if (wanted.line < 1 || wanted.line > static_cast<std::size_t>(sale.lines_size())) {
      return fail(Errc::invalid_argument, "the sale has no " + line,
                  "it has lines 1 to " + std::to_string(sale.lines_size()));
    }
    const std::int64_t sold = sale.lines(static_cast<int>(wanted.line) - 1).quantity();
    const std::int64_t before = books.returned(seq, wanted.line);
    if (wanted.quantity > sold) {
      return fail(Errc::invalid_argument,
                  line + ": " + std::to_string(wanted.quantity) + " cannot come back, " +
                      std::to_string(sold) + " were sold" +
                      (before > 0 ? " and " + std::to_string(before) + " came back already" : ""),
                  "quantities are cumulative over all returns of the sale");
    }
    if (wanted.quantity < before) {
      return fail(Errc::invalid_argument,
                  line + ": " + std::to_string(before) + " came back already",
                  "quantities are cumulative over all returns of the sale");
    }
    const auto same = [&](const Step& step) { return step.line + 1 == wanted.line; };
    if (std::any_of(steps.begin(), steps.end(), same)) {
      return fail(Errc::invalid_argument, line + " is named twice");
    }
    if (sold > 0) steps.push_back({wanted.line - 1, before, wanted.quantity, sold});
  }
  return steps;
}

}  // namespace

Result<Recorded> Store::return_sale(const Moment& moment, const ReturnRequest& request) {
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::SaleReturn& made = *entry.mutable_sale_return();
  made.mutable_sale()->set_register_id(request.sale.register_id);
  made.mutable_sale()->set_checkout_id(request.sale.checkout_id);
  for (const ReturnedQuantity& line : request.lines) {
    v1::ReturnChoice& choice = *made.add_choices();
    choice.set_line(static_cast<std::uint32_t>(line.line));
    choice.set_quantity(line.quantity);
  }
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_ASSIGN(const FoundSale found, find_sale(books_, request.sale));
  const v1::Sale& sale = found.entry.sale();
  if (books_.returned(found.seq, 0) > 0) {
    return fail(Errc::failed_precondition, "this sale was voided; nothing of it can come back");
  }
  LOYALD_ASSIGN(const std::vector<Step> steps, steps_of(books_, found.seq, sale, request.lines));
  const MemberId member = member_of(found.entry);
  Reversal reversal(sale, books_.wallets.read(member), {entry.business_date()});
  const Shares shares = shares_of(sale, steps);
  LOYALD_TRY(reverse(books_, found.seq, shares, reversal));
  made.set_member_id(member.str());
  made.set_sale_seq(found.seq);
  made.mutable_lines()->Assign(shares.lines.begin(), shares.lines.end());
  *made.mutable_changes() = reversal.changes();
  *made.mutable_debts() = reversal.debts();
  made.set_refund(shares.refund);
  set_balances(*made.mutable_balances_after(), member, made.changes(), made.debts(),
               {entry.business_date()});
  for (const Step& step : steps) books_.set_returned(found.seq, step.line + 1, step.after);
  return books_.record(std::move(entry), moment.now);
}

Result<Recorded> Store::void_sale(const Moment& moment, const VoidRequest& request) {
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::SaleVoid& made = *entry.mutable_sale_void();
  made.mutable_sale()->set_register_id(request.sale.register_id);
  made.mutable_sale()->set_checkout_id(request.sale.checkout_id);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_ASSIGN(const FoundSale found, find_sale(books_, request.sale));
  const v1::Sale& sale = found.entry.sale();
  if (found.entry.business_date() != entry.business_date()) {
    return fail(Errc::failed_precondition,
                "the sale is of " + format(Date{found.entry.business_date()}) +
                    "; only a sale of the same day can be voided",
                "return its lines instead");
  }
  if (books_.returned(found.seq, 0) > 0) {
    return fail(Errc::failed_precondition, "this sale was voided already");
  }
  std::vector<Step> steps;
  for (std::size_t i = 0; i < static_cast<std::size_t>(sale.lines_size()); ++i) {
    if (books_.returned(found.seq, i + 1) > 0) {
      return fail(Errc::failed_precondition, "something of this sale came back already",
                  "return its other lines instead");
    }
    steps.push_back({i, 0, 1, 1});
  }
  const MemberId member = member_of(found.entry);
  Reversal reversal(sale, books_.wallets.read(member), {entry.business_date()});
  const Shares shares = shares_of(sale, steps);
  LOYALD_TRY(reverse(books_, found.seq, shares, reversal));
  made.set_member_id(member.str());
  made.set_sale_seq(found.seq);
  *made.mutable_changes() = reversal.changes();
  *made.mutable_debts() = reversal.debts();
  made.set_refund(shares.refund);
  set_balances(*made.mutable_balances_after(), member, made.changes(), made.debts(),
               {entry.business_date()});
  books_.set_returned(found.seq, 0, 1);
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald
