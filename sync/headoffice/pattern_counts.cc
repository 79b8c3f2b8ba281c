// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/pattern_counts.h"

#include "store/fold.h"
#include "sync/limits.h"

namespace loyald {
namespace {

// What is counted; the numbers are in the table.
constexpr int kSalesOfMember = 1;
constexpr int kVoidsOfCashier = 2;

constexpr std::uint64_t kPrunedAtOnce = 2 * sync::kMaxPushEntries;

std::string cashier_name(StoreId store, std::string_view cashier) {
  return std::to_string(store) + "/" + std::string(cashier);
}

}  // namespace

PatternCounts::PatternCounts(sql::Database& database)
    : add_(database,
           "INSERT INTO pattern_count VALUES(?1, ?2, ?3, 1) "
           "ON CONFLICT(day, kind, who) DO UPDATE SET amount = pattern_count.amount + 1"),
      read_(database, "SELECT amount FROM pattern_count WHERE day = ?1 AND kind = ?2 AND who = ?3"),
      prune_(database,
             "DELETE FROM pattern_count WHERE (day, kind, who) IN "
             "(SELECT day, kind, who FROM pattern_count WHERE day < ?1 LIMIT ?2)"),
      put_use_(database, "INSERT INTO card_use VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING"),
      nearest_use_(database,
                   "SELECT store_id, used_ms FROM card_use WHERE card = ?1 "
                   "AND used_ms BETWEEN ?2 - ?3 AND ?2 + ?3 AND store_id <> ?4 "
                   "ORDER BY abs(used_ms - ?2), store_id LIMIT 1"),
      prune_uses_(database,
                  "DELETE FROM card_use WHERE (card, used_ms, store_id) IN "
                  "(SELECT card, used_ms, store_id FROM card_use WHERE used_ms < ?1 LIMIT ?2)") {}

void PatternCounts::fold(const v1::JournalEntry& entry, StoreId store) {
  if (entry.has_sale()) {
    add_.execute(entry.business_date(), kSalesOfMember, member_of(entry).hex());
    if (!entry.sale().card().empty()) {
      put_use_.execute(std::string_view(entry.sale().card()), time_of_hlc(entry.hlc()).ms, store);
    }
  } else if (entry.has_sale_void() && !entry.cashier_id().empty()) {
    add_.execute(entry.business_date(), kVoidsOfCashier, cashier_name(store, entry.cashier_id()));
  }
}

void PatternCounts::prune(Timestamp now) {
  const Date first_day = day_of(now) + std::chrono::days(-kPatternDays);
  prune_.execute(first_day.days, kPrunedAtOnce);
  prune_uses_.execute(begin_of(first_day).ms, kPrunedAtOnce);
}

std::int64_t PatternCounts::sales_of(const MemberId& member, Date day) {
  return read(day, kSalesOfMember, member.hex());
}

std::int64_t PatternCounts::voids_of(StoreId store, std::string_view cashier, Date day) {
  return read(day, kVoidsOfCashier, cashier_name(store, cashier));
}

std::optional<PatternCounts::Use> PatternCounts::used_elsewhere(std::string_view card,
                                                                StoreId store, Timestamp at) {
  const std::int64_t within = std::chrono::milliseconds(kTwoStoresWithin).count();
  auto row = nearest_use_.run(card, at.ms, within, store);
  if (!row.next()) return std::nullopt;
  return Use{static_cast<StoreId>(row.int64(0)), {row.int64(1)}};
}

std::int64_t PatternCounts::read(Date day, int kind, std::string_view who) {
  auto row = read_.run(day.days, kind, who);
  return row.next() ? row.int64(0) : 0;
}

}  // namespace loyald
