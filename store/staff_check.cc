// SPDX-License-Identifier: Apache-2.0
#include "store/staff_check.h"

#include <algorithm>
#include <cstdlib>

#include "store/base/check.h"
#include "store/view.h"

namespace loyald {
namespace {

constexpr const char* kAskColleague = "ask a colleague who may approve it for their PIN or card";

bool has_card_of(Books& books, const StaffMember& staff, const MemberId& member) {
  return std::ranges::any_of(staff.cards, [&](const std::string& card) {
    const auto found = books.find_member({IdentifierKind::card, card});
    return found && found->member == books.standings.survivor_of(member);
  });
}

tl::unexpected<Error> needs_approval(const std::string& why) {
  return fail(Errc::permission_denied, why, kAskColleague);
}

Result<void> require_approval(Books& books, const Staff& staff, const v1::JournalEntry& entry) {
  const StaffMember* approver = staff.find(entry.approved_by());
  if (approver == nullptr || !approver->role.may_approve) {
    return fail(Errc::permission_denied, "\"" + entry.approved_by() + "\" may not approve this",
                "ask a colleague whose role may approve");
  }
  if (entry.approved_by() == entry.cashier_id()) {
    return fail(Errc::permission_denied, "a cashier may not approve what they do themselves",
                kAskColleague);
  }
  if (has_card_of(books, *approver, member_of(entry))) {
    return fail(Errc::permission_denied,
                "\"" + entry.approved_by() + "\" may not approve this: the card is their own",
                kAskColleague);
  }
  return {};
}

Result<void> require_own_right(Books& books, const StaffMember& cashier,
                               const v1::JournalEntry& entry, Date today) {
  const std::string& unit = entry.adjust().unit();
  const Quantity amount = std::abs(entry.adjust().quantity());
  const auto at_once = cashier.role.may_adjust.find(unit);
  if (at_once == cashier.role.may_adjust.end()) {
    return needs_approval("\"" + cashier.id + "\" may not adjust \"" + unit + "\" alone");
  }
  if (amount > at_once->second) {
    return needs_approval("\"" + cashier.id + "\" may adjust at most " +
                          std::to_string(at_once->second) + " \"" + unit +
                          "\" at once alone, not " + std::to_string(amount));
  }
  const auto a_day = cashier.role.may_adjust_per_day.find(unit);
  if (a_day == cashier.role.may_adjust_per_day.end()) return {};
  const Date day{entry.business_date()};
  if (day != today) {
    return needs_approval("\"" + cashier.id + "\" may adjust \"" + unit +
                          "\" alone only for today, not for " + format(day));
  }
  const std::int64_t before =
      books.day_counts.read({day, Counted::adjusted_by_cashier, cashier.id, unit});
  if (amount <= a_day->second - before) return {};
  return needs_approval("\"" + cashier.id + "\" may adjust at most " +
                        std::to_string(a_day->second) + " \"" + unit + "\" a day alone, and did " +
                        std::to_string(before) + " today already");
}

}  // namespace

Result<void> require_not_own(Books& books, const Staff& staff, const std::string& cashier_id,
                             const MemberId& member) {
  const StaffMember* cashier = staff.find(cashier_id);
  if (cashier == nullptr || !has_card_of(books, *cashier, member)) return {};
  return fail(Errc::permission_denied, "this is the card of the cashier themselves",
              "let a colleague ring it up");
}

Result<std::string> approver_with_card(Books& books, const Staff& staff, const std::string& card) {
  LOYALD_ASSIGN(const FoundIdentifier found, books.find_member({IdentifierKind::card, card}));
  LOYALD_TRY(require_usable(found));
  for (const StaffMember& each : staff.members()) {
    if (std::ranges::find(each.cards, card) != each.cards.end()) return each.id;
  }
  return fail(Errc::permission_denied, "the card that approves is of nobody who works here",
              kAskColleague);
}

Result<void> require_may_adjust(Books& books, const Staff& staff, const v1::JournalEntry& entry,
                                Date today) {
  CHECK(entry.has_adjust());
  if (staff.empty()) return {};
  if (!entry.approved_by().empty()) return require_approval(books, staff, entry);
  const StaffMember* cashier = staff.find(entry.cashier_id());
  if (cashier == nullptr) {
    return needs_approval(entry.cashier_id().empty()
                              ? "nobody says who the cashier is"
                              : "no \"" + entry.cashier_id() + "\" works here");
  }
  return require_own_right(books, *cashier, entry, today);
}

}  // namespace loyald
