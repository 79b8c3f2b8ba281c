// SPDX-License-Identifier: Apache-2.0
// Everything that a register can do, at random, under a programme with everything: what is derived
// equals its rebuild, nothing counts twice however often it is sent again, and a store that was
// stopped in the middle ends with the same journal, byte for byte.
#include <functional>

#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "tests/store/everything.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::kEverything;
using loyald::testing::StoreFixture;

namespace {

constexpr int kSeeds = 12;
constexpr int kSteps = 90;

struct Step {
  Moment moment;
  std::function<Result<Recorded>(Store&, const Moment&)> run;
};

// What a register sends, drawn before any of it is answered.
class Chronicle {
 public:
  explicit Chronicle(std::uint64_t seed) : random_(seed) {
    add([stock = StockRequest{origin(), "bags", 20, "delivery"}](Store& store, const Moment& at) {
      return store.change_stock(at, stock);
    });
    for (int number = 0; number < kCards; ++number) enrol(number);
    while (steps_.size() < kSteps) {
      moment_.now.ms += static_cast<std::int64_t>(random_.below(100'000));
      if (random_.below(5) == 0) moment_.today.days += static_cast<int>(random_.below(35));
      draw();
    }
  }

  const std::vector<Step>& steps() const { return steps_; }

 private:
  static constexpr int kCards = 4;

  template <class Run>
  void add(Run run) {
    steps_.push_back({moment_, std::move(run)});
  }
  Origin origin() { return {"1", "anna", "op" + std::to_string(++operations_), std::nullopt}; }
  static std::string card(std::uint64_t number) {
    return "04200000000" + std::to_string(10 + number);
  }
  Identifier who() { return StoreFixture::card(card(random_.below(kCards))); }

  void enrol(int number) {
    EnrolRequest request{origin(), card(static_cast<std::uint64_t>(number)), {}};
    if (number > 0) {
      request.referred_by = StoreFixture::card(card(static_cast<std::uint64_t>(number) - 1));
    }
    add([request](Store& store, const Moment& at) { return store.enrol(at, request); });
  }

  CheckoutRequest checkout() {
    CheckoutRequest request{origin(), who(), {}, {}};
    for (std::uint64_t i = 0; i <= random_.below(4); ++i) {
      request.basket.lines.push_back(
          StoreFixture::line(static_cast<std::int64_t>(random_.below(6000)),
                             static_cast<std::int64_t>(1 + random_.below(5)),
                             random_.below(2) == 0 ? "COFFEE" : "FOOD"));
    }
    for (const char* reward : {"five-off", "ten", "swap", "bag", "pay"}) {
      if (random_.below(6) == 0) request.choices.push_back({reward, 0});
    }
    return request;
  }

  SaleName sale() {
    if (sales_.empty()) return {"1", "none"};
    return {"1", sales_[random_.below(sales_.size())]};
  }

  void draw() {
    switch (random_.below(9)) {
      case 0:
        return add([request = ReturnRequest{origin(),
                                            sale(),
                                            {{1 + random_.below(3),
                                              static_cast<std::int64_t>(1 + random_.below(4))}}}](
                       Store& store, const Moment& at) { return store.return_sale(at, request); });
      case 1:
        return add([request = VoidRequest{origin(), sale()}](Store& store, const Moment& at) {
          return store.void_sale(at, request);
        });
      case 2: {
        const auto quantity = static_cast<Quantity>(random_.below(40)) - 15;
        return add([request = AdjustRequest{origin(), who(), "points", quantity, "counted"}](
                       Store& store, const Moment& at) { return store.adjust(at, request); });
      }
      case 3: {
        HoldRequest hold{checkout(), 300};
        const HoldName name{hold.checkout.origin.register_id, hold.checkout.origin.op_id};
        add([hold](Store& store, const Moment& at) { return store.hold(at, hold); });
        if (random_.below(2) == 0) {
          return add([request = ReleaseRequest{origin(), name}](Store& store, const Moment& at) {
            return store.release(at, request);
          });
        }
        CheckoutRequest captured = hold.checkout;
        captured.origin = origin();
        captured.hold = name;
        sales_.push_back(captured.origin.op_id);
        return add(
            [captured](Store& store, const Moment& at) { return store.checkout(at, captured); });
      }
      default: {
        const CheckoutRequest request = checkout();
        sales_.push_back(request.origin.op_id);
        return add(
            [request](Store& store, const Moment& at) { return store.checkout(at, request); });
      }
    }
  }

  SeededRandom random_;
  Moment moment_{{1'790'000'000'000}, {20'717}};
  std::vector<Step> steps_;
  std::vector<std::string> sales_;
  int operations_ = 0;
};

Result<Recorded> run(StoreFixture& fixture, const Step& step) {
  fixture.moment = step.moment;
  return fixture.commit([&] { return step.run(*fixture.store, step.moment); });
}

void check_derived(Books& books) {
  const auto expected = wallets_from_journal(books);
  REQUIRE(expected);
  CHECK(compare_ledger(books.wallets, *expected).different == 0);
  CHECK(derived_tables(books) == derived_from_journal(books));
}

}  // namespace

TEST_CASE(
    "whatever a register does: rebuilds agree, nothing counts twice, restarts change nothing") {
  int recorded = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    CAPTURE(seed);
    const Chronicle chronicle(static_cast<std::uint64_t>(seed));
    SeededRandom random(static_cast<std::uint64_t>(1000 + seed));
    StoreFixture whole({}, kEverything);
    StoreFixture stopped({}, kEverything);
    std::vector<std::pair<Step, Seq>> done;
    for (const Step& step : chronicle.steps()) {
      const auto first = run(whole, step);
      const auto second = run(stopped, step);
      REQUIRE(first.has_value() == second.has_value());
      if (first) {
        CHECK(first->hash == second->hash);
        done.emplace_back(step, first->seq);
      } else {
        CHECK(first.error() == second.error());
      }
      if (random.below(5) == 0) stopped.open();
      if (random.below(20) == 0) check_derived(whole.store->books());
    }
    recorded += static_cast<int>(done.size());
    check_derived(whole.store->books());
    // Sent again from any prefix on, by a register that heard no answer.
    const Seq head = whole.store->books().journal.head().seq;
    for (std::size_t i = random.below(done.size()); i < done.size(); ++i) {
      const auto again = run(whole, done[i].first);
      REQUIRE(again);
      CHECK(again->is_repeat);
      CHECK(again->seq == done[i].second);
    }
    CHECK(whole.store->books().journal.head().seq == head);
    check_derived(whole.store->books());
  }
  CHECK(recorded > kSeeds * kSteps / 2);
}
