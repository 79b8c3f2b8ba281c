// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/pattern_counts.h"

#include <algorithm>
#include <cstdlib>

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

PatternCounts::UseKey PatternCounts::use_in(const v1::JournalEntry& sale, StoreId store) {
  return {sale.sale().card(), time_of_hlc(sale.hlc()).ms, store};
}

void PatternCounts::take_nearest(std::optional<Use>& nearest, const UseKey& of, const Use& other) {
  const auto order = [&](const Use& use) {
    return std::tuple(std::abs(use.at.ms - std::get<std::int64_t>(of)), use.store);
  };
  if (!nearest || order(other) < order(*nearest)) nearest = other;
}

PatternCounts::PatternCounts(sql::Database& database)
    : remembered_(database),
      uses_(database),
      counts_(database, {"pattern_count", {"day", "kind", "who"}, {"amount"}, {}}),
      use_rows_(database, {"card_use", {"card", "used_ms", "store_id"}, {}, {}}),
      read_(database, "SELECT amount FROM pattern_count WHERE day = ?1 AND kind = ?2 AND who = ?3"),
      read_many_(database, {"SELECT day, kind, who, amount FROM (VALUES ", "(?, ?, ?)",
                            ") AS asked CROSS JOIN pattern_count WHERE day = asked.column1 AND "
                            "kind = asked.column2 AND who = asked.column3"}),
      // With a range of its own for each use, both engines go by the card and read nothing else.
      uses_near_(database,
                 {"SELECT near.column1, near.column2, other.used_ms, other.store_id FROM (VALUES ",
                  "(?, ?)",
                  ") AS near CROSS JOIN card_use AS other WHERE other.card = near.column1 AND "
                  "other.used_ms BETWEEN near.column2 - ?2 AND near.column2 + ?2 AND "
                  "other.store_id <> ?1",
                  2}),
      // Ordered, so that PostgreSQL takes the index where nothing is old, and not the whole table.
      oldest_(database,
              "SELECT day, kind, who FROM pattern_count WHERE day < ?1 "
              "ORDER BY day, kind, who LIMIT ?2"),
      oldest_uses_(database,
                   "SELECT card, used_ms, store_id FROM card_use WHERE used_ms < ?1 "
                   "ORDER BY used_ms LIMIT ?2") {}

void PatternCounts::fold(const v1::JournalEntry& entry, StoreId store) {
  if (const auto counted = counted_by(entry, store)) add(*counted);
  if (uses_card(entry)) use_rows_.put(use_in(entry, store), {});
}

void PatternCounts::read_ahead(std::span<const v1::JournalEntry* const> entries, StoreId store) {
  std::vector<Counted> counts;
  std::vector<UseKey> uses;
  for (const v1::JournalEntry* entry : entries) {
    if (auto counted = counted_by(*entry, store)) counts.push_back(*std::move(counted));
    if (uses_card(*entry)) uses.push_back(use_in(*entry, store));
  }
  read_many_.read(remembered_.begin_to_read(counts), sql::bind_tuple,
                  [&](const sql::Statement::Rows& row) {
                    const Counted counted(row.int64(0), row.int64(1), row.text(2));
                    remembered_.put(counted, row.int64(3));
                  });
  read_uses(uses_.begin_to_read(uses), store, [&](const UseKey& use, const Use& other) {
    if (auto* known = uses_.find(use)) take_nearest(*known, use, other);
  });
}

template <class Take>
void PatternCounts::read_uses(const std::vector<UseKey>& uses, StoreId store, Take&& take) {
  uses_near_.read(
      uses,
      [](sql::Prepared& to, int place, const UseKey& use) {
        return sql::bind_each(to, place, std::tie(std::get<0>(use), std::get<1>(use)));
      },
      [&](const sql::Statement::Rows& row) {
        take(UseKey{row.text(0), row.int64(1), store},
             Use{static_cast<StoreId>(row.int64(3)), {row.int64(2)}});
      },
      store, std::chrono::milliseconds(kTwoStoresWithin).count());
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

std::optional<PatternCounts::Use> PatternCounts::used_elsewhere(const std::string& card,
                                                                StoreId store, Timestamp at) {
  const UseKey use{card, at.ms, store};
  if (const auto* known = uses_.find(use)) return *known;
  std::optional<Use> nearest;
  read_uses({use}, store,
            [&](const UseKey&, const Use& other) { take_nearest(nearest, use, other); });
  return nearest;
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
  if (std::int64_t* known = remembered_.find(counted)) *known = amount;
}

}  // namespace loyald
