// SPDX-License-Identifier: Apache-2.0
// What stores may spend without asking (proto/loyald/v1/rights.proto): handed out, given back,
// proved, and never the same twice.
#include <algorithm>

#include "store/offers.h"
#include "store/view.h"
#include "sync/headoffice/pool.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

using namespace std::chrono_literals;

const std::string kCard = "420001";

// Shops that give back at once what they may; "others" are at rest.
struct Chain : TwoShops {
  Chain() {
    for (Shop* each : {&shop, &other}) {
      each->close();
      each->seal_after = {};
      each->open(now);
    }
  }
  UnitView points(Shop& at) {
    const auto view =
        identify(at.books(), at.store().policy(), {now, kToday}, {IdentifierKind::card, kCard});
    REQUIRE(view);
    return view->units.at(0);
  }
  Quantity safe(Shop& at) { return points(at).safe_to_spend; }
  MemberId member() {
    const auto found = shop.books().find_member({IdentifierKind::card, kCard});
    REQUIRE(found);
    return found->member;
  }
  Quantity in_pool() {
    Quantity sum = 0;
    for (const programme::Lot& lot : wallet_of(pool_of(office.books(), member()), "points").lots) {
      CHECK(lot.amount >= 0);
      sum += lot.amount;
    }
    return sum;
  }
  void sync(Shop& at, std::chrono::milliseconds later = 1h) {
    now = now + later;
    converse(at, office, now);
  }
  // 100 points of the member's for this store, without a signature.
  v1::RightsOffer offer_until(Timestamp lease_until) {
    const JournalName name = shop.books().name();
    v1::RightsOffer offer;
    offer.set_store_id(name.store_id);
    offer.set_incarnation(name.incarnation.str());
    offer.set_offer_no(99);
    offer.set_generation(1);
    offer.set_lease_until(hlc_of(lease_until));
    v1::Grant& grant = *offer.add_grants();
    grant.set_owner_id(member().str());
    v1::GrantedLot& lot = *grant.add_lots();
    lot.set_unit("points");
    lot.set_available_from(kToday.days);
    lot.set_expires_on(add_months(kToday, 12).days);
    lot.set_amount(100);
    return offer;
  }
  std::vector<std::string> exceptions() {
    std::vector<std::string> codes;
    for (const Exception& each : office.books().exceptions.newest(100)) codes.push_back(each.code);
    return codes;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Chain,
                  "what a store credits is its to spend until it says that it gives it back") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  CHECK(safe(shop) == 100);
  sync(shop);
  CHECK(safe(shop) == 0);  // sealed, and a first visit makes no home
  CHECK(points(shop).confirmed == 100);
  CHECK(in_pool() == 100);
  sync(other);
  CHECK(points(other).confirmed == 100);
  CHECK(safe(other) == 0);
}

TEST_CASE_FIXTURE(Chain,
                  "a customer at the till is handed what nobody holds, there and nowhere else") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  talk();
  acquire(other, office, now, kCard);
  CHECK(safe(other) == 100);
  CHECK(in_pool() == 0);
  acquire(shop, office, now, kCard);
  CHECK(safe(shop) == 0);
  // Both are cut off now; together they spend what there is.
  CHECK_FALSE(shop.sell(now, kCard, 5'000, 1));
  REQUIRE(other.sell(now, kCard, 5'000, 50));
  CHECK(safe(other) == 50 + 49);  // and what the sale earned
  CHECK_FALSE(other.sell(now, kCard, 9'000, 100));
  talk();
  CHECK(exceptions().empty());
}

TEST_CASE_FIXTURE(Chain, "what another store holds is asked back for whoever waits for it") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  talk();
  acquire(other, office, now, kCard);
  REQUIRE(safe(other) == 100);
  now = now + 3min;  // the customer has left there
  acquire(shop, office, now, kCard);
  CHECK(safe(shop) == 0);
  sync(other, 5s);
  CHECK(safe(other) == 0);
  sync(shop, 5s);
  CHECK(safe(shop) == 100);
  CHECK(exceptions().empty());
}

TEST_CASE_FIXTURE(Chain, "units set aside by a hold are not given back, asked or not") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  HoldRequest asked;
  asked.checkout.origin = shop.origin();
  asked.checkout.who = {IdentifierKind::card, kCard};
  asked.checkout.basket.lines.emplace_back().amount = {10'000};
  asked.checkout.choices.push_back({"pay", 60});
  asked.valid_for_s = kHoldMostSeconds;
  REQUIRE(shop.run([&] { return shop.store().hold({now, kToday}, asked); }));
  sync(shop);
  now = now + 3min;
  acquire(other, office, now, kCard);
  sync(shop);
  CheckoutRequest checkout = asked.checkout;
  checkout.origin = shop.origin();
  checkout.hold = HoldName{asked.checkout.origin.register_id, asked.checkout.origin.op_id};
  REQUIRE(shop.run([&] { return shop.store().checkout({now, kToday}, checkout); }));
  talk();
  CHECK(exceptions().empty());
}

TEST_CASE_FIXTURE(Chain,
                  "a store where a member is at home is granted no more than the chain says") {
  office.close();
  office.most_granted = 150;
  office.open();
  REQUIRE(shop.sell(now, kCard, 10'000));
  talk();
  REQUIRE(shop.sell(now, kCard, 10'000));
  sync(shop);
  CHECK(safe(shop) == 150);
  CHECK(in_pool() == 50);
  // Whoever is online may have the rest, here too.
  acquire(shop, office, now, kCard);
  CHECK(safe(shop) == 200);
  CHECK(in_pool() == 0);
  // Given back, it stays with head office; in place of what is spent, more of it is granted.
  sync(shop);
  sync(shop);
  CHECK(safe(shop) == 150);
  REQUIRE(shop.sell(now, kCard, 100, 100));
  sync(shop);
  sync(shop);
  CHECK(safe(shop) == 100);
  CHECK(in_pool() == 0);
}

TEST_CASE_FIXTURE(Chain,
                  "a store where a member is at home may spend all, until its lease is over") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  talk();
  REQUIRE(shop.sell(now, kCard, 10'000));
  sync(shop);
  // Granted with the answer to the push that sealed it.
  CHECK(safe(shop) == 200);
  CHECK(in_pool() == 0);
  now = now + kDefaultLease + -1s;
  CHECK(safe(shop) == 200);
  now = now + 2s;
  CHECK(safe(shop) == 0);
  // A clock that is set back makes it no longer: the journal's does not go back.
  REQUIRE(shop.sell(now, "420002", 100));
  now = now + -2h;
  CHECK(safe(shop) == 0);

  SUBCASE("head office takes it back when the store's journal proves it, not before") {
    now = now + 240h;
    converse(other, office, now);
    acquire(other, office, now, kCard);
    CHECK(safe(other) == 0);
    converse(shop, office, now);
    converse(other, office, now + 1min);
    CHECK(safe(other) == 200);  // who waits for it comes before who is at home
    CHECK(exceptions().empty());
  }
  SUBCASE("a store that comes back is granted anew") {
    converse(shop, office, now + 3h);
    now = now + 3h;
    CHECK(safe(shop) == 200);
    CHECK(exceptions().empty());
  }
}

TEST_CASE_FIXTURE(Chain, "two stores that share a member's visits share what nobody holds") {
  for (int visit = 0; visit < 2; ++visit) {
    REQUIRE(shop.sell(now, kCard, 10'000));
    REQUIRE(other.sell(now, kCard, 10'000));
    talk();
  }
  talk();
  CHECK(safe(shop) == 200);
  CHECK(safe(other) == 200);
  talk();
  CHECK(safe(shop) == 200);
  CHECK(safe(other) == 200);
}

TEST_CASE_FIXTURE(Chain, "an answer that was lost is said again, and taken once") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  talk();
  REQUIRE(shop.sell(now, kCard, 10'000));
  now = now + 2min;
  const Agent::Step step = shop.agent().next(now);
  REQUIRE(std::holds_alternative<Agent::Send>(step));
  (void)office.answer(now, std::get<Agent::Send>(step).request);
  shop.agent().on_failure(now, Error(Errc::unavailable, "lost"), std::nullopt);
  CHECK(in_pool() == 0);
  CHECK(safe(shop) == 0);
  sync(shop);
  CHECK(safe(shop) == 200);
  sync(shop);
  CHECK(safe(shop) == 200);
  CHECK(office.books().offers.pending(shop.books().name()).empty());
}

TEST_CASE_FIXTURE(
    Chain, "goods that come back where their units are not held leave a debt that is settled") {
  const auto sale = shop.sell(now, kCard, 10'000);
  REQUIRE(sale);
  talk();
  CHECK(in_pool() == 100);
  REQUIRE(shop.run([&] {
    return shop.store().return_sale(
        {now, kToday}, {shop.origin(), {sale->entry.register_id(), sale->entry.op_id()}, {{1, 1}}});
  }));
  CHECK(points(shop).wallet.debt == 100);
  CHECK(points(shop).wallet.lots.at(0).amount == 100);
  talk();
  CHECK(office.books().wallets.read(member()).empty());
  CHECK(points(other).wallet.debt == 0);
  CHECK(points(other).wallet.lots.empty());
  CHECK(exceptions().empty());
}

TEST_CASE_FIXTURE(Chain, "what a lease's end frees pays what is owed before it is granted again") {
  for (int visit = 0; visit < 3; ++visit) REQUIRE(shop.sell(now, kCard, 10'000));
  now = now + 5h;
  const auto sale = other.sell(now, kCard, 10'000);
  REQUIRE(sale);
  talk();
  talk();
  REQUIRE(safe(shop) == 400);
  REQUIRE(other.run([&] {
    return other.store().return_sale(
        {now, kToday},
        {other.origin(), {sale->entry.register_id(), sale->entry.op_id()}, {{1, 1}}});
  }));
  sync(other);
  CHECK(wallet_of(office.books().wallets.read(member()), "points").debt == 100);
  now = now + kDefaultLease + 1h;
  REQUIRE(shop.sell(now, "420002", 100));
  sync(shop);
  CHECK(wallet_of(office.books().wallets.read(member()), "points").debt == 0);
  CHECK(safe(shop) == 300);
  CHECK(exceptions().empty());
}

TEST_CASE_FIXTURE(Chain,
                  "only what head office signed is taken, and only what it made is counted") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  talk();
  const v1::RightsOffer offer = offer_until(now + 100h);
  SigningSeed forger{};
  forger.fill(9);
  v1::PushResponse answer;
  *answer.add_offers() = sign_offer(offer, forger);
  const auto taken = shop.run([&] { return shop.store().take_offers(now, answer.offers()); });
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == Errc::permission_denied);
  CHECK(safe(shop) == 0);

  // A store that writes into its journal what it was never granted.
  v1::JournalEntry entry;
  entry.mutable_grant_accept()->set_member_id(owner_of_store(1).str());
  *entry.mutable_grant_accept()->mutable_offer() = answer.offers(0);
  REQUIRE(shop.run([&] { return shop.books().record(entry, now); }));
  CHECK(safe(shop) == 100);
  sync(shop);
  CHECK(exceptions() == std::vector<std::string>{"FORGED_RIGHTS"});
  CHECK(in_pool() == 100);
}

TEST_CASE_FIXTURE(Chain, "an offer that comes after its lease has run out gives nothing") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  talk();
  v1::RightsOffer offer = offer_until(now + 72h);
  offer.mutable_grants(0)->set_until_sealed(true);
  v1::PushResponse answer;
  *answer.add_offers() = sign_offer(offer, office.books().signing_seed);
  const Quantity before = safe(shop);
  const Timestamp late = now + 72h;
  REQUIRE(shop.run([&] { return shop.store().take_offers(late, answer.offers()); }));
  CHECK(safe(shop) == before);
  const Timestamp in_time = now + 71h;
  REQUIRE(shop.run([&] { return shop.store().take_offers(in_time, answer.offers()); }));
  CHECK(safe(shop) == before + 100);
}

TEST_CASE_FIXTURE(Chain, "a head office with another key is not obeyed") {
  const auto taken = shop.run([&] { return shop.store().take_office_key(std::string(32, 'k')); });
  REQUIRE_FALSE(taken);
  CHECK(taken.error().hint.find("key file") != std::string::npos);
}

TEST_CASE_FIXTURE(Chain, "what a lost PC held is nobody's until somebody gives it up") {
  REQUIRE(shop.sell(now, kCard, 10'000));
  converse(shop, office, now);
  // Another PC speaks for the store.
  Shop replacement(directory.file("replacement"), 1, random);
  replacement.open(now);
  sync(replacement);
  acquire(other, office, now, kCard);
  CHECK(safe(other) == 0);
  v1::GiveUpStoreRequest request;
  request.set_store_id(1);
  const auto give_up = [&] {
    return office.run([&] { return office.office().give_up_store(now, request); });
  };
  CHECK(give_up().error().code == Errc::invalid_argument);
  request.set_reason("burnt");
  request.set_by("carla");
  const auto done = give_up();
  REQUIRE(done);
  CHECK(done->owners() == 1);
  acquire(other, office, now, kCard);
  CHECK(safe(other) == 100);
  CHECK(give_up().error().code == Errc::not_found);
  const auto codes = exceptions();
  CHECK(std::ranges::find(codes, "GIVEN_UP") != codes.end());
}

TEST_CASE(
    "a shop that joins a chain holds what it has credited, and one that leaves it holds all") {
  Pair pair;
  RedeemPolicy alone;
  const auto open = [&](const RedeemPolicy& policy) {
    pair.shop.close();
    auto store = Store::open({pair.shop.path(), {}, 1, policy}, pair.random, pair.now);
    REQUIRE(store);
    return *std::move(store);
  };
  const auto safe = [&](Store& store) {
    const auto view =
        identify(store.books(), store.policy(), {pair.now, kToday}, {IdentifierKind::card, kCard});
    REQUIRE(view);
    return view->units.at(0).safe_to_spend;
  };
  REQUIRE(pair.shop.sell(pair.now, kCard, 10'000));
  RedeemPolicy chain;
  chain.has_head_office = true;
  {
    const auto store = open(alone);
    CHECK(safe(*store) == 100);
    Store::Batch batch(*store);
    CheckoutRequest sale{pair.shop.origin(), {IdentifierKind::card, kCard}, {}, {}};
    sale.basket.lines.emplace_back().amount = {5'000};
    sale.choices.push_back({"pay", 30});
    REQUIRE(batch.run([&] { return store->checkout({pair.now, kToday}, sale); }));
    batch.commit();
  }
  const auto store = open(chain);
  CHECK(safe(*store) == 70 + 49);
}

}  // namespace loyald::testing
