// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/visits.h"

#include <chrono>
#include <utility>

#include "store/fold.h"

namespace loyald {
namespace {

int month_of(Date day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.days}}};
  return static_cast<int>(date.year()) * 12 +
         static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

}  // namespace

Visits::Visits(sql::Database& database)
    : rows_(database, {"visit",
                       {"owner_id", "month", "store_id"},
                       {"visits"},
                       "DO UPDATE SET visits = visit.visits + excluded.visits"}),
      prune_(database, {"DELETE FROM visit WHERE month < ?1 AND owner_id IN (", "?", ")", 1}),
      read_(database,
            "SELECT store_id, CAST(sum(visits) AS BIGINT) FROM visit WHERE owner_id = ?1 AND month "
            "BETWEEN ?2 "
            "AND ?3 GROUP BY store_id ORDER BY 2 DESC, 1") {}

void Visits::fold(const v1::JournalEntry& entry, StoreId store) {
  if (!entry.has_sale()) return;
  const MemberId owner = owner_of(entry);
  const int month = month_of({entry.business_date()});
  rows_.change({owner, month, store}, [](auto& row) { ++std::get<0>(row); });
  folded_[month].insert(owner);
}

void Visits::prune() {
  for (const auto& [month, owners] : std::exchange(folded_, {})) {
    prune_.execute(owners, sql::bind_key, month - kVisitMonths);
  }
}

std::vector<StoreVisits> Visits::of(const MemberId& owner, Date day) {
  std::vector<StoreVisits> visits;
  const int month = month_of(day);
  // Stores whose day has begun already count, too.
  auto row = read_.run(sql::blob(owner.bytes), month - kVisitMonths + 1, month + 1);
  while (row.next()) visits.push_back({static_cast<StoreId>(row.int64(0)), row.int64(1)});
  return visits;
}

}  // namespace loyald
