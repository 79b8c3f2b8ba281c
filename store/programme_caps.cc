// SPDX-License-Identifier: Apache-2.0
#include "store/programme_caps.h"

#include <limits>

namespace loyald {
namespace {

using programme::Cap;
using programme::Period;
using programme::Programme;
using programme::Quota;

const std::vector<std::string> kPeriods{"day", "week", "month", "quarter", "year"};

Result<Period> read_period(const std::string& word, const Place& place) {
  LOYALD_ASSIGN(const std::size_t period, place.one_of("period", word, kPeriods));
  return std::vector{Period::day, Period::week, Period::month, Period::quarter,
                     Period::year}[period];
}

// What is counted where.
class Counters {
 public:
  Result<void> add(const std::string& unit, std::string_view key, const Place& place) {
    if (unit.empty() || used_.insert(unit).second) return {};
    return place.wrong(key, unit + " is used as a counter twice");
  }

  template <class Limited>
  Result<void> add_limits(const Limited& of, const Place& place) {
    if (of.cap) LOYALD_TRY(add(of.cap->unit, "unit", place.table("cap")));
    if constexpr (requires { of.quota; }) {
      if (of.quota) LOYALD_TRY(add(of.quota->unit, "unit", place.table("quota")));
    }
    return {};
  }

  Result<void> add_kind(const programme::Reward& reward, const Place& place) {
    const auto* win = std::get_if<programme::InstantWin>(&reward.kind);
    if (win == nullptr) return {};
    const Place here = place.table("instant_win");
    LOYALD_TRY(add(win->tickets_drawn, "tickets_drawn", here));
    return add(win->prizes_won, "prizes_won", here);
  }

  // Several gifts may come from one stock, but nothing else may count in it.
  Result<void> check_stock(const programme::Reward& reward, const Place& place) const {
    const auto* gift = std::get_if<programme::Gift>(&reward.kind);
    if (gift == nullptr || !used_.contains(gift->stock)) return {};
    return place.table("gift").wrong("stock", gift->stock + " is used as a counter, too");
  }

 private:
  std::set<std::string> used_;
};

}  // namespace

Result<Cap> read_cap(const v1::Cap& from, const Programme& known, const Place& place) {
  Cap cap;
  LOYALD_ASSIGN(cap.unit, read_counter_name("unit", from.unit(), known.units, place));
  LOYALD_ASSIGN(cap.at_most, place.within("at_most", from.at_most(), 1, kMaxAmount));
  if (from.period().empty() == (from.days() == 0)) {
    return place.wrong("period, days", "exactly one of them is required");
  }
  if (from.period().empty()) {
    LOYALD_TRY(place.within("days", from.days(), 1, kMaxDays));
    cap.period = from.days();
    return cap;
  }
  LOYALD_ASSIGN(cap.period, read_period(from.period(), place));
  return cap;
}

Result<Quota> read_quota(const v1::Quota& from, const Programme& known, const Place& place) {
  Quota quota;
  LOYALD_ASSIGN(quota.unit, read_counter_name("unit", from.unit(), known.units, place));
  LOYALD_ASSIGN(quota.each_store, place.within("each_store", from.each_store(), 0, kMaxAmount));
  LOYALD_TRY(check_count(from.store(), kMaxStoreShares, "store", place));
  for (const v1::StoreShare& share : from.store()) {
    const Place here = place.table("store");
    LOYALD_TRY(here.within("id", share.id(), 1, std::numeric_limits<std::int64_t>::max()));
    LOYALD_ASSIGN(const Quantity most, here.within("at_most", share.at_most(), 0, kMaxAmount));
    if (!quota.of_store.emplace(share.id(), most).second) {
      return here.wrong("id", "store " + std::to_string(share.id()) + " is named twice");
    }
  }
  if (!from.period().empty()) {
    LOYALD_ASSIGN(quota.period, read_period(from.period(), place));
  }
  return quota;
}

Result<void> check_counters(const Programme& programme, const Place& place) {
  Counters counters;
  for (std::size_t i = 0; i < programme.earn.size(); ++i) {
    const Place here = place.entry("earn", i, programme.earn[i].id);
    LOYALD_TRY(counters.add_limits(programme.earn[i], here));
    LOYALD_TRY(counters.add(programme.earn[i].carry, "carry", here));
  }
  for (std::size_t i = 0; i < programme.groups.size(); ++i) {
    LOYALD_TRY(
        counters.add_limits(programme.groups[i], place.entry("group", i, programme.groups[i].id)));
  }
  for (std::size_t i = 0; i < programme.tiers.size(); ++i) {
    LOYALD_TRY(counters.add(programme.tiers[i].status, "status",
                            place.entry("tier", i, programme.tiers[i].id)));
  }
  for (std::size_t i = 0; i < programme.rewards.size(); ++i) {
    const Place here = place.entry("reward", i, programme.rewards[i].id);
    LOYALD_TRY(counters.add_limits(programme.rewards[i], here));
    LOYALD_TRY(counters.add_kind(programme.rewards[i], here));
  }
  for (std::size_t i = 0; i < programme.rewards.size(); ++i) {
    LOYALD_TRY(counters.check_stock(programme.rewards[i],
                                    place.entry("reward", i, programme.rewards[i].id)));
  }
  return {};
}

}  // namespace loyald
