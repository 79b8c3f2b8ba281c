// SPDX-License-Identifier: Apache-2.0
#include "store/day_counts.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "store/fold.h"
#include "store/programme/limits.h"

namespace loyald {
namespace {

// A little longer than the widest attach window, because the store's day is not the clock's.
constexpr int kCountedDays = programme::kMaxAttachDays + 4;
constexpr int kPrunedAtOnce = 100;

void count_sale(const v1::JournalEntry& entry, DayTotals& totals) {
  const v1::Sale& sale = entry.sale();
  const Date day{entry.business_date()};
  const std::string member = member_of(entry).hex();
  const std::string& cashier = entry.cashier_id();
  totals[{day, Counted::sales_of_member, member, ""}] += 1;
  totals[{day, Counted::sales_of_register, entry.register_id(), ""}] += 1;
  if (!cashier.empty()) {
    totals[{day, Counted::sales_of_cashier_with_member, cashier, member}] += 1;
  }
  for (const v1::RewardOutcome& reward : sale.rewards()) {
    if (reward.spending() == v1::SPENDING_CHOSEN && reward.cost() > 0) {
      totals[{day, Counted::redemptions_of_member, member, ""}] = 1;
    }
    if (!cashier.empty() && reward.value() > 0) {
      totals[{day, Counted::redeemed_value_of_cashier, cashier, ""}] += reward.value();
    }
  }
  for (const v1::RuleOutcome& rule : sale.rules()) {
    const bool is_given =
        rule.credit() == v1::CREDIT_EARNED || rule.credit() == v1::CREDIT_MULTIPLIED;
    if (is_given && rule.quantity() > 0) {
      totals[{day, Counted::earned_by_member, member, rule.unit()}] += rule.quantity();
    }
  }
}

DayKey key_in(const sql::Statement::Rows& row) {
  return {{static_cast<std::int32_t>(row.int64(0))},
          static_cast<Counted>(row.int64(1)),
          std::string(row.text(2)),
          std::string(row.text(3))};
}

}  // namespace

DayTotals day_counts_of(const v1::JournalEntry& entry) {
  DayTotals totals;
  if (entry.has_sale()) count_sale(entry, totals);
  if (entry.has_sale_return()) {
    totals[{{entry.business_date()}, Counted::returns_of_member, member_of(entry).hex(), ""}] += 1;
  }
  if (entry.has_adjust() && !entry.cashier_id().empty() && entry.approved_by().empty()) {
    const v1::Adjust& adjust = entry.adjust();
    totals[{{entry.business_date()},
            Counted::adjusted_by_cashier,
            entry.cashier_id(),
            adjust.unit()}] += std::abs(adjust.quantity());
  }
  for (const v1::UnitBalance& risked : entry.risked()) {
    totals[{{entry.business_date()}, Counted::risked, "", risked.unit()}] += risked.quantity();
  }
  return totals;
}

Date first_counted_day(std::uint64_t hlc) {
  return day_of(time_of_hlc(hlc)) + std::chrono::days(-kCountedDays);
}

DayCounts::DayCounts(sql::Database& database)
    : read_(database,
            "SELECT amount FROM day_count WHERE day = ?1 AND kind = ?2 AND who = ?3 AND what = ?4"),
      add_(database,
           "INSERT INTO day_count VALUES(?1, ?2, ?3, ?4, ?5) "
           "ON CONFLICT DO UPDATE SET amount = amount + excluded.amount"),
      oldest_(database,
              "SELECT day, kind, who, what FROM day_count WHERE day < ?1 "
              "ORDER BY day, kind, who, what LIMIT ?2"),
      erase_(database,
             "DELETE FROM day_count WHERE day = ?1 AND kind = ?2 AND who = ?3 AND what = ?4"),
      all_(database,
           "SELECT day, kind, who, what, amount FROM day_count WHERE day >= ?1 "
           "ORDER BY day, kind, who, what"),
      clear_(database, "DELETE FROM day_count") {}

std::int64_t DayCounts::read(const DayKey& key) {
  auto row = read_.run(key.day.days, static_cast<int>(key.kind), std::string_view(key.who),
                       std::string_view(key.what));
  return row.next() ? row.int64(0) : 0;
}

void DayCounts::fold(const v1::JournalEntry& entry) {
  const Date first = first_counted_day(entry.hlc());
  for (const auto& [key, amount] : day_counts_of(entry)) {
    if (key.day >= first) add(key, amount);
  }
  prune(first);
}

void DayCounts::prune(Date first) {
  std::vector<DayKey> old;
  auto row = oldest_.run(first.days, kPrunedAtOnce);
  while (row.next()) old.push_back(key_in(row));
  for (const DayKey& key : old) {
    erase_.execute(key.day.days, static_cast<int>(key.kind), key.who, key.what);
  }
}

DayTotals DayCounts::all(Date first) {
  DayTotals totals;
  auto row = all_.run(first.days);
  while (row.next()) totals[key_in(row)] = row.int64(4);
  return totals;
}

void DayCounts::replace_all(const DayTotals& totals) {
  clear_.execute();
  for (const auto& [key, amount] : totals) add(key, amount);
}

void DayCounts::add(const DayKey& key, std::int64_t amount) {
  add_.execute(key.day.days, static_cast<int>(key.kind), std::string_view(key.who),
               std::string_view(key.what), amount);
}

}  // namespace loyald
