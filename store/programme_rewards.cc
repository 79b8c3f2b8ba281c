// SPDX-License-Identifier: Apache-2.0
#include "store/programme_rewards.h"

#include <algorithm>
#include <limits>

#include "store/base/bytes.h"
#include "store/programme_caps.h"
#include "store/programme_conditions.h"

namespace loyald {
namespace {

using programme::AmountOff;
using programme::CheapestFree;
using programme::Gift;
using programme::InstantWin;
using programme::Message;
using programme::PercentOff;
using programme::PointsAsMoney;
using programme::Programme;
using programme::Reward;
using programme::Tickets;
using programme::Voucher;

constexpr std::int64_t kMaxSet = 100;
constexpr std::int64_t kWhole = 10'000;  // basis points
constexpr std::size_t kMaxMessageBytes = 200;
constexpr std::size_t kMaxTermsBytes = 500;
constexpr std::int64_t kMaxTickets = 1'000'000'000;

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
  kind.tender = from.tender();
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
  LOYALD_ASSIGN(kind.at, place.within("at", from.at(), 0, kMaxAmount));
  LOYALD_ASSIGN(kind.of, place.within("of", from.of(), 0, kMaxAmount));
  if (kind.of > 0 && kind.at > kind.of) return place.wrong("at", "is more than the card has");
  if (kind.at == 0 && kind.of > 0) return place.wrong("of", "needs at");
  if (kind.at > 0 && (from.cost() > 0 || !from.automatic())) {
    return place.wrong("at", "is for vouchers that are automatic and cost nothing");
  }
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), kind.at > 0 ? 0 : 1, kMaxAmount));
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

Result<Gift> read_kind(const v1::Gift& from, const Programme& known, const Place& place) {
  Gift kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 0, kMaxAmount));
  LOYALD_ASSIGN(kind.stock, read_counter_name("stock", from.stock(), known.units, place));
  return kind;
}

Result<Tickets> read_tickets(std::int64_t tickets, std::int64_t prizes, const Place& place) {
  LOYALD_TRY(place.within("tickets", tickets, 0, kMaxTickets));
  LOYALD_TRY(place.within("prizes", prizes, 0, tickets));
  return Tickets{tickets, prizes};
}

Result<InstantWin> read_kind(const v1::InstantWin& from, const Programme& known,
                             const Place& place) {
  InstantWin kind;
  LOYALD_ASSIGN(kind.gives, read_unit_name("gives", from.gives(), known.units, place));
  LOYALD_ASSIGN(kind.quantity, place.within("quantity", from.quantity() == 0 ? 1 : from.quantity(),
                                            1, kMaxAmount));
  LOYALD_ASSIGN(kind.each_store, read_tickets(from.tickets(), from.prizes(), place));
  LOYALD_TRY(check_count(from.store(), kMaxStoreShares, "store", place));
  for (const v1::StoreTickets& each : from.store()) {
    const Place here = place.table("store");
    LOYALD_TRY(here.within("id", each.id(), 1, std::numeric_limits<std::int64_t>::max()));
    LOYALD_ASSIGN(const Tickets tickets, read_tickets(each.tickets(), each.prizes(), here));
    if (!kind.of_store.emplace(each.id(), tickets).second) {
      return here.wrong("id", "store " + std::to_string(each.id()) + " is named twice");
    }
  }
  if (from.seed().size() != 64 || !from_hex(from.seed())) {
    return place.wrong("seed", "must be 64 hexadecimal digits", "openssl rand -hex 32");
  }
  kind.seed = from.seed();
  LOYALD_ASSIGN(kind.tickets_drawn,
                read_counter_name("tickets_drawn", from.tickets_drawn(), known.units, place));
  LOYALD_ASSIGN(kind.prizes_won,
                read_counter_name("prizes_won", from.prizes_won(), known.units, place));
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
  } else if (from.has_gift()) {
    LOYALD_ASSIGN(to.kind, read_kind(from.gift(), known, place.table("gift")));
  } else if (from.has_instant_win()) {
    LOYALD_ASSIGN(to.kind, read_kind(from.instant_win(), known, place.table("instant_win")));
  } else {
    LOYALD_ASSIGN(to.kind, read_kind(from.message(), place.table("message")));
  }
  return {};
}

int kinds_of(const v1::Reward& from) {
  return int{from.has_amount_off()} + int{from.has_points_as_money()} +
         int{from.has_percent_off()} + int{from.has_cheapest_free()} + int{from.has_voucher()} +
         int{from.has_message()} + int{from.has_gift()} + int{from.has_instant_win()};
}

Result<Reward> read_terms(const v1::Reward& from, const Place& place, Reward reward) {
  if (from.terms().empty() && from.terms_in().empty()) return reward;
  LOYALD_ASSIGN(reward.terms, place.text("terms", from.terms(), kMaxTermsBytes));
  LOYALD_ASSIGN(reward.terms_in,
                read_translations("terms_in", from.terms_in(), place, kMaxTermsBytes));
  return reward;
}

}  // namespace

Result<Reward> read_reward(const v1::Reward& from, const Programme& known, const Place& place) {
  Reward reward;
  LOYALD_ASSIGN(reward.id, place.id(from.id()));
  LOYALD_ASSIGN(reward.name, place.name(from.name(), from.id()));
  LOYALD_ASSIGN(reward.names, read_translations("names", from.names(), place));
  // A message and a ticket cost nothing, a gift need not.
  const bool is_free =
      from.has_message() || from.has_instant_win() || (from.has_gift() && from.gift().cost() == 0);
  if (!is_free || !from.unit().empty()) {
    LOYALD_ASSIGN(reward.unit, read_unit_name("unit", from.unit(), known.units, place));
  }
  LOYALD_TRY(read_filters(from, place, reward));
  LOYALD_ASSIGN(reward.minimum_spend, place.money("minimum_spend", from.minimum_spend(), 0));
  LOYALD_ASSIGN(reward.when, read_condition(from.when(), known, place.table("when")));
  if (kinds_of(from) != 1) {
    return place.wrong(
        "amount_off, points_as_money, percent_off, cheapest_free, voucher, message, gift, "
        "instant_win",
        "exactly one of them is required");
  }
  LOYALD_TRY(read_kind(from, known, place, reward));
  if (from.has_cap()) {
    LOYALD_ASSIGN(reward.cap, read_cap(from.cap(), known, place.table("cap")));
  }
  if (from.has_quota()) {
    LOYALD_ASSIGN(reward.quota, read_quota(from.quota(), known, place.table("quota")));
  }
  return read_terms(from, place, reward);
}

}  // namespace loyald
