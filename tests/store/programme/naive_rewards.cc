// SPDX-License-Identifier: Apache-2.0
#include "tests/store/programme/naive_rewards.h"

#include <algorithm>

namespace loyald::programme::naive {
namespace {

struct Deal {
  std::optional<Errc> error;
  Quantity cost = 0;
  std::int64_t value = 0;
};

Deal deal_of(const AmountOff& kind, std::int64_t, std::int64_t left, Quantity safe,
             Quantity times) {
  Deal sum;
  do {
    sum.cost += kind.cost;
    sum.value += kind.value.minor;
  } while (--times > 0);
  if (sum.value > left) return {Errc::failed_precondition};
  if (sum.cost > safe) return {Errc::insufficient};
  return sum;
}

Deal deal_of(const PointsAsMoney& kind, std::int64_t listed, std::int64_t left, Quantity safe,
             Quantity asked) {
  Deal best;
  bool basket_allows_any = false;
  // Until a multiple would buy nothing, because those before it paid for everything.
  for (std::int64_t k = 1; (k - 1) * kind.value.minor < left; ++k) {
    const Quantity cost = k * kind.cost;
    const std::int64_t value = std::min(k * kind.value.minor, left);
    if (cost < kind.minimum) continue;
    if (kind.maximum != 0 && cost > kind.maximum) continue;
    if (kind.maximum_percent != 0 && value * 100 > listed * kind.maximum_percent) continue;
    basket_allows_any = true;
    if (cost <= safe && (asked == 0 || cost <= asked)) best = {std::nullopt, cost, value};
  }
  if (!basket_allows_any) return {Errc::failed_precondition};
  if (asked > safe || best.cost == 0) return {Errc::insufficient};
  return best;
}

Deal deal_of(const PercentOff& kind, std::int64_t, std::int64_t left, Quantity safe,
             Quantity times) {
  if (times > 1) return {Errc::invalid_argument};
  Deal off{std::nullopt, kind.cost, 0};
  while ((off.value + 1) * 10'000 <= left * kind.basis_points) ++off.value;
  while (kind.ceiling.minor != 0 && off.value > kind.ceiling.minor) --off.value;
  if (off.value == 0) return {Errc::failed_precondition};
  if (off.cost > safe) return {Errc::insufficient};
  return off;
}

Numbers prices_of_pieces(const Numbers& left, const std::vector<BasketLine>& lines,
                         const std::vector<bool>& usable) {
  Numbers prices;
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::int64_t price = 0;
    while (lines[i].quantity > 0 && (price + 1) * lines[i].quantity <= left[i]) ++price;
    prices.push_back(usable[i] && lines[i].quantity > 0 ? price : -1);
  }
  return prices;
}

// One use of a reward on one basket.
struct Attempt {
  World& world;
  const Reward& reward;
  Quantity asked = 0;
  std::int64_t listed = 0;
  std::int64_t left_to_pay = 0;
  Numbers& left;
  Numbers weights;  // what is left of usable lines
  std::vector<bool> usable;
};

std::optional<Errc> pay_off(const Attempt& at, const Deal& made, Use& out) {
  if (made.error) return made.error;
  out.cost = made.cost;
  out.value = made.value;
  out.values = share(made.value, at.weights);
  return std::nullopt;
}

Quantity funds(const Attempt& at) { return safe(at.world, at.reward.unit); }

std::optional<Errc> use(const AmountOff& kind, const Attempt& at, Use& out) {
  out.times = std::max<Quantity>(at.asked, 1);
  return pay_off(at, deal_of(kind, at.listed, at.left_to_pay, funds(at), at.asked), out);
}

std::optional<Errc> use(const PointsAsMoney& kind, const Attempt& at, Use& out) {
  return pay_off(at, deal_of(kind, at.listed, at.left_to_pay, funds(at), at.asked), out);
}

std::optional<Errc> use(const PercentOff& kind, const Attempt& at, Use& out) {
  return pay_off(at, deal_of(kind, at.listed, at.left_to_pay, funds(at), at.asked), out);
}

std::optional<Errc> use(const CheapestFree& kind, const Attempt& at, Use& out) {
  out.times = std::max<Quantity>(at.asked, 1);
  const std::vector<BasketLine>& lines = at.world.situation.basket.lines;
  std::int64_t items = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) items += at.usable[i] ? lines[i].quantity : 0;
  if (items < out.times * kind.of) return Errc::failed_precondition;
  const Numbers prices = prices_of_pieces(at.left, lines, at.usable);
  Numbers pieces;
  for (const BasketLine& line : lines) pieces.push_back(line.quantity);
  out.values.assign(lines.size(), 0);
  for (Quantity set = 0; set < out.times; ++set) {
    std::size_t cheapest = lines.size();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (prices[i] < 0 || pieces[i] == 0) continue;
      if (cheapest == lines.size() || prices[i] < prices[cheapest]) cheapest = i;
    }
    --pieces[cheapest];
    out.values[cheapest] += prices[cheapest];
    out.value += prices[cheapest];
  }
  out.cost = out.times * kind.cost;
  if (out.value == 0) return Errc::failed_precondition;
  return out.cost > funds(at) ? std::optional(Errc::insufficient) : std::nullopt;
}

std::optional<Errc> use(const Voucher& kind, const Attempt& at, Use& out) {
  out.times = std::max<Quantity>(at.asked, 1);
  out.cost = out.times * kind.cost;
  return out.cost > funds(at) ? std::optional(Errc::insufficient) : std::nullopt;
}

std::optional<Errc> use(const Gift& kind, const Attempt& at, Use& out) {
  out.times = std::max<Quantity>(at.asked, 1);
  out.cost = out.times * kind.cost;
  if (out.times > safe(at.world, kind.stock, Owner::store)) return Errc::failed_precondition;
  return out.cost > funds(at) ? std::optional(Errc::insufficient) : std::nullopt;
}

std::optional<Errc> use(const Message&, const Attempt&, Use&) { return Errc::failed_precondition; }
std::optional<Errc> use(const InstantWin&, const Attempt&, Use&) {
  return Errc::failed_precondition;
}

bool gives_itself(const Reward& reward) {
  const auto* voucher = std::get_if<Voucher>(&reward.kind);
  return voucher != nullptr ? voucher->automatic
                            : std::holds_alternative<Message>(reward.kind) ||
                                  std::holds_alternative<InstantWin>(reward.kind);
}

bool takes_money_off(const Reward& reward) {
  return !gives_itself(reward) && !std::holds_alternative<Voucher>(reward.kind) &&
         !std::holds_alternative<Gift>(reward.kind);
}

// How many more uses the cap and the quota allow; a lot, where there is neither.
std::int64_t uses_left(const World& world, const Reward& reward) {
  std::int64_t left = 1'000'000;
  if (reward.cap) left = std::min(left, reward.cap->at_most - held(world, reward.cap->unit));
  if (reward.quota) {
    const std::int64_t store = world.situation.circumstances.store;
    const auto own = reward.quota->of_store.find(store);
    const std::int64_t most =
        own == reward.quota->of_store.end() ? reward.quota->each_store : own->second;
    left = std::min(left, most - held(world, reward.quota->unit, Owner::store));
  }
  return std::max<std::int64_t>(left, 0);
}

// Whether its terms, but for its cost, allow it on this basket.
bool is_allowed(const World& world, const Reward& reward) {
  const Situation& situation = world.situation;
  std::int64_t total = 0;
  std::int64_t listed = 0;
  for (const BasketLine& line : situation.basket.lines) {
    total += line.amount.minor;
    if (counts(reward.include, reward.exclude, line)) listed += line.amount.minor;
  }
  return is_met(reward.when, world.programme, situation) && uses_left(world, reward) > 0 &&
         total >= reward.minimum_spend.minor && (listed > 0 || situation.event);
}

std::optional<Errc> choose(World& world, const Reward& reward, Quantity asked, Numbers& left,
                           Use& out) {
  if (gives_itself(reward) || !is_allowed(world, reward)) return Errc::failed_precondition;
  Attempt at{world, reward, asked, 0, 0, left, {}, {}};
  for (std::size_t i = 0; i < left.size(); ++i) {
    const BasketLine& line = world.situation.basket.lines[i];
    at.usable.push_back(counts(reward.include, reward.exclude, line));
    at.listed += at.usable[i] ? line.amount.minor : 0;
    at.weights.push_back(at.usable[i] ? left[i] : 0);
    at.left_to_pay += at.weights[i];
  }
  if (takes_money_off(reward) && at.left_to_pay == 0) return Errc::failed_precondition;
  const auto error = std::visit([&](const auto& kind) { return use(kind, at, out); }, reward.kind);
  if (error) return error;
  if (out.times > uses_left(world, reward)) return Errc::failed_precondition;
  if (out.values.empty()) out.values.assign(left.size(), 0);
  out.costs = out.value > 0 ? share(out.cost, out.values) : Numbers(left.size(), 0);
  for (std::size_t i = 0; i < left.size(); ++i) left[i] -= out.values[i];
  out.spent = take(world, reward.unit, out.cost);
  if (const auto* gift = std::get_if<Gift>(&reward.kind)) {
    take(world, gift->stock, out.times, Owner::store);
  }
  return std::nullopt;
}

void give(World& world, const std::string& unit, const Lot& lot, Owner owner = Owner::member) {
  promise(world, unit, lot, owner);
  receive(world, unit, lot, owner);
}

void count_uses(World& world, const Reward& reward, Quantity times) {
  const Date day = world.situation.business_date;
  if (reward.cap) give(world, reward.cap->unit, naive::counted_lot(*reward.cap, day, times));
  if (reward.quota) {
    give(world, reward.quota->unit, naive::counted_lot(*reward.quota, day, times), Owner::store);
  }
}

bool is_over(const World& world, const std::string& unit) {
  const Lot lot = new_lot(world, unit, Owner::member, 1);
  return lot.available_from >= lot.expires_on;
}

std::int64_t times_passed(const Voucher& kind, std::int64_t before, std::int64_t after) {
  std::int64_t times = 0;
  for (std::int64_t next = kind.at; next <= std::max(before, after);) {
    if (next <= after) ++times;
    if (next <= before) --times;
    if (kind.of == 0) break;
    next += kind.of;
  }
  return std::max<std::int64_t>(times, 0);
}

void give_itself(World& world, const Reward& reward, const Voucher& kind, std::int64_t reached) {
  if (is_over(world, kind.gives)) return;
  std::int64_t times = 0;
  if (kind.at > 0) {
    const World before = world_of(world.programme, world.situation);
    times = times_passed(kind, held(before, reward.unit), reached);
  } else {
    while ((times + 1) * kind.cost <= safe(world, reward.unit)) ++times;
  }
  times = std::min(times, uses_left(world, reward));
  if (times == 0 || !is_allowed(world, reward)) return;
  take(world, reward.unit, times * kind.cost);
  count_uses(world, reward, times);
  give(world, kind.gives, new_lot(world, kind.gives, Owner::member, times * kind.quantity));
}

}  // namespace

std::optional<Errc> redeem(World& world, Numbers& left, std::vector<Use>& uses) {
  for (const RewardChoice& choice : world.situation.choices) {
    for (const Reward& reward : world.programme.rewards) {
      if (reward.id != choice.reward) continue;
      const auto error = choose(world, reward, choice.quantity, left, uses.emplace_back());
      if (error) return error;
    }
  }
  return std::nullopt;
}

std::optional<Errc> follow_up(World& world, const std::vector<Use>& uses) {
  for (std::size_t i = 0; i < uses.size(); ++i) {
    for (const Reward& reward : world.programme.rewards) {
      if (reward.id != world.situation.choices[i].reward) continue;
      count_uses(world, reward, uses[i].times);
      const auto* voucher = std::get_if<Voucher>(&reward.kind);
      if (voucher == nullptr) continue;
      if (is_over(world, voucher->gives)) return Errc::failed_precondition;
      give(world, voucher->gives,
           new_lot(world, voucher->gives, Owner::member, uses[i].times * voucher->quantity));
    }
  }
  const World earned = world;
  for (const Reward& reward : world.programme.rewards) {
    if (!gives_itself(reward)) continue;
    if (const auto* voucher = std::get_if<Voucher>(&reward.kind)) {
      give_itself(world, reward, *voucher, held(earned, reward.unit));
    } else if (std::holds_alternative<Message>(reward.kind) && is_allowed(world, reward)) {
      count_uses(world, reward, 1);
    }
  }
  return std::nullopt;
}

}  // namespace loyald::programme::naive
