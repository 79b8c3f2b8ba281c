// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "store/programme/evaluate.h"
#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

Programme programme_with_rewards() {
  Programme programme{"Any", "EUR", {{"points", "Points", 0, 0, 0}}, {}, {}};
  programme.rewards = {
      {"off", "Off", "points", {}, {}, Money{1000}, AmountOff{400, Money{500}}},
      {"pay", "Pay", "points", {}, {}, Money{}, PointsAsMoney{100, Money{100}, 0, 0, 0}},
      {"fuel", "Fuel", "points", LineFilter{}, {}, Money{}, AmountOff{10, Money{10}}}};
  programme.rewards[2].include->departments = {"FUEL"};
  return programme;
}

Situation situation_with(std::int64_t amount, Quantity points, std::vector<RewardChoice> choices) {
  const Wallet wallet{"points", {{kToday, kNever, points}}, 0};
  const BasketLine line{"1", "food", "SHOP", "", {}, 1, Money{amount}};
  return {kToday, {{wallet, points}}, {{line}}, std::move(choices)};
}

TEST_CASE("every reward is offered with its most, or with why not") {
  const auto got = offers(programme_with_rewards(), situation_with(1200, 700, {}));
  CHECK_EQ(got, std::vector<Offer>{{"off", 400, Money{500}, ""},
                                   {"pay", 700, Money{700}, ""},
                                   {"fuel", 0, Money{}, "no line that it may be used on"}});
}

TEST_CASE("choices already made are used first") {
  const auto got = offers(programme_with_rewards(), situation_with(1200, 700, {{"pay", 400}}));
  CHECK_EQ(got[0].unavailable, "costs 400, 300 may be spent");
  CHECK_EQ(got[1].unavailable, "already chosen");
}

TEST_CASE("a basket below the minimum spend says how far it is") {
  const auto unavailable = [](std::int64_t amount) {
    return offers(programme_with_rewards(), situation_with(amount, 700, {}))[0].unavailable;
  };
  CHECK_EQ(unavailable(940), "minimum spend 1000 not reached: 940");
  CHECK_EQ(unavailable(1000), "");
}

TEST_CASE("a member without the unit is offered nothing of it") {
  Situation situation = situation_with(1200, 700, {});
  situation.units.clear();
  const auto got = offers(programme_with_rewards(), situation);
  CHECK_EQ(got[0].unavailable, "costs 400, 0 may be spent");
  CHECK_EQ(got[1].unavailable, "at least 100 at a time, 0 may be spent");
}

TEST_CASE("choices that are not possible leave nothing to offer") {
  const auto got = offers(programme_with_rewards(), situation_with(1200, 700, {{"pay", 800}}));
  for (const Offer& offer : got) {
    CHECK_EQ(offer.unavailable, "reward pay: 800 asked for, 700 may be spent");
  }
}

TEST_CASE("choosing what was offered gives what was offered") {
  std::uint64_t offered = 0;
  for_each_seed(4000, [&](Random& random) {
    const Programme programme = random_programme(random);
    Situation situation = random_situation(random, programme);
    situation.event.reset();
    const std::vector<Offer> got = offers(programme, situation);
    REQUIRE_EQ(got.size(), programme.rewards.size());
    for (const Offer& offer : got) {
      Situation with = situation;
      with.choices.push_back({offer.reward, 0});
      const auto evaluation = evaluate(programme, with);
      CHECK_EQ(evaluation.has_value(), offer.unavailable.empty());
      if (!evaluation) continue;
      ++offered;
      CHECK_EQ(evaluation->rewards[with.choices.size() - 1].cost, offer.cost);
      CHECK_EQ(evaluation->rewards[with.choices.size() - 1].value, offer.value);
    }
  });
  CHECK_GT(offered, 150);
}

}  // namespace
}  // namespace loyald::programme
