// SPDX-License-Identifier: Apache-2.0
#include "store/limit_check.h"

namespace loyald {
namespace {

struct Limit {
  std::int64_t most = 0;  // 0 = none
  std::string words;      // what is limited to how much
};

Limit limit_of(const programme::Limits& limits, const DayKey& key) {
  switch (key.kind) {
    case Counted::sales_of_member:
      return {limits.sales_per_member, "sales a day with the same member's cards"};
    case Counted::redemptions_of_member:
      return {limits.redemptions_per_member, "redemptions a day by the same member"};
    case Counted::sales_of_cashier_with_member:
      return {limits.sales_per_cashier_with_same_member,
              "sales a day by one cashier with the same member's cards"};
    case Counted::sales_of_register:
      return {limits.sales_per_register, "sales a day with cards at one register"};
    case Counted::returns_of_member:
      return {limits.returns_per_member, "returns a day by the same member"};
    case Counted::earned_by_member: {
      const auto of_unit = limits.earned_per_member.find(key.what);
      return {of_unit == limits.earned_per_member.end() ? 0 : of_unit->second,
              "\"" + key.what + "\" a day for the same member"};
    }
    case Counted::redeemed_value_of_cashier:
      return {limits.redeemed_value_per_cashier.minor,
              "minor units of money taken off by rewards in a day by one cashier"};
    case Counted::adjusted_by_cashier:  // the staff's roles limit it
    case Counted::risked:               // the store's floor limit does
      return {};
  }
  return {};
}

}  // namespace

Result<void> check_attach_window(const programme::Limits& limits, Date day, Date today) {
  const int most = limits.attach_days();
  if (most == 0 || day >= today + std::chrono::days(-most)) return {};
  return fail(Errc::permission_denied,
              "the sale is of " + format(day) + ", more than " + std::to_string(most) +
                  " days ago; it cannot be put on a card any more",
              "ask whoever may adjust units by hand");
}

Result<void> check_limits(Books& books, const programme::Limits& limits,
                          const v1::JournalEntry& entry) {
  if (!limits.counts()) return {};
  for (const auto& [key, amount] : day_counts_of(entry)) {
    const Limit limit = limit_of(limits, key);
    if (limit.most == 0) continue;
    const std::int64_t before = books.day_counts.read(key);
    if (amount <= limit.most - before) continue;
    return fail(Errc::resource_exhausted,
                "this would be more than the programme allows: " + std::to_string(limit.most) +
                    " " + limit.words + "; " + std::to_string(before) + " on " + format(key.day) +
                    " already, " + std::to_string(amount) + " would come on top",
                "sell without the card or without rewards, or ask a supervisor");
  }
  return {};
}

}  // namespace loyald
