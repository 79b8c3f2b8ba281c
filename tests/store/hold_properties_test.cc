// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "tests/store/store_fixture.h"

// Random holds, captures, releases, time-outs, sales and restarts on a real store. A model beside
// it knows only what the entries say: what is spendable and which holds are open.

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

constexpr int kSeeds = 25;
constexpr int kSteps = 80;

struct ModelHold {
  std::string id;
  std::string card;
  Quantity points = 0;
  Timestamp until;
  Date day;
};

class RandomTill {
 public:
  RandomTill(StoreFixture& fixture, std::uint64_t seed) : fixture_(fixture), random_(seed) {}

  void step(int number) {
    fixture_.moment.now.ms += static_cast<std::int64_t>(random_.below(60'000));
    if (random_.below(15) == 0) fixture_.moment.today.days += static_cast<int>(random_.below(3));
    const std::string id = "op" + std::to_string(number);
    switch (random_.below(10)) {
      case 0:
      case 1:
      case 2:
        return hold(id);
      case 3:
      case 4:
        return capture(id);
      case 5:
        return release(id);
      case 6:
        return fixture_.open();
      case 7:
        return give_back(id);
      default:
        return sell(id);
    }
  }

  // Safe to spend is what can be spent less the open holds, and never negative.
  void check() {
    for (int i = 0; i < 2; ++i) {
      const std::string card = card_number(i);
      Quantity held = 0;
      for (const ModelHold& hold : holds_) {
        if (hold.card == card && is_open(hold)) held += hold.points;
      }
      const UnitView view = fixture_.unit(card, "points");
      const Quantity spendable = programme::spendable(view.wallet, fixture_.moment.today);
      CHECK(view.held == held);
      CHECK(view.safe_to_spend == std::max<Quantity>(0, spendable - held));
    }
  }

 private:
  static std::string card_number(int i) { return "042000000001" + std::to_string(i); }
  std::string any_card() { return card_number(static_cast<int>(random_.below(2))); }
  bool is_open(const ModelHold& hold) const {
    return fixture_.moment.now < hold.until && fixture_.moment.today.days <= hold.day.days + 1;
  }

  CheckoutRequest request(const std::string& id, const std::string& card) {
    const auto points = static_cast<Quantity>(10 * random_.below(8));
    CheckoutRequest request{fixture_.origin(id),
                            StoreFixture::card(card),
                            {{fixture_.line(static_cast<std::int64_t>(1 + random_.below(9000)))}},
                            {}};
    if (points > 0) request.choices.push_back({"pay", points});
    return request;
  }

  // What may be spent by somebody with no hold of their own, or with the one named.
  Quantity free_for(const std::string& card, const std::string& own) {
    const UnitView view = fixture_.unit(card, "points");
    Quantity free = programme::spendable(view.wallet, fixture_.moment.today);
    for (const ModelHold& hold : holds_) {
      if (hold.card == card && hold.id != own && is_open(hold)) free -= hold.points;
    }
    return std::max<Quantity>(0, free);
  }

  static Quantity cost_of(const v1::Sale& sale) {
    Quantity cost = 0;
    for (const v1::RewardOutcome& reward : sale.rewards()) cost += reward.cost();
    return cost;
  }

  void hold(const std::string& id) {
    const std::string card = any_card();
    const Quantity free = free_for(card, "");
    const auto seconds = static_cast<std::int32_t>(1 + random_.below(600));
    const HoldRequest asked{request(id, card), seconds};
    const auto held = fixture_.commit([&] { return fixture_.store->hold(fixture_.moment, asked); });
    if (!held) return;
    const Quantity points = held->entry.hold().amounts(0).quantity();
    CHECK(points <= free);
    holds_.push_back({id,
                      card,
                      points,
                      {fixture_.moment.now.ms + seconds * std::int64_t{1000}},
                      fixture_.moment.today});
    const auto again =
        fixture_.commit([&] { return fixture_.store->hold(fixture_.moment, asked); });
    REQUIRE(again);
    CHECK(again->is_repeat);
  }

  void capture(const std::string& id) {
    if (holds_.empty()) return;
    const std::size_t at = random_.below(holds_.size());
    const ModelHold hold = holds_[at];
    CheckoutRequest asked = request(id, hold.card);
    asked.hold = HoldName{"1", hold.id};
    const Quantity free = free_for(hold.card, hold.id);
    const auto sold =
        fixture_.commit([&] { return fixture_.store->checkout(fixture_.moment, asked); });
    if (!sold) {
      CHECK(sold.error().code == Errc::insufficient);
      return;
    }
    CHECK(cost_of(sold->entry.sale()) <= free);
    holds_.erase(holds_.begin() + static_cast<std::ptrdiff_t>(at));
    used_.push_back(hold.id);
    sales_.push_back(id);
    ++captured_;
  }

  void release(const std::string& id) {
    if (!used_.empty() && random_.below(2) == 0) {
      const std::string used = used_[random_.below(used_.size())];
      const auto refused = fixture_.commit([&] {
        return fixture_.store->release(fixture_.moment, {fixture_.origin(id), {"1", used}});
      });
      REQUIRE(!refused);
      CHECK(refused.error().code == Errc::failed_precondition);
      return;
    }
    if (holds_.empty()) return;
    const std::size_t at = random_.below(holds_.size());
    REQUIRE(fixture_.commit([&] {
      return fixture_.store->release(fixture_.moment, {fixture_.origin(id), {"1", holds_[at].id}});
    }));
    used_.push_back(holds_[at].id);
    holds_.erase(holds_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void sell(const std::string& id) {
    const std::string card = any_card();
    const Quantity free = free_for(card, "");
    const CheckoutRequest asked = request(id, card);
    const auto sold =
        fixture_.commit([&] { return fixture_.store->checkout(fixture_.moment, asked); });
    if (!sold) return;
    CHECK(cost_of(sold->entry.sale()) <= free);
    sales_.push_back(id);
  }

  void give_back(const std::string& id) {
    if (sales_.empty()) return;
    (void)fixture_.give_back(id, sales_[random_.below(sales_.size())], {{1, 1}});
  }

  StoreFixture& fixture_;
  SeededRandom random_;
  std::vector<ModelHold> holds_;   // neither captured nor released
  std::vector<std::string> used_;  // captured or released
  std::vector<std::string> sales_;

 public:
  int captured_ = 0;
};

}  // namespace

TEST_CASE("no sequence of holds, captures, releases and time-outs spends what is set aside") {
  int captured = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    CAPTURE(seed);
    StoreFixture fixture;
    RandomTill till(fixture, static_cast<std::uint64_t>(seed));
    for (int i = 0; i < kSteps; ++i) {
      till.step(i);
      till.check();
    }
    captured += till.captured_;
    Books& books = fixture.store->books();
    const auto expected = wallets_from_journal(books);
    REQUIRE(expected);
    CHECK(compare_ledger(books.wallets, *expected).different == 0);
    CHECK(derived_tables(books) == derived_from_journal(books));
  }
  CHECK(captured > kSeeds);  // the sequences do reach what they are about
}
