// SPDX-License-Identifier: Apache-2.0
#include "store/programme_rewards.h"

#include <algorithm>

#include "store/programme_conditions.h"

namespace loyald {
namespace {

using programme::AmountOff;
using programme::CheapestFree;
using programme::Message;
using programme::PercentOff;
using programme::PointsAsMoney;
using programme::Programme;
using programme::Reward;
using programme::Voucher;

constexpr std::int64_t kMaxSet = 100;
constexpr std::int64_t kWhole = 10'000;  // basis points
constexpr std::size_t kMaxMessageBytes = 200;

Result<AmountOff> read_kind(const v1::AmountOff& from, const Place& place) {
  AmountOff kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 1, kMaxAmount));
  LOYALD_ASSIGN(kind.value, place.money("value", from.value(), 1));
  return kind;
}

Result<PointsAsMoney> read_kind(const v1::PointsAsMoney& from, const Place& place) {
  PointsAsMoney kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 1, kMaxAmount));
  LOYALD_ASSIGN(kind.value, place.money("value", from.value(), 1));
  LOYALD_ASSIGN(kind.minimum, place.within("minimum", from.minimum(), 0, kMaxAmount));
  LOYALD_ASSIGN(kind.maximum, place.within("maximum", from.maximum(), 0, kMaxAmount));
  LOYALD_TRY(place.within("maximum_percent", from.maximum_percent(), 0, 100));
  kind.maximum_percent = from.maximum_percent();
  // Counted in whole multiples of the cost, as it is spent.
  const std::int64_t fewest = std::max<std::int64_t>(1, (kind.minimum + kind.cost - 1) / kind.cost);
  if (kind.maximum > 0 && kind.maximum / kind.cost < fewest) {
    return place.wrong("maximum", "is less than the " + std::to_string(fewest * kind.cost) +
                                      " that must be spent at a time");
  }
  return kind;
}

Result<PercentOff> read_kind(const v1::PercentOff& from, const Place& place) {
  PercentOff kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 0, kMaxAmount));
  LOYALD_TRY(place.within("basis_points", from.basis_points(), 1, kWhole));
  kind.basis_points = from.basis_points();
  LOYALD_ASSIGN(kind.ceiling, place.money("ceiling", from.ceiling(), 0));
  return kind;
}

Result<CheapestFree> read_kind(const v1::CheapestFree& from, const Place& place) {
  CheapestFree kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 0, kMaxAmount));
  LOYALD_ASSIGN(kind.of, place.within("of", from.of(), 1, kMaxSet));
  return kind;
}

Result<Voucher> read_kind(const v1::Voucher& from, const Programme& known, const std::string& unit,
                          const Place& place) {
  Voucher kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 1, kMaxAmount));
  LOYALD_ASSIGN(kind.gives, read_unit_name("gives", from.gives(), known.units, place));
  if (kind.gives == unit) return place.wrong("gives", "is the unit that it costs");
  LOYALD_ASSIGN(kind.quantity, place.within("quantity", from.quantity() == 0 ? 1 : from.quantity(),
                                            1, kMaxAmount));
  kind.automatic = from.automatic();
  return kind;
}

Result<Message> read_kind(const v1::Message& from, const Place& place) {
  Message kind;
  LOYALD_ASSIGN(kind.text, place.text("text", from.text(), kMaxMessageBytes));
  LOYALD_ASSIGN(kind.texts, read_translations("texts", from.texts(), place, kMaxMessageBytes));
  return kind;
}

Result<void> read_kind(const v1::Reward& from, const Programme& known, const Place& place,
                       Reward& to) {
  if (from.has_amount_off()) {
    LOYALD_ASSIGN(to.kind, read_kind(from.amount_off(), place.table("amount_off")));
  } else if (from.has_points_as_money()) {
    LOYALD_ASSIGN(to.kind, read_kind(from.points_as_money(), place.table("points_as_money")));
  } else if (from.has_percent_off()) {
    LOYALD_ASSIGN(to.kind, read_kind(from.percent_off(), place.table("percent_off")));
  } else if (from.has_cheapest_free()) {
    LOYALD_ASSIGN(to.kind, read_kind(from.cheapest_free(), place.table("cheapest_free")));
  } else if (from.has_voucher()) {
    LOYALD_ASSIGN(to.kind, read_kind(from.voucher(), known, to.unit, place.table("voucher")));
  } else {
    LOYALD_ASSIGN(to.kind, read_kind(from.message(), place.table("message")));
  }
  return {};
}

int kinds_of(const v1::Reward& from) {
  return int{from.has_amount_off()} + int{from.has_points_as_money()} +
         int{from.has_percent_off()} + int{from.has_cheapest_free()} + int{from.has_voucher()} +
         int{from.has_message()};
}

}  // namespace

Result<Reward> read_reward(const v1::Reward& from, const Programme& known, const Place& place) {
  Reward reward;
  LOYALD_ASSIGN(reward.id, place.id(from.id()));
  LOYALD_ASSIGN(reward.name, place.name(from.name(), from.id()));
  LOYALD_ASSIGN(reward.names, read_translations("names", from.names(), place));
  if (!from.has_message() || !from.unit().empty()) {
    LOYALD_ASSIGN(reward.unit, read_unit_name("unit", from.unit(), known.units, place));
  }
  LOYALD_TRY(read_filters(from, place, reward));
  LOYALD_ASSIGN(reward.minimum_spend, place.money("minimum_spend", from.minimum_spend(), 0));
  LOYALD_ASSIGN(reward.when, read_condition(from.when(), known, place.table("when")));
  if (kinds_of(from) != 1) {
    return place.wrong("amount_off, points_as_money, percent_off, cheapest_free, voucher, message",
                       "exactly one of them is required");
  }
  LOYALD_TRY(read_kind(from, known, place, reward));
  return reward;
}

}  // namespace loyald
