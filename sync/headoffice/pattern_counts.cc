// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/pattern_counts.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <ranges>

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

bool uses_card(const v1::JournalEntry& entry) {
  return entry.has_sale() && !entry.sale().card().empty();
}

// Another store's use that is nearest to `at` and within kTwoStoresWithin.
template <class Use, class Uses>
std::optional<Use> nearest(const Uses& uses, StoreId store, Timestamp at) {
  std::optional<Use> found;
  const auto distance = [&](std::int64_t ms) { return std::abs(ms - at.ms); };
  for (const auto& [used_ms, where] : uses) {
    if (where == store || std::chrono::milliseconds(distance(used_ms)) > kTwoStoresWithin) continue;
    const bool is_nearer = !found || std::tuple(distance(used_ms), where) <
                                         std::tuple(distance(found->at.ms), found->store);
    if (is_nearer) found = Use{where, {used_ms}};
  }
  return found;
}

}  // namespace

std::optional<PatternCounts::Counted> PatternCounts::counted_by(const v1::JournalEntry& entry,
                                                                StoreId store) {
  if (entry.has_sale()) {
    return Counted{entry.business_date(), kSalesOfMember, member_of(entry).hex()};
  }
  if (entry.has_sale_void() && !entry.cashier_id().empty()) {
    return Counted{entry.business_date(), kVoidsOfCashier, cashier_name(store, entry.cashier_id())};
  }
  return std::nullopt;
}

PatternCounts::PatternCounts(sql::Database& database)
    : remembered_(database),
      uses_(database),
      counts_(database, {"pattern_count", {"day", "kind", "who"}, {"amount"}, {}}),
      use_rows_(database, {"card_use", {"card", "used_ms", "store_id"}, {}, {}}),
      read_(database, "SELECT amount FROM pattern_count WHERE day = ?1 AND kind = ?2 AND who = ?3"),
      read_many_(database,
                 {"SELECT day, kind, who, amount FROM pattern_count WHERE (day, kind, who) IN "
                  "(VALUES ",
                  "(?, ?, ?)", ")"}),
      uses_of_(database,
               // The sum keeps both engines from reading the whole chain's uses of that time.
               {"SELECT card, used_ms, store_id FROM card_use WHERE used_ms + 0 BETWEEN ?1 AND ?2 "
                "AND card IN (",
                "?", ")", 2}),
      // Ordered, so that PostgreSQL takes the index where nothing is old, and not the whole table.
      oldest_(database,
              "SELECT day, kind, who FROM pattern_count WHERE day < ?1 "
              "ORDER BY day, kind, who LIMIT ?2"),
      nearest_use_(database,
                   "SELECT store_id, used_ms FROM card_use WHERE card = ?1 "
                   "AND used_ms BETWEEN ?2 - ?3 AND ?2 + ?3 AND store_id <> ?4 "
                   "ORDER BY abs(used_ms - ?2), store_id LIMIT 1"),
      oldest_uses_(database,
                   "SELECT card, used_ms, store_id FROM card_use WHERE used_ms < ?1 "
                   "ORDER BY used_ms LIMIT ?2") {}

void PatternCounts::fold(const v1::JournalEntry& entry, StoreId store) {
  if (const auto counted = counted_by(entry, store)) add(*counted);
  if (!uses_card(entry)) return;
  const std::string& card = entry.sale().card();
  const std::int64_t used_ms = time_of_hlc(entry.hlc()).ms;
  use_rows_.put({card, used_ms, store}, {});
  if (Uses* known = uses_.find(card)) known->all.emplace(used_ms, store);
}

void PatternCounts::read_ahead(std::span<const v1::JournalEntry* const> entries, StoreId store) {
  std::map<Counted, std::int64_t> counts;
  std::map<std::string, Uses> cards;
  Timestamp first{INT64_MAX};
  Timestamp last{INT64_MIN};
  for (const v1::JournalEntry* entry : entries) {
    if (const auto counted = counted_by(*entry, store)) counts[*counted];
    if (!uses_card(*entry)) continue;
    const Timestamp at = time_of_hlc(entry->hlc());
    first = std::min(first, at);
    last = std::max(last, at);
    cards[entry->sale().card()];
  }
  read_many_.read(std::views::keys(counts), sql::bind_tuple, [&](const sql::Statement::Rows& row) {
    counts.at({static_cast<std::int32_t>(row.int64(0)), static_cast<int>(row.int64(1)),
               std::string(row.text(2))}) = row.int64(3);
  });
  for (const auto& [counted, amount] : counts) remembered_.put(counted, amount);
  if (cards.empty()) return;
  first = first + -kTwoStoresWithin;
  last = last + kTwoStoresWithin;
  uses_of_.read(
      std::views::keys(cards), sql::bind_key,
      [&](const sql::Statement::Rows& row) {
        cards.at(std::string(row.text(0)))
            .all.emplace(row.int64(1), static_cast<StoreId>(row.int64(2)));
      },
      first.ms, last.ms);
  for (auto& [card, uses] : cards) {
    uses.from = first;
    uses.to = last;
    uses_.put(card, uses);
  }
}

void PatternCounts::prune(Timestamp now) {
  const Date first_day = day_of(now) + std::chrono::days(-kPatternDays);
  std::vector<Counted> counts;
  auto count = oldest_.run(first_day.days, kPrunedAtOnce);
  while (count.next()) {
    counts.emplace_back(count.int64(0), count.int64(1), std::string(count.text(2)));
  }
  for (Counted& each : counts) counts_.remove(std::move(each));
  std::vector<UseKey> uses;
  auto use = oldest_uses_.run(begin_of(first_day).ms, kPrunedAtOnce);
  while (use.next()) {
    uses.emplace_back(use.text(0), use.int64(1), static_cast<StoreId>(use.int64(2)));
  }
  for (UseKey& each : uses) use_rows_.remove(std::move(each));
}

std::int64_t PatternCounts::sales_of(const MemberId& member, Date day) {
  return read({day.days, kSalesOfMember, member.hex()});
}

std::int64_t PatternCounts::voids_of(StoreId store, std::string_view cashier, Date day) {
  return read({day.days, kVoidsOfCashier, cashier_name(store, cashier)});
}

std::optional<PatternCounts::Use> PatternCounts::used_elsewhere(std::string_view card,
                                                                StoreId store, Timestamp at) {
  const std::int64_t within = std::chrono::milliseconds(kTwoStoresWithin).count();
  if (const Uses* known = uses_.find(std::string(card));
      known && known->from.ms <= at.ms - within && at.ms + within <= known->to.ms) {
    return nearest<Use>(known->all, store, at);
  }
  auto row = nearest_use_.run(card, at.ms, within, store);
  if (!row.next()) return std::nullopt;
  return Use{static_cast<StoreId>(row.int64(0)), {row.int64(1)}};
}

std::int64_t PatternCounts::read(const Counted& counted) {
  if (const std::int64_t* known = remembered_.find(counted)) return *known;
  const auto& [day, kind, who] = counted;
  auto row = read_.run(day, kind, who);
  const std::int64_t amount = row.next() ? row.int64(0) : 0;
  remembered_.put(counted, amount);
  return amount;
}

void PatternCounts::add(const Counted& counted) {
  const std::int64_t amount = read(counted) + 1;
  counts_.put(counted, {amount});
  remembered_.put(counted, amount);
}

}  // namespace loyald
