// SPDX-License-Identifier: Apache-2.0
#include "tests/store/programme/naive_lots.h"

#include <algorithm>

namespace loyald::programme::naive {
namespace {

struct CalendarDay {
  int year = 1970;
  int month = 1;
  int day = 1;
  int weekday = 3;  // 0 = Monday
};

int days_in(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Some hundred years, one day after the other.
const std::vector<CalendarDay>& calendar() {
  static const std::vector<CalendarDay> days = [] {
    std::vector<CalendarDay> all{{}};
    while (all.size() < 50'000) {
      CalendarDay next = all.back();
      next.weekday = next.weekday == 6 ? 0 : next.weekday + 1;
      if (++next.day > days_in(next.year, next.month)) next.day = 1, ++next.month;
      if (next.month > 12) next.month = 1, ++next.year;
      all.push_back(next);
    }
    return all;
  }();
  return days;
}

const CalendarDay& at(Date date) { return calendar()[static_cast<std::size_t>(date.days)]; }

bool begins(Period period, Date date) {
  const CalendarDay& day = at(date);
  if (period == Period::day) return true;
  if (period == Period::week) return day.weekday == 0;
  if (day.day != 1) return false;
  if (period == Period::month) return true;
  if (period == Period::year) return day.month == 1;
  return day.month == 1 || day.month == 4 || day.month == 7 || day.month == 10;
}

Date next_begin(Period period, Date date) {
  do ++date.days;
  while (!begins(period, date));
  return date;
}

Date this_begin(Period period, Date date) {
  while (!begins(period, date)) --date.days;
  return date;
}

Date months_later(Date date, int months) {
  int month = at(date).month;
  int year = at(date).year;
  for (; months > 0; --months) {
    if (++month > 12) month = 1, ++year;
  }
  const int day = std::min(at(date).day, days_in(year, month));
  while (at(date).year != year || at(date).month != month || at(date).day != day) ++date.days;
  return date;
}

// 29 February is 28 February in other years.
Date anniversary_after(Date since, Date date) {
  const auto comes_round = [&] {
    const CalendarDay& day = at(date);
    return day.month == at(since).month &&
           day.day == std::min(at(since).day, days_in(day.year, day.month));
  };
  do ++date.days;
  while (!comes_round() || date <= since);
  return date;
}

bool is_now(const std::pair<Date, Date>& dates, Date day) {
  return dates.second <= day && day < dates.first;
}

std::int64_t held_of(const Purse& purse, Date day) {
  std::int64_t sum = -purse.debt;
  for (const auto& [dates, amount] : purse.lots) sum += is_now(dates, day) ? amount : 0;
  return std::max<std::int64_t>(sum, 0);
}

const Purse& purse_of(const World& world, const std::string& unit, Owner owner) {
  static const Purse empty;
  const auto found = world.purses.find({owner, unit});
  return found == world.purses.end() ? empty : found->second;
}

}  // namespace

World world_of(const Programme& programme, const Situation& situation) {
  World world{programme, situation, {}, {}};
  const auto add_all = [&](const std::vector<MemberUnits>& all, Owner owner) {
    for (const MemberUnits& units : all) {
      Purse& purse = world.purses[{owner, units.wallet.unit}];
      purse.debt = units.wallet.debt;
      purse.safe = units.safe_to_spend;
      for (const Lot& lot : units.wallet.lots) {
        purse.lots[{lot.expires_on, lot.available_from}] = lot.amount;
      }
    }
  };
  add_all(situation.units, Owner::member);
  add_all(situation.store_units, Owner::store);
  add_all(situation.referrer_units, Owner::referrer);
  return world;
}

std::int64_t held(const World& world, const std::string& unit, Owner owner) {
  return held_of(purse_of(world, unit, owner), world.situation.business_date);
}

std::int64_t safe(const World& world, const std::string& unit, Owner owner) {
  return purse_of(world, unit, owner).safe;
}

std::vector<Lot> take(World& world, const std::string& unit, Quantity cost, Owner owner) {
  std::vector<Lot> taken;
  Purse& purse = world.purses[{owner, unit}];
  for (auto lot = purse.lots.begin(); lot != purse.lots.end() && cost > 0;) {
    const auto [to, from] = lot->first;
    if (lot->second <= 0 || !is_now(lot->first, world.situation.business_date)) {
      ++lot;
      continue;
    }
    taken.push_back({from, to, 0});
    for (; cost > 0 && lot->second > 0; --cost, --purse.safe) {
      --lot->second;
      ++taken.back().amount;
      --world.changes[{owner, unit, from, to}];
    }
    lot = lot->second == 0 ? purse.lots.erase(lot) : std::next(lot);
  }
  return taken;
}

void promise(World& world, const std::string& unit, const Lot& lot, Owner owner) {
  world.changes[{owner, unit, lot.available_from, lot.expires_on}] += lot.amount;
}

void receive(World& world, const std::string& unit, const Lot& lot, Owner owner) {
  if (lot.amount == 0) return;
  Purse& purse = world.purses[{owner, unit}];
  const std::int64_t before = held_of(purse, world.situation.business_date);
  const std::pair dates{lot.expires_on, lot.available_from};
  purse.lots[dates] += lot.amount;
  if (purse.lots[dates] == 0) purse.lots.erase(dates);
  purse.safe += held_of(purse, world.situation.business_date) - before;
}

Date last_expiry(const World& world, const std::string& unit, Owner owner) {
  Date last = kFirstDate;
  for (const auto& [dates, amount] : purse_of(world, unit, owner).lots) {
    if (amount > 0) last = std::max(last, dates.first);
  }
  return last;
}

Lot new_lot(const World& world, const std::string& unit, Owner owner, Quantity amount,
            std::optional<int> pending_days, std::optional<Date> day) {
  const auto is_it = [&](const Unit& each) { return each.id == unit; };
  const Unit& of = *std::find_if(world.programme.units.begin(), world.programme.units.end(), is_it);
  const Date today = day.value_or(world.situation.business_date);
  Date from = today;
  for (int i = pending_days.value_or(of.pending_days); i > 0; --i) ++from.days;
  if (of.available_from_next) from = next_begin(*of.available_from_next, today);
  if (of.extends) from = std::max(from, last_expiry(world, unit, owner));
  if (from == kNever) return {kNever, kNever, amount};
  Date to = kNever;
  if (of.expires_after_months > 0) to = months_later(from, of.expires_after_months);
  if (of.expires_after_days > 0) {
    to = from;
    for (int i = of.expires_after_days; i > 0; --i) ++to.days;
  }
  if (of.expires_at_end_of && to != kNever) to = next_begin(*of.expires_at_end_of, {to.days - 1});
  if (of.expires_with_next) {
    to = next_begin(*of.expires_with_next, next_begin(*of.expires_with_next, from));
  }
  if (of.expires_on_anniversary) {
    const Date since = world.situation.circumstances.member_since.value_or(today);
    to = std::min(to, anniversary_after(since, from));
  }
  if (of.valid_until && of.valid_until->days < to.days) to.days = of.valid_until->days + 1;
  return {from, to, amount};
}

Lot counted_lot(const Cap& cap, Date day, Quantity amount) {
  if (const auto* period = std::get_if<Period>(&cap.period)) {
    return {this_begin(*period, day), next_begin(*period, day), amount};
  }
  Date to = day;
  for (int i = std::get<int>(cap.period); i > 0; --i) ++to.days;
  return {day, to, amount};
}

Lot counted_lot(const Quota& quota, Date day, Quantity amount) {
  if (!quota.period) return {kFirstDate, kNever, amount};
  return {this_begin(*quota.period, day), next_begin(*quota.period, day), amount};
}

}  // namespace loyald::programme::naive
