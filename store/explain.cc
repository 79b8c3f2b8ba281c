// SPDX-License-Identifier: Apache-2.0
#include "store/explain.h"

#include <cstdlib>

#include "store/base/time.h"
#include "store/explain_member.h"
#include "store/explain_return.h"
#include "store/explain_sale.h"
#include "store/fold.h"

namespace loyald {
namespace {

class Explanation {
 public:
  explicit Explanation(const programme::Programme* programme) : words_(programme) {}

  void member(const v1::JournalEntry& entry) { explain_member(entry, words_, lines_); }
  void sale(const v1::Sale& sale) { explain_sale(sale, words_, lines_); }
  void sale_return(const v1::JournalEntry& entry) { explain_return(entry, words_, lines_); }
  void settlement(const v1::JournalEntry& entry) { explain_settlement(entry, words_, lines_); }

  void adjust(const v1::Adjust& made) {
    say("By hand: " + number_text(made.quantity()) + " " + unit(made.unit()) +
        ". Reason: " + made.reason());
    for (const v1::LotChange& change : made.changes()) say(words_.lot(change));
  }

  void hold(const v1::Hold& made) {
    for (const v1::UnitBalance& amount : made.amounts()) {
      say(number_text(amount.quantity()) + " " + unit(amount.unit()) + " are set aside until " +
          format(Timestamp{made.valid_until_ms()}) + ".");
    }
  }

  void release(const v1::Release& made) {
    say("What the hold \"" + made.hold().hold_id() + "\" of register \"" +
        made.hold().register_id() + "\" had set aside is free again.");
  }

  void say(std::string line) { lines_.push_back(std::move(line)); }
  std::vector<std::string> lines() && { return std::move(lines_); }

 private:
  std::string unit(const std::string& id) const { return words_.unit(id); }

  ExplainWords words_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string format_money(std::int64_t minor, const std::string& currency) {
  const std::int64_t cents = std::abs(minor % 100);
  return std::string(minor < 0 ? "-" : "") + number_text(std::abs(minor / 100)) +
         (cents < 10 ? ".0" : ".") + number_text(cents) + (currency.empty() ? "" : " " + currency);
}

std::vector<std::string> explain(const v1::JournalEntry& entry,
                                 const programme::Programme* programme) {
  Explanation text(programme);
  text.say(std::string(kind_of(entry)) + " \"" + entry.op_id() + "\" at register \"" +
           entry.register_id() + "\"" +
           (entry.cashier_id().empty() ? "" : ", cashier \"" + entry.cashier_id() + "\"") +
           ", business date " + format(Date{entry.business_date()}) + ".");
  text.member(entry);
  if (entry.has_sale()) text.sale(entry.sale());
  if (entry.sale().has_hold()) {
    text.say("It captured the hold \"" + entry.sale().hold().hold_id() + "\" of register \"" +
             entry.sale().hold().register_id() + "\".");
  }
  text.sale_return(entry);
  if (entry.has_adjust()) text.adjust(entry.adjust());
  if (entry.has_hold()) text.hold(entry.hold());
  if (entry.has_release()) text.release(entry.release());
  text.settlement(entry);
  if (!entry.approved_by().empty()) text.say("Approved by \"" + entry.approved_by() + "\".");
  return std::move(text).lines();
}

}  // namespace loyald
