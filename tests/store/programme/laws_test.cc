// SPDX-License-Identifier: Apache-2.0
// What holds over whole histories: evaluations one after another, their outcomes kept in wallets.
#include <doctest/doctest.h>

#include <array>
#include <map>

#include "store/programme/draw.h"
#include "store/programme/evaluate.h"
#include "tests/store/programme/random_situation.h"
#include "tests/support/property.h"

namespace loyald::programme {
namespace {

using loyald::testing::Findings;
using loyald::testing::for_all;

constexpr int kMembers = 3;
constexpr int kStores = 2;

using Wallets = std::map<std::string, Wallet>;

// One owner's units from the first day on, and how much of each lot came and went.
struct Purse {
  Wallets wallets;
  std::map<std::pair<std::string, std::pair<Date, Date>>, Quantity> came;
  std::map<std::pair<std::string, std::pair<Date, Date>>, Quantity> went;

  void change(const std::string& unit, const Lot& lot, Quantity amount) {
    if (amount == 0) return;
    Wallet& wallet = wallets.try_emplace(unit, Wallet{unit, {}, 0}).first->second;
    REQUIRE(add(wallet, {lot.available_from, lot.expires_on, amount}));
    (amount > 0 ? came : went)[{unit, {lot.available_from, lot.expires_on}}] += std::abs(amount);
  }

  std::vector<MemberUnits> units(Date day) const {
    std::vector<MemberUnits> all;
    for (const auto& [unit, wallet] : wallets) all.push_back({wallet, spendable(wallet, day)});
    return all;
  }

  Quantity counted(const std::string& unit, Date day) const {
    const auto found = wallets.find(unit);
    return found == wallets.end() ? 0 : spendable(found->second, day);
  }
};

// All that happens in a chain of two stores that always agree: member m was referred by m - 1.
struct History {
  Programme programme;
  std::array<Purse, kMembers> members = {};
  std::array<Purse, kStores> stores = {};
  Date day = kToday;

  Situation next(Random& random, std::size_t member, std::size_t store) const {
    Situation situation = random_situation(random, programme);
    situation.business_date = day;
    situation.units = members[member].units(day);
    situation.store_units = stores[store].units(day);
    situation.circumstances.store = static_cast<std::int64_t>(store) + 1;
    situation.circumstances.has_referrer = member > 0;
    situation.referrer_units.clear();
    if (member > 0) situation.referrer_units = members[member - 1].units(day);
    return situation;
  }

  void apply(const Evaluation& evaluation, std::size_t member, std::size_t store) {
    const auto owner = [&](Owner of) -> Purse& {
      if (of == Owner::store) return stores[store];
      return of == Owner::referrer ? members[member - 1] : members[member];
    };
    for (const RuleOutcome& rule : evaluation.rules) {
      if (rule.lot.amount > 0) owner(rule.owner).change(rule.unit, rule.lot, rule.lot.amount);
    }
    for (const RewardOutcome& reward : evaluation.rewards) {
      for (const Lot& lot : reward.spent) owner(reward.owner).change(reward.unit, lot, -lot.amount);
    }
  }
};

Quantity most_at(const Quota& quota, std::size_t store) {
  const auto own = quota.of_store.find(static_cast<std::int64_t>(store) + 1);
  return own == quota.of_store.end() ? quota.each_store : own->second;
}

// No counter of anybody is above what it is the limit of.
void check_limits(const History& history, Findings& found) {
  const auto capped = [&](const std::optional<Cap>& cap, const std::string& of) {
    for (const Purse& member : history.members) {
      if (!cap) continue;
      found.require(member.counted(cap->unit, history.day) <= cap->at_most, "the cap of " + of);
    }
  };
  const auto rationed = [&](const std::optional<Quota>& quota, const std::string& of) {
    for (std::size_t store = 0; quota && store < kStores; ++store) {
      const Quantity counted = history.stores[store].counted(quota->unit, history.day);
      found.require(counted <= most_at(*quota, store), "the quota of " + of);
    }
  };
  for (const EarnRule& rule : history.programme.earn) {
    capped(rule.cap, rule.id);
    rationed(rule.quota, rule.id);
  }
  for (const Group& group : history.programme.groups) capped(group.cap, group.id);
  for (const Reward& reward : history.programme.rewards) {
    capped(reward.cap, reward.id);
    rationed(reward.quota, reward.id);
  }
}

// Nothing is spent before its first day, or on the day it is gone or later.
void check_spent_in_time(const Evaluation& evaluation, Date day, Findings& found) {
  for (const RewardOutcome& reward : evaluation.rewards) {
    for (const Lot& lot : reward.spent) {
      found.require(lot.available_from <= day && day < lot.expires_on,
                    "spent outside of its days: " + reward.unit);
    }
  }
}

// Lot by lot: what came is what went and what is there, and no more than came ever went. So what
// expires is a lot's rest, once, by its date alone.
void check_conserved(const Purse& purse, Findings& found) {
  for (const auto& [lot, came] : purse.came) {
    const auto gone = purse.went.find(lot);
    const Quantity went = gone == purse.went.end() ? 0 : gone->second;
    Quantity there = 0;
    for (const Lot& each : purse.wallets.at(lot.first).lots) {
      if (std::pair(each.available_from, each.expires_on) == lot.second) there = each.amount;
    }
    found.require(went <= came, "more went of a lot of " + lot.first + " than came");
    found.equal(there, came - went, "a lot of " + lot.first);
  }
  for (const auto& [lot, went] : purse.went) {
    found.require(purse.came.contains(lot), "something went of " + lot.first + " that never came");
  }
}

// With one rule at least, so that something happens.
Programme some_programme(Random& random) {
  Programme programme = random_programme(random);
  programme.earn.push_back(random_rule(random, "always"));
  programme.earn.back().unit = "points";
  return programme;
}

TEST_CASE("caps, quotas and stock hold over any history, and lots are conserved") {
  std::uint64_t evaluated = 0;
  for_all(300, [&](Random& random, Findings& found) {
    History history{some_programme(random)};
    for (Purse& store : history.stores) {
      store.change("stock", {kFirstDate, kNever}, between(random, 0, 5));
    }
    for (std::int64_t steps = between(random, 1, 25); steps > 0; --steps) {
      history.day.days += static_cast<std::int32_t>(between(random, 0, 9));
      const auto member = static_cast<std::size_t>(random.below(kMembers));
      const auto store = static_cast<std::size_t>(random.below(kStores));
      const Situation situation = history.next(random, member, store);
      const auto evaluation = evaluate(history.programme, situation);
      if (!evaluation) continue;
      ++evaluated;
      check_spent_in_time(*evaluation, history.day, found);
      history.apply(*evaluation, member, store);
      check_limits(history, found);
      if (!found.what().empty()) return;
    }
    for (const Purse& purse : history.members) check_conserved(purse, found);
    for (const Purse& purse : history.stores) check_conserved(purse, found);
  });
  CHECK_GT(evaluated, 1000);
}

TEST_CASE("of a store's tickets exactly the prizes win, whatever the seed, reward and store") {
  for_all(300, [](Random& random, Findings& found) {
    InstantWin kind;
    kind.seed = std::to_string(random.below(1'000'000));
    const std::int64_t tickets = between(random, 1, 120);
    const std::int64_t prizes = between(random, 0, tickets);
    const std::int64_t store = between(random, 1, 50);
    kind.of_store[store] = {tickets, prizes};
    std::int64_t won = 0;
    for (std::int64_t drawn = 0; drawn < tickets; ++drawn) {
      const Draw next = draw(kind, "scratch", store, drawn, won);
      found.equal(next.ticket, drawn + 1, "the ticket's number");
      if (next.wins) ++won;
    }
    found.equal(won, prizes, "prizes");
    found.equal(draw(kind, "scratch", store, tickets, won).ticket, 0, "after the last");
  });
}

// The keys under which spending more may earn less: best_of (another rule of the group wins, with
// another unit or an own cap), conditions and rewards on what is held (holds, tiers: the member is
// the same here), minimum and maximum shares of rewards. None of them is in these programmes.
TEST_CASE("under rules that add up, spending more never earns less") {
  for_all(1500, [](Random& random, Findings& found) {
    Programme programme{"Any", "EUR", {{"points", "Points", 0, 0, 0}}, {}, {}};
    programme.units.push_back({"cap-1", "", 0, 0, 0});
    for (std::int64_t i = between(random, 1, 4); i > 0; --i) {
      EarnRule rule = random_rule(random, "r" + std::to_string(i));
      rule.unit = "points";
      if (i == 1) rule.cap = Cap{"cap-1", between(random, 1, 40), Period::month};
      programme.earn.push_back(rule);
    }
    Situation situation{kToday, {}, {}, {}};
    for (int i = 0; i < 4; ++i) situation.basket.lines.push_back(random_line(random));
    const auto earned = [&] {
      const auto got = evaluate(programme, situation);
      REQUIRE(got);
      Quantity sum = 0;
      for (const RuleOutcome& rule : got->rules) sum += rule.unit == "points" ? rule.lot.amount : 0;
      return sum;
    };
    const Quantity before = earned();
    BasketLine& line = situation.basket.lines[random.below(4)];
    const std::int64_t more = between(random, 1, 500);
    line.amount.minor += more;
    if (line.list_amount) line.list_amount->minor += more;
    found.require(earned() >= before, "more was spent and less was earned");
  });
}

}  // namespace
}  // namespace loyald::programme
