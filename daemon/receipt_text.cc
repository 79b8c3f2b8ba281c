// SPDX-License-Identifier: Apache-2.0
#include "daemon/receipt_text.h"

#include <cstdlib>

#include "store/base/time.h"

namespace loyald::daemon {
namespace {

std::string counted(std::int64_t quantity, const std::string& name) {
  return std::to_string(quantity) + " " + name;
}

// A lot may be spent before its expiry date, so the last day is the one before.
std::string valid_until(Date expires_on) {
  if (expires_on >= kNever) return "";
  return ", valid until " + format(expires_on + std::chrono::days(-1));
}

// "5 EUR off -5.00 EUR for 500 Points", "Coffee for 10 Stamps", or what a message says.
std::string reward_line(const v1::AppliedReward& reward, const Names& names) {
  if (!reward.message().empty()) return reward.message();
  std::string line = reward.name();
  if (reward.ticket() > 0) {
    return line + ": ticket " + std::to_string(reward.ticket()) +
           (reward.won() ? " wins" : " does not win");
  }
  if (reward.value() > 0) line += " -" + names.money(reward.value());
  if (reward.cost() > 0) line += " for " + counted(reward.cost(), names.unit(reward.unit()));
  return line;
}

void add_collected(std::vector<std::string>& lines, const v1::Receipt& receipt,
                   const google::protobuf::RepeatedPtrField<v1::RuleOutcome>& rules,
                   const Names& names) {
  for (const v1::RuleOutcome& rule : rules) {
    if (!is_news(rule, names)) continue;
    std::string line = "Collected " + counted(rule.quantity(), names.unit(rule.unit()));
    const std::string from = format(Date{rule.available_from()});
    if (from != receipt.business_date()) line += ", from " + from;
    lines.push_back(line + valid_until(Date{rule.expires_on()}));
  }
}

void add_sale(std::vector<std::string>& lines, const v1::Receipt& receipt, const v1::Sale& sale,
              const Names& names) {
  lines.push_back("Total " + names.money(receipt.total()));
  for (const v1::AppliedReward& reward : receipt.rewards()) {
    lines.push_back(reward_line(reward, names));
  }
  if (receipt.discount() != 0) lines.push_back("Paid " + names.money(receipt.paid()));
  add_collected(lines, receipt, sale.rules(), names);
}

void add_reversal(std::vector<std::string>& lines, const v1::Receipt& receipt, const Names& names,
                  const std::string& sale) {
  lines.push_back(sale);
  lines.push_back("Refund " + names.money(receipt.refund()));
  for (const v1::Movement& movement : receipt.movements()) {
    if (movement.quantity() > 0) {
      lines.push_back("Given back " + counted(movement.quantity(), movement.name()));
    } else if (movement.quantity() < 0) {
      lines.push_back("Taken back " + counted(-movement.quantity(), movement.name()));
    }
    if (movement.debt() > 0) {
      lines.push_back(counted(movement.debt(), movement.name()) +
                      " had been spent already; they are taken from the next ones");
    }
  }
}

void add_balances(std::vector<std::string>& lines, const v1::Receipt& receipt) {
  for (const v1::Spendable& balance : receipt.balances()) {
    lines.push_back("You have " + counted(balance.quantity(), balance.name()));
  }
}

}  // namespace

std::vector<std::string> receipt_text(const v1::Receipt& receipt, const v1::JournalEntry& entry,
                                      const Names& names) {
  std::vector<std::string> lines;
  switch (entry.kind_case()) {
    case v1::JournalEntry::kSale:
      add_sale(lines, receipt, entry.sale(), names);
      break;
    case v1::JournalEntry::kSaleReturn:
      add_reversal(lines, receipt, names, "Return for " + entry.sale_return().sale().checkout_id());
      break;
    case v1::JournalEntry::kSaleVoid:
      add_reversal(lines, receipt, names, "Void of " + entry.sale_void().sale().checkout_id());
      break;
    case v1::JournalEntry::kEnrol:
      add_collected(lines, receipt, entry.enrol().outcome().rules(), names);
      break;
    case v1::JournalEntry::kEvent:
      add_collected(lines, receipt, entry.event().outcome().rules(), names);
      break;
    case v1::JournalEntry::kAdjust: {
      const std::int64_t quantity = entry.adjust().quantity();
      lines.push_back((quantity > 0 ? "Added " : "Taken ") +
                      counted(std::abs(quantity), names.unit(entry.adjust().unit())) + ": " +
                      entry.adjust().reason());
      break;
    }
    default:
      break;
  }
  add_balances(lines, receipt);
  return lines;
}

}  // namespace loyald::daemon
