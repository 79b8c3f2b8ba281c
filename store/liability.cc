// SPDX-License-Identifier: Apache-2.0
#include "store/liability.h"

#include <charconv>
#include <limits>
#include <numeric>

namespace loyald {
namespace {

using programme::Programme;
using programme::Reward;
using Wide = __int128;

constexpr std::int64_t kWhole = 10'000;  // basis points

std::int64_t held(Wide value) {
  constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(value > kMost ? kMost : value);
}

bool is_better(const UnitWorth& a, const UnitWorth& b) {
  return Wide{a.value} * b.units > Wide{b.value} * a.units;
}

// What one reward makes of its unit; nothing where that is no fixed amount of money.
std::optional<UnitWorth> rate_of(const Reward& reward, const UnitWorths& known) {
  UnitWorth worth{0, 0, "reward " + reward.id};
  if (const auto* off = std::get_if<programme::AmountOff>(&reward.kind)) {
    worth.units = off->cost, worth.value = off->value.minor;
  } else if (const auto* points = std::get_if<programme::PointsAsMoney>(&reward.kind)) {
    worth.units = points->cost, worth.value = points->value.minor;
  } else if (const auto* percent = std::get_if<programme::PercentOff>(&reward.kind)) {
    worth.units = percent->cost, worth.value = percent->ceiling.minor;
  } else if (const auto* voucher = std::get_if<programme::Voucher>(&reward.kind)) {
    const auto gives = known.find(voucher->gives);
    if (gives == known.end()) return std::nullopt;
    // Limits of a programme: each factor is at most kMaxAmount, so that 128 bits hold the products.
    Wide value = Wide{voucher->quantity} * gives->second.value;
    Wide units = Wide{voucher->cost} * gives->second.units;
    while (value > kMaxAmount || units > kMaxAmount) value /= 2, units = units / 2 + units % 2;
    worth.units = static_cast<Quantity>(units), worth.value = static_cast<std::int64_t>(value);
  }
  if (worth.units <= 0 || worth.value <= 0) return std::nullopt;
  const std::int64_t common = std::gcd(worth.units, worth.value);
  worth.units /= common, worth.value /= common;
  return worth;
}

}  // namespace

Result<std::pair<std::string, UnitWorth>> parse_unit_worth(std::string_view text) {
  const auto equals = text.find('=');
  const auto slash = text.find('/', equals == std::string_view::npos ? 0 : equals);
  UnitWorth worth{0, 0, "given"};
  const auto read = [](std::string_view digits, std::int64_t& number) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() && number <= kMaxAmount;
  };
  if (equals == 0 || equals == std::string_view::npos || slash == std::string_view::npos ||
      !read(text.substr(equals + 1, slash - equals - 1), worth.units) || worth.units < 1 ||
      !read(text.substr(slash + 1), worth.value) || worth.value < 0) {
    return fail(Errc::invalid_argument, "not the worth of a unit: " + std::string(text),
                "write UNIT=UNITS/VALUE, for example points=100/95: 100 points are worth 95 cents");
  }
  return std::pair(std::string(text.substr(0, equals)), std::move(worth));
}

UnitWorths unit_worths(const Programme& programme, const UnitWorths& given) {
  UnitWorths worths = given;
  // A voucher's worth needs that of what it gives: at most as many steps as there are units.
  for (std::size_t step = 0; step < programme.units.size(); ++step) {
    UnitWorths next = worths;
    for (const Reward& reward : programme.rewards) {
      if (given.contains(reward.unit)) continue;
      const auto rate = rate_of(reward, worths);
      if (!rate) continue;
      const auto [place, added] = next.try_emplace(reward.unit, *rate);
      if (!added && is_better(*rate, place->second)) place->second = *rate;
    }
    if (next == worths) break;
    worths = std::move(next);
  }
  return worths;
}

Money worth_rounded_down(const UnitWorths& worths, std::string_view unit, Quantity amount) {
  const auto worth = worths.find(unit);
  if (worth == worths.end()) return {};
  return {held(Wide{amount} * worth->second.value / worth->second.units)};
}

Money worth_rounded_up(const UnitWorths& worths, std::string_view unit, Quantity amount) {
  const auto worth = worths.find(unit);
  if (worth == worths.end()) return {};
  const Wide units = worth->second.units;
  return {held((Wide{amount} * worth->second.value + units - 1) / units)};
}

std::optional<int> breakage_basis_points(const UnitCount& count) {
  if (count.expired <= 0) return std::nullopt;
  const Wide ended = Wide{count.spent} + count.expired;
  return static_cast<int>(Wide{count.expired} * kWhole / ended);
}

Liability liability_of(std::string_view unit, const UnitCount& count, const UnitWorths& worths) {
  Liability liability;
  liability.breakage = breakage_basis_points(count);
  const auto worth = worths.find(unit);
  if (worth == worths.end()) return liability;
  liability.worth = worth->second;
  liability.full = worth_rounded_up(worths, unit, count.outstanding);
  const Wide kept = kWhole - liability.breakage.value_or(0);
  liability.expected = {held((Wide{liability.full.minor} * kept + kWhole - 1) / kWhole)};
  return liability;
}

}  // namespace loyald
