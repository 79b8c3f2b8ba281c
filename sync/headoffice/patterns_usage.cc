// SPDX-License-Identifier: Apache-2.0
#include "store/fold.h"
#include "sync/headoffice/exceptions.h"
#include "sync/headoffice/patterns.h"

// Patterns of how often and where something is used.
namespace loyald {

std::optional<Pattern> many_sales(const PatternBooks& books, const v1::JournalEntry& entry) {
  const std::int64_t most = books.programme.limits.sales_per_member;
  if (!entry.has_sale() || most == 0) return std::nullopt;
  const Date day{entry.business_date()};
  const std::int64_t sales = books.counts.sales_of(member_of(entry), day);
  if (sales <= most) return std::nullopt;
  return Pattern{exception_code::kManySales,
                 "sale " + std::to_string(sales) + " of this member on " + format(day) +
                     " over all stores; the programme allows " + std::to_string(most)};
}

std::optional<Pattern> two_stores(const PatternBooks& books, const v1::JournalEntry& entry) {
  if (!entry.has_sale() || entry.sale().card().empty()) return std::nullopt;
  const Timestamp at = time_of_hlc(entry.hlc());
  const auto other = books.counts.used_elsewhere(entry.sale().card(), books.store, at);
  if (!other) return std::nullopt;
  return Pattern{exception_code::kTwoStores,
                 "card " + entry.sale().card() + " was used here at " + format(at) +
                     " and at store " + std::to_string(other->store) + " at " + format(other->at)};
}

std::optional<Pattern> many_voids(const PatternBooks& books, const v1::JournalEntry& entry) {
  const std::int64_t most = books.programme.limits.notice_voids_above;
  if (!entry.has_sale_void() || most == 0 || entry.cashier_id().empty()) return std::nullopt;
  const Date day{entry.business_date()};
  const std::int64_t voids = books.counts.voids_of(books.store, entry.cashier_id(), day);
  if (voids <= most) return std::nullopt;
  return Pattern{exception_code::kManyVoids, "void " + std::to_string(voids) + " by \"" +
                                                 entry.cashier_id() + "\" on " + format(day)};
}

}  // namespace loyald
