// SPDX-License-Identifier: Apache-2.0
#include "store/programme_file.h"

#include <algorithm>

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme_caps.h"
#include "store/programme_conditions.h"
#include "store/programme_earning.h"
#include "store/programme_identification.h"
#include "store/programme_limits.h"
#include "store/programme_place.h"
#include "store/programme_returns.h"
#include "store/programme_rewards.h"
#include "store/toml_message.h"

namespace loyald {
namespace {

using programme::Period;
using programme::Programme;
using programme::Tier;
using programme::Unit;

constexpr std::int64_t kMaxMonths = 1200;
constexpr std::int64_t kMaxExpiryDays = 36'500;

Result<std::optional<Period>> read_period(const std::string& key, const std::string& text,
                                          const Place& place) {
  if (text.empty()) return std::nullopt;
  LOYALD_ASSIGN(const std::size_t period, place.one_of(key, text, {"month", "quarter", "year"}));
  return std::vector{Period::month, Period::quarter, Period::year}[period];
}

Result<void> read_expiry(const v1::Unit& from, const Place& place, Unit& to) {
  LOYALD_TRY(place.within("expires_after_months", from.expires_after_months(), 0, kMaxMonths));
  LOYALD_TRY(place.within("expires_after_days", from.expires_after_days(), 0, kMaxExpiryDays));
  to.expires_after_months = from.expires_after_months();
  to.expires_after_days = from.expires_after_days();
  if (to.expires_after_months > 0 && to.expires_after_days > 0) {
    return place.wrong("expires_after_months, expires_after_days", "only one of them is possible");
  }
  LOYALD_ASSIGN(to.expires_with_next,
                read_period("expires_with_next", from.expires_with_next(), place));
  LOYALD_ASSIGN(to.expires_at_end_of,
                read_period("expires_at_end_of", from.expires_at_end_of(), place));
  if (to.expires_with_next && (to.expires_after_months > 0 || to.expires_after_days > 0)) {
    return place.wrong("expires_with_next",
                       "and expires_after_months or expires_after_days exclude each other");
  }
  if (!to.expires_at_end_of) return {};
  if (to.expires_after_months == 0 && to.expires_after_days == 0) {
    return place.wrong("expires_at_end_of",
                       "needs one of expires_after_days and expires_after_months");
  }
  return {};
}

// From when and until when lots live, besides the unit's expiry.
Result<void> read_window(const v1::Unit& from, const Place& place, Unit& to) {
  LOYALD_ASSIGN(to.valid_until, read_date("valid_until", from.valid_until(), place));
  to.expires_on_anniversary = from.expires_on_anniversary();
  to.extends = from.extends();
  if (to.extends && to.expires_after_months == 0 && to.expires_after_days == 0 &&
      !to.expires_with_next) {
    return place.wrong("extends",
                       "needs expires_after_days, expires_after_months or expires_with_next");
  }
  LOYALD_ASSIGN(to.available_from_next,
                read_period("available_from_next", from.available_from_next(), place));
  if (!to.available_from_next) return {};
  if (to.pending_days > 0) {
    return place.wrong("available_from_next", "and pending_days exclude each other");
  }
  return {};
}

Result<Unit> read_unit(const v1::Unit& from, const Place& place) {
  Unit unit;
  LOYALD_ASSIGN(unit.id, place.id(from.id()));
  LOYALD_ASSIGN(unit.name, place.name(from.name(), from.id()));
  LOYALD_ASSIGN(unit.names, read_translations("names", from.names(), place));
  LOYALD_TRY(read_expiry(from, place, unit));
  LOYALD_TRY(place.within("pending_days", from.pending_days(), 0, kMaxDays));
  LOYALD_TRY(place.within("return_grace_days", from.return_grace_days(), 0, kMaxDays));
  unit.pending_days = from.pending_days();
  unit.return_grace_days = from.return_grace_days();
  unit.counter = from.counter();
  LOYALD_TRY(read_window(from, place, unit));
  LOYALD_TRY(read_return_policy(from, place, unit));
  return unit;
}

// How long a tier is kept.
Result<void> read_holding_on(const v1::Tier& from, const Programme& known, const Place& place,
                             Tier& to) {
  LOYALD_TRY(place.within("grace_days", from.grace_days(), 0, kMaxDays));
  LOYALD_ASSIGN(const std::size_t downgrade,
                place.one_of("downgrade", from.downgrade(), {"at_once", "one_step"}));
  to.grace_days = from.grace_days();
  to.steps_down = downgrade == 1;
  if (from.status().empty()) {
    if (to.grace_days == 0 && !to.steps_down) return {};
    return place.wrong("status", "is required for grace_days and downgrade");
  }
  LOYALD_ASSIGN(to.status, read_counter_name("status", from.status(), known.units, place));
  return {};
}

Result<Tier> read_tier(const v1::Tier& from, const Programme& known, const Place& place) {
  Tier tier;
  LOYALD_ASSIGN(tier.id, place.id(from.id()));
  LOYALD_ASSIGN(tier.name, place.name(from.name(), from.id()));
  LOYALD_ASSIGN(tier.names, read_translations("names", from.names(), place));
  LOYALD_ASSIGN(tier.unit, read_unit_name("unit", from.unit(), known.units, place));
  LOYALD_ASSIGN(tier.at_least, place.within("at_least", from.at_least(), 0, kMaxAmount));
  LOYALD_TRY(read_holding_on(from, known, place, tier));
  if (known.tiers.empty()) return tier;
  const Tier& before = known.tiers.back();
  if (tier.unit != before.unit) {
    return place.wrong("unit", "is not the " + before.unit + " of the tiers before");
  }
  if (tier.at_least <= before.at_least) {
    return place.wrong("at_least", "must be more than the " + std::to_string(before.at_least) +
                                       " of tier " + before.id);
  }
  return tier;
}

Result<std::string> read_currency(const std::string& code, const Place& place) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_capital)) {
    return place.wrong("currency", code.empty() ? "is required" : "is not an ISO 4217 code",
                       "three capital letters, for example EUR");
  }
  return code;
}

Result<Programme> read_programme(const v1::Programme& from, const Place& place) {
  Programme to;
  LOYALD_ASSIGN(to.name, place.text("name", from.name()));
  LOYALD_ASSIGN(to.currency, read_currency(from.currency(), place));
  if (from.unit().empty()) return place.wrong("unit", "at least one [[unit]] is required");
  LOYALD_TRY(read_all(from.unit(), "unit", kMaxProgrammeUnits, place, to.units, read_unit));
  const auto tier = [&](const v1::Tier& entry, const Place& here) {
    return read_tier(entry, to, here);
  };
  LOYALD_TRY(read_all(from.tier(), "tier", kMaxProgrammeTiers, place, to.tiers, tier));
  LOYALD_TRY(read_earning(from, place, to));
  const auto reward = [&](const v1::Reward& entry, const Place& here) {
    return read_reward(entry, to, here);
  };
  LOYALD_TRY(read_all(from.reward(), "reward", kMaxProgrammeRewards, place, to.rewards, reward));
  LOYALD_TRY(check_counters(to, place));
  LOYALD_ASSIGN(to.limits, read_limits(from.limits(), to.units, place.table("limits")));
  to.identification = read_identification(from.identification());
  return to;
}

}  // namespace

Result<Programme> parse_programme(std::string_view toml, std::string_view file) {
  const Place place{file};
  if (toml.size() > kMaxProgrammeBytes) {
    return fail(Errc::invalid_argument, std::string(file) + ": the programme has more than " +
                                            std::to_string(kMaxProgrammeBytes) + " bytes");
  }
  v1::Programme message;
  LOYALD_TRY(fill_from_toml(toml, file, message));
  return read_programme(message, place);
}

}  // namespace loyald
