// SPDX-License-Identifier: Apache-2.0
#include "daemon/receipt.h"

#include <algorithm>

#include "daemon/field_check.h"
#include "daemon/member_reply.h"
#include "daemon/movements.h"
#include "daemon/receipt_text.h"
#include "daemon/tax_shares.h"
#include "store/fold.h"
#include "store/reason_wire.h"

namespace loyald::daemon {
namespace {

using Balances = google::protobuf::RepeatedPtrField<v1::UnitBalance>;

void set_balances(v1::Receipt& receipt, const Balances& balances, const Names& names) {
  for (const v1::UnitBalance& from : balances) {
    if (names.is_counter(from.unit())) continue;
    v1::Spendable& spendable = *receipt.add_balances();
    spendable.set_unit(from.unit());
    spendable.set_name(names.unit(from.unit()));
    spendable.set_quantity(shown(from.quantity()));
    if (from.expiring() == 0) continue;
    spendable.mutable_expiring()->set_quantity(shown(from.expiring()));
    spendable.mutable_expiring()->set_expires_on(format(Date{from.expires_on()}));
  }
}

v1::LineResult line_reply(const v1::Sale& sale, int place, const Names& names) {
  const v1::LineOutcome& outcome = sale.outcomes(place);
  v1::LineResult line;
  line.set_line(place + 1);
  line.set_discount(shown(outcome.discount()));
  for (const v1::LineEarning& earning : outcome.earnings()) {
    const v1::RuleOutcome& rule = sale.rules(static_cast<int>(earning.rule()));
    if (names.is_counter(rule.unit())) continue;
    v1::LineEarned& earned = *line.add_earned();
    earned.set_rule(rule.rule());
    earned.set_unit(rule.unit());
    earned.set_quantity(shown(earning.quantity()));
    earned.set_reason(names.reason(reason_from(earning, sale.lines(place))));
  }
  return line;
}

using Rules = google::protobuf::RepeatedPtrField<v1::RuleOutcome>;
using Rewards = google::protobuf::RepeatedPtrField<v1::RewardOutcome>;

void set_rules(v1::Receipt& receipt, const Rules& rules, const Names& names) {
  for (const v1::RuleOutcome& rule : rules) {
    if (!is_news(rule, names)) continue;
    v1::Earned& earned = *receipt.add_earned();
    earned.set_unit(rule.unit());
    earned.set_name(names.unit(rule.unit()));
    earned.set_quantity(shown(rule.quantity()));
    earned.set_available_from(format(Date{rule.available_from()}));
    earned.set_expires_on(expiry_text(Date{rule.expires_on()}));
  }
}

bool has_won(const Rules& rules, const v1::RewardOutcome& ticket) {
  return ticket.ticket() > 0 &&
         std::any_of(rules.begin(), rules.end(), [&](const v1::RuleOutcome& rule) {
           return rule.credit() == v1::CREDIT_WON && rule.rule() == ticket.reward();
         });
}

void set_rewards(v1::Receipt& receipt, const Rewards& rewards, const Rules& rules,
                 const Names& names) {
  for (const v1::RewardOutcome& from : rewards) {
    const bool is_use =
        from.spending() == v1::SPENDING_CHOSEN || from.spending() == v1::SPENDING_AUTOMATIC;
    if (!is_use) continue;
    v1::AppliedReward& applied = *receipt.add_rewards();
    applied.set_reward(from.reward());
    applied.set_name(names.reward(from.reward()));
    applied.set_unit(from.unit());
    applied.set_cost(shown(from.cost()));
    applied.set_value(shown(from.value()));
    applied.set_clamped(names.reason(reason_from(from.clamped())));
    applied.set_message(from.message());
    applied.set_tender(from.tender());
    applied.set_ticket(shown(from.ticket()));
    applied.set_won(has_won(rules, from));
  }
}

void set_outcome(v1::Receipt& receipt, const v1::EventOutcome& outcome, const Names& names) {
  receipt.set_programme_version(outcome.programme_version());
  set_rules(receipt, outcome.rules(), names);
  set_rewards(receipt, outcome.rewards(), outcome.rules(), names);
  set_balances(receipt, outcome.balances_after(), names);
}

void set_sale(v1::Receipt& receipt, const v1::Sale& sale, const Names& names) {
  const SaleSums sums = sums_of(sale);
  receipt.set_total(shown(sums.total));
  receipt.set_discount(shown(sums.discount));
  receipt.set_paid(shown(sums.total - sums.discount));
  receipt.set_programme_version(sale.programme_version());
  set_rules(receipt, sale.rules(), names);
  set_rewards(receipt, sale.rewards(), sale.rules(), names);
  for (int i = 0; i < sale.outcomes_size(); ++i) *receipt.add_lines() = line_reply(sale, i, names);
  *receipt.mutable_taxes() = tax_shares(sale);
  set_balances(receipt, sale.balances_after(), names);
}

template <class Made>
void set_reversal(v1::Receipt& receipt, const Made& made, const Names& names) {
  receipt.set_refund(shown(made.refund()));
  receipt.set_charged(shown(made.charged()));
  for (const v1::Untaken& from : made.untaken()) {
    v1::Untook& untaken = *receipt.add_untaken();
    untaken.set_unit(from.unit());
    untaken.set_name(names.unit(from.unit()));
    untaken.set_quantity(shown(from.quantity()));
    untaken.set_policy(from.policy());
    untaken.set_charged(shown(from.charged()));
  }
  set_balances(receipt, made.balances_after(), names);
}

std::uint32_t version_of(Books& books, const v1::JournalEntry& entry) {
  switch (entry.kind_case()) {
    case v1::JournalEntry::kSale:
      return entry.sale().programme_version();
    case v1::JournalEntry::kAdjust:
      return entry.adjust().programme_version();
    case v1::JournalEntry::kEnrol:
      return entry.enrol().outcome().programme_version();
    case v1::JournalEntry::kEvent:
      return entry.event().outcome().programme_version();
    case v1::JournalEntry::kStock:
      return entry.stock().programme_version();
    case v1::JournalEntry::kHold:
      return entry.hold().programme_version();
    case v1::JournalEntry::kSaleReturn:
      return books.recorded(entry.sale_return().sale_seq()).entry.sale().programme_version();
    case v1::JournalEntry::kSaleVoid:
      return books.recorded(entry.sale_void().sale_seq()).entry.sale().programme_version();
    default:
      return 0;
  }
}

void set_history_lines(v1::HistoryEntry& reply, const HistoryItem& item) {
  const v1::Sale& sale = item.entry.sale();
  for (int i = 0; i < sale.lines_size(); ++i) {
    v1::SoldLine& line = *reply.add_lines();
    line.set_line(i + 1);
    line.set_sku(sale.lines(i).sku());
    line.set_quantity(shown(sale.lines(i).quantity()));
    line.set_returned(shown(item.returned.at(static_cast<std::size_t>(i))));
    line.set_paid(shown(sale.lines(i).amount() - sale.outcomes(i).discount()));
  }
}

std::string reason_of(const v1::JournalEntry& entry) {
  if (entry.has_adjust()) return entry.adjust().reason();
  if (entry.has_stock()) return entry.stock().reason();
  if (entry.has_unlink_card()) return entry.unlink_card().reason();
  if (entry.has_member_status()) return entry.member_status().reason();
  return "";
}

}  // namespace

v1::Receipt make_receipt(const Recorded& recorded, const programme::Programme* programme,
                         programme::Language language) {
  const v1::JournalEntry& entry = recorded.entry;
  const Names names(programme, language);
  v1::Receipt receipt;
  receipt.set_id(entry.op_id());
  receipt.set_seq(shown(recorded.seq));
  receipt.set_head_hash(to_hex(recorded.hash));
  receipt.set_member_id(member_of(entry).hex());
  receipt.set_business_date(format(Date{entry.business_date()}));
  *receipt.mutable_movements() = movements_of(entry, names);
  switch (entry.kind_case()) {
    case v1::JournalEntry::kSale:
      set_sale(receipt, entry.sale(), names);
      break;
    case v1::JournalEntry::kSaleReturn:
      set_reversal(receipt, entry.sale_return(), names);
      break;
    case v1::JournalEntry::kSaleVoid:
      set_reversal(receipt, entry.sale_void(), names);
      break;
    case v1::JournalEntry::kAdjust:
      receipt.set_programme_version(entry.adjust().programme_version());
      set_balances(receipt, entry.adjust().balances_after(), names);
      break;
    case v1::JournalEntry::kEnrol:
      set_outcome(receipt, entry.enrol().outcome(), names);
      break;
    case v1::JournalEntry::kEvent:
      set_outcome(receipt, entry.event().outcome(), names);
      break;
    default:
      break;
  }
  const ExplainWords words(programme, language);
  for (std::string& line : receipt_text(receipt, entry, names, words)) {
    receipt.add_text(std::move(line));
  }
  return receipt;
}

v1::HoldResponse hold_reply(const Recorded& recorded, const programme::Programme* programme) {
  const v1::Hold& hold = recorded.entry.hold();
  const Names names(programme);
  v1::HoldResponse reply;
  reply.set_seq(shown(recorded.seq));
  reply.set_valid_until(format(Timestamp{hold.valid_until_ms()}));
  for (const v1::UnitBalance& amount : hold.amounts()) {
    v1::Spendable& held = *reply.add_held();
    held.set_unit(amount.unit());
    held.set_name(names.unit(amount.unit()));
    held.set_quantity(shown(amount.quantity()));
  }
  return reply;
}

programme::Language language_of(Books& books, const v1::JournalEntry& entry) {
  if (entry.has_adjust() || entry.sale_return().has_foreign()) {
    const auto profile = books.identifiers.profile(books.standings.survivor_of(member_of(entry)));
    return programme::language_of(profile ? profile->language() : std::string());
  }
  const std::string* said = &entry.sale().inputs().language();
  if (entry.has_event()) said = &entry.event().outcome().inputs().language();
  if (entry.has_enrol()) said = &entry.enrol().outcome().inputs().language();
  const auto of_sale = [&](Seq sale) {
    return programme::language_of(books.recorded(sale).entry.sale().inputs().language());
  };
  if (entry.has_sale_void()) return of_sale(entry.sale_void().sale_seq());
  if (entry.has_sale_return()) return of_sale(entry.sale_return().sale_seq());
  return programme::language_of(*said);
}

std::shared_ptr<const programme::Programme> programme_of(Books& books,
                                                         const v1::JournalEntry& entry) {
  // No rule decided what moves into a household, and another store's sale is not here; the day's
  // programme has the names.
  if (entry.has_join_household() || entry.sale_return().has_foreign()) {
    auto in_force = books.programmes.in_force(Date{entry.business_date()});
    return in_force ? std::move(in_force->programme) : nullptr;
  }
  const std::uint32_t version = version_of(books, entry);
  if (version == 0) return nullptr;
  auto found = books.programmes.version(version);
  return found ? std::move(found->programme) : nullptr;
}

v1::HistoryEntry history_reply(const HistoryItem& item, const programme::Programme* programme) {
  const v1::JournalEntry& entry = item.entry;
  v1::HistoryEntry reply;
  reply.set_seq(shown(item.seq));
  reply.set_kind(std::string(kind_of(entry)));
  reply.set_id(entry.op_id());
  reply.set_register_(entry.register_id());
  reply.set_cashier(entry.cashier_id());
  reply.set_approved_by(entry.approved_by());
  reply.set_business_date(format(Date{entry.business_date()}));
  reply.set_recorded_at(format(time_of_hlc(entry.hlc())));
  *reply.mutable_movements() = movements_of(entry, Names(programme));
  reply.set_confirmed(item.is_confirmed);
  reply.set_reason(reason_of(entry));
  if (entry.has_sale()) {
    const SaleSums sums = sums_of(entry.sale());
    reply.set_paid(shown(sums.total - sums.discount));
    set_history_lines(reply, item);
  }
  return reply;
}

}  // namespace loyald::daemon
