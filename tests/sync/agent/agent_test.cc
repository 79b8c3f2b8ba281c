// SPDX-License-Identifier: Apache-2.0
#include "sync/agent/agent.h"

#include "tests/support/doctest.h"

#include "sync/limits.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

using namespace std::chrono_literals;

template <class Wanted>
Wanted sent(const Agent::Step& step) {
  const auto* send = std::get_if<Agent::Send>(&step);
  REQUIRE(send != nullptr);
  REQUIRE(std::holds_alternative<Wanted>(send->request));
  return std::get<Wanted>(send->request);
}

Timestamp idle(const Agent::Step& step) {
  REQUIRE(std::holds_alternative<Agent::Idle>(step));
  return std::get<Agent::Idle>(step).until;
}

bool mentions(const std::optional<std::string>& text, const std::string& what) {
  return text && text->find(what) != std::string::npos;
}

struct Linked : Pair {
  Agent& agent = shop.agent();

  v1::PushResponse verdict(v1::Verdict verdict, Seq cursor) {
    v1::PushResponse response;
    response.set_verdict(verdict);
    response.set_cursor_seq(cursor);
    const auto hash = shop.books().journal.hash_at(*shop.books().journal.lives.newest(), cursor);
    response.set_cursor_hash(hash ? to_string(*hash) : std::string(32, 'x'));
    response.set_feed_head(shop.books().sync_position().feed_head);
    sign_receipt(response, shop.books().name());
    return response;
  }
  Seq counted() { return shop.books().sync_position().counted_seq; }
};

}  // namespace

TEST_CASE("a new store opens, looks, gets the programme with the answer and rests") {
  TemporaryDirectory directory;
  SeededRandom random(1);
  Office office(directory.file("office.db"));
  REQUIRE(office.publish("first"));
  Shop shop(directory.file("shop.db"), 1, random);
  shop.open(kStart);
  Agent& agent = shop.agent();

  const v1::OpenRequest open = sent<v1::OpenRequest>(agent.next(kStart));
  CHECK(open.entry_format() == 1);
  // One message at a time.
  CHECK(idle(agent.next(kStart)) > kStart);
  deliver(agent, kStart, office.answer(kStart, open));
  const v1::PushRequest look = sent<v1::PushRequest>(agent.next(kStart));
  CHECK(look.entries().empty());
  CHECK(look.first_seq() == 1);
  deliver(agent, kStart, office.answer(kStart, look));
  CHECK(idle(agent.next(kStart)) == kStart + 5s);
  CHECK(shop.books().programmes.in_force(kToday));
}

TEST_CASE("what is recorded is sent at once, and an idle store looks at every interval") {
  Linked world;
  CHECK(idle(world.agent.next(world.now)) == world.now + 5s);
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  const v1::PushRequest push = sent<v1::PushRequest>(world.agent.next(world.now));
  CHECK(push.entries_size() == 1);
  CHECK(push.profiles_size() == 1);
  deliver(world.agent, world.now, world.office.answer(world.now, push));
  CHECK(world.counted() == 1);
  CHECK(world.shop.books().identifiers.unsent_profiles(9).empty());
  converse(world.shop, world.office, world.now);
  CHECK(sent<v1::PushRequest>(world.agent.next(world.now + 5s)).entries().empty());
}

TEST_CASE("at the pace that head office asks for, what is recorded waits, a customer does not") {
  Linked world;
  world.office.close();
  world.office.sync_interval = 60s;
  world.office.open();
  converse(world.shop, world.office, world.now + 5s);
  const Timestamp asked = world.now + 5s;
  REQUIRE(world.shop.enrol(asked, "42", "Ada"));
  CHECK(idle(world.agent.next(asked + 1s)) == asked + 60s);
  world.agent.want(asked + 2s,
                   world.shop.books().find_member({IdentifierKind::card, "42"})->member);
  (void)sent<v1::AcquireRequest>(world.agent.next(asked + 2s));
  world.agent.on_failure(asked + 2s, Error{Errc::unavailable, "gone"}, std::nullopt);
  world.agent.ask_now();
  const v1::PushRequest push = sent<v1::PushRequest>(world.agent.next(asked + 3s));
  CHECK(push.entries_size() == 1);
  deliver(world.agent, asked + 3s, world.office.answer(asked + 3s, push));
  converse(world.shop, world.office, asked + 3s);
  REQUIRE(world.shop.enrol(asked + 4s, "43", "Bea"));
  CHECK(idle(world.agent.next(asked + 4s)) > asked + 4s);
  CHECK(sent<v1::PushRequest>(world.agent.next(asked + 64s)).entries_size() == 1);
}

TEST_CASE("a push holds at most 512 entries and 256 KiB") {
  Linked world;
  {
    Store::Batch batch(world.shop.store());
    for (std::size_t i = 0; i < sync::kMaxPushEntries + 1; ++i) {
      CheckoutRequest request{world.shop.origin(), {IdentifierKind::card, "42"}, {}, {}};
      request.basket.lines.push_back({});
      REQUIRE(batch.run([&] { return world.shop.store().checkout({world.now, kToday}, request); }));
    }
    batch.commit();
  }
  CHECK(sent<v1::PushRequest>(world.agent.next(world.now)).entries_size() ==
        static_cast<int>(sync::kMaxPushEntries));

  Linked large;
  for (int i = 0; i < 3; ++i) {
    CheckoutRequest request{large.shop.origin(), {IdentifierKind::card, "42"}, {}, {}};
    for (int line = 0; line < 400; ++line) {
      request.basket.lines.push_back({});
      request.basket.lines.back().sku = std::string(200, 's');
    }
    REQUIRE(large.shop.run([&] {
      return large.shop.store().checkout({large.now, kToday}, request);
    }));
  }
  const v1::PushRequest push = sent<v1::PushRequest>(large.agent.next(large.now));
  CHECK(push.entries_size() == 2);
  CHECK(converse(large.shop, large.office, large.now) == 0);
  deliver(large.agent, large.now, large.office.answer(large.now, push));
  converse(large.shop, large.office, large.now);
  CHECK(large.counted() == 3);
}

TEST_CASE("after a gap it goes on from head office's cursor, backwards too") {
  Linked world;
  for (int i = 0; i < 3; ++i) REQUIRE(world.shop.sell(world.now, "42", 100));
  converse(world.shop, world.office, world.now);
  REQUIRE(world.counted() == 3);
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  CHECK(sent<v1::PushRequest>(world.agent.next(world.now)).first_seq() == 4);
  // Head office was restored from a backup that knows one entry.
  world.agent.on_reply(world.now, world.verdict(v1::GAP, 1));
  CHECK(world.counted() == 1);
  const v1::PushRequest again = sent<v1::PushRequest>(world.agent.next(world.now + 5s));
  CHECK(again.first_seq() == 2);
  CHECK(again.entries_size() == 3);
  // A gap takes nothing, personal data neither.
  CHECK(again.profiles_size() == 1);
}

TEST_CASE("where head office has something else of our journal, it is asked for what it has") {
  for (const v1::Verdict verdict : {v1::ACCEPTED, v1::DUPLICATE, v1::GAP, v1::FORK, v1::FENCED}) {
    for (const Seq cursor : {Seq{1}, Seq{9}, Seq{UINT64_MAX}}) {
      Linked world;
      REQUIRE(world.shop.sell(world.now, "42", 100));
      (void)sent<v1::PushRequest>(world.agent.next(world.now));
      v1::PushResponse response = world.verdict(verdict, 1);
      response.set_cursor_seq(cursor);
      response.set_cursor_hash(std::string(32, 'x'));
      world.agent.on_reply(world.now, response);
      CHECK(mentions(world.agent.problem(), "older copy"));
      CHECK(world.counted() == 0);
      const auto ask = sent<v1::FetchTailRequest>(world.agent.next(world.now + Backoff::kMost));
      CHECK(ask.from_seq() == 2);
      // The line drops; it asks again.
      world.agent.on_failure(world.now, Error(Errc::unavailable, "away"), 60s);
      const Timestamp later = world.now + 2 * Backoff::kMost;
      CHECK(sent<v1::FetchTailRequest>(world.agent.next(later)).from_seq() == 2);
    }
  }
}

TEST_CASE("what is no continuation of our journal is not put back, and is a named problem") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  world.agent.on_reply(world.now, world.verdict(v1::DUPLICATE, 9));
  const Timestamp later = world.now + Backoff::kMost;
  (void)sent<v1::FetchTailRequest>(world.agent.next(later));
  v1::FetchTailResponse page;
  page.set_prev_hash(to_string(world.shop.books().journal.head().hash));
  page.add_entries("no entry");
  page.set_cursor_seq(2);
  page.set_cursor_hash(std::string(32, 'x'));
  world.agent.on_reply(later, page);
  CHECK(mentions(world.agent.problem(), "does not fit together"));
  CHECK(world.shop.books().journal.head().seq == 1);
  CHECK(world.shop.books().journal.lives.all().size() == 1);
  // Later it asks again, without sending anything, and goes on once the answer fits.
  const Timestamp much_later = later + Backoff::kMost;
  CHECK(sent<v1::PushRequest>(world.agent.next(much_later)).entries().empty());
  world.agent.on_reply(much_later, world.verdict(v1::DUPLICATE, 0));
  CHECK_FALSE(world.agent.problem());
  CHECK(sent<v1::PushRequest>(world.agent.next(much_later)).entries_size() == 1);
}

TEST_CASE("a malformed later life is a named problem, and nothing is put back") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  world.agent.on_reply(world.now, world.verdict(v1::DUPLICATE, 9));
  const Timestamp later = world.now + Backoff::kMost;
  (void)sent<v1::FetchTailRequest>(world.agent.next(later));
  v1::FetchTailResponse page;
  page.set_prev_hash(to_string(world.shop.books().journal.head().hash));
  page.set_cursor_seq(1);
  page.set_cursor_hash(page.prev_hash());
  page.mutable_successor()->set_incarnation("short");
  world.agent.on_reply(later, page);
  CHECK(mentions(world.agent.problem(), "malformed genesis"));
  CHECK(world.shop.books().journal.lives.all().size() == 1);
}

TEST_CASE("a receipt that head office did not sign stops the sending") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  v1::PushResponse response = world.verdict(v1::ACCEPTED, 1);
  response.set_receipt(std::string(64, 'x'));
  world.agent.on_reply(world.now, response);
  CHECK(mentions(world.agent.problem(), "receipt"));
  CHECK(world.counted() == 0);
}

TEST_CASE("a fenced journal sends nothing more and says why") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  world.agent.on_reply(world.now, world.verdict(v1::FENCED, 0));
  CHECK(mentions(world.agent.problem(), "another PC"));
  CHECK(world.counted() == 0);
  CHECK(idle(world.agent.next(world.now + 899s)) == world.now + 900s);
  CHECK(sent<v1::PushRequest>(world.agent.next(world.now + 900s)).entries().empty());
}

TEST_CASE("a head office that forgot us is opened anew") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  world.agent.on_reply(world.now, world.verdict(v1::REOPEN, 0));
  const v1::OpenRequest open = sent<v1::OpenRequest>(world.agent.next(world.now + 5s));
  deliver(world.agent, world.now, world.office.answer(world.now, open));
  CHECK(sent<v1::PushRequest>(world.agent.next(world.now + 5s)).entries_size() == 1);
}

TEST_CASE("failures back off, are no problem while they may pass, and honour Retry-After") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  world.agent.on_failure(world.now, Error(Errc::unavailable, "away"), 60s);
  CHECK_FALSE(world.agent.problem());
  CHECK(idle(world.agent.next(world.now + 59s)) >= world.now + 60s);
  CHECK(sent<v1::PushRequest>(world.agent.next(world.now + 66s)).entries_size() == 1);
  world.agent.on_failure(world.now, Error(Errc::unauthenticated, "wrong token", "compare it"), {});
  CHECK(mentions(world.agent.problem(), "wrong token"));
  // Refused entries are offered again, and accepted ones end the problem.
  const Timestamp later = world.now + 1000s;
  const v1::PushRequest push = sent<v1::PushRequest>(world.agent.next(later));
  CHECK(push.entries_size() == 1);
  deliver(world.agent, later, world.office.answer(later, push));
  CHECK_FALSE(world.agent.problem());
}

TEST_CASE("an answer to something that was not sent is ignored") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  world.agent.on_reply(world.now, world.verdict(v1::FENCED, 0));
  world.agent.on_failure(world.now, Error(Errc::internal, "late"), std::nullopt);
  CHECK_FALSE(world.agent.problem());
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  world.agent.on_reply(world.now, v1::PullResponse());
  world.agent.on_reply(world.now, v1::OpenResponse());
  CHECK_FALSE(world.agent.problem());
  CHECK(idle(world.agent.next(world.now)) > world.now);  // still in flight
  world.agent.on_reply(world.now, world.verdict(v1::ACCEPTED, 1));
  CHECK(world.counted() == 1);
}

TEST_CASE("a page that counts another journal is not taken") {
  Linked world;
  REQUIRE(world.office.publish("second"));
  const v1::PushRequest look = sent<v1::PushRequest>(world.agent.next(world.now + 5s));
  auto answer = *world.office.push(world.now, look);
  REQUIRE(answer.page().programmes_size() == 1);
  answer.mutable_page()->set_counts_hash(std::string(32, 'x'));
  world.agent.on_reply(world.now, answer);
  CHECK(world.shop.books().programmes.newest(Programmes::Origin::head_office)->first == 1);
}

TEST_CASE("a programme that cannot be read holds back the feed, not what the store sells") {
  Linked world;
  REQUIRE(world.office.publish("second"));
  const v1::PushRequest look = sent<v1::PushRequest>(world.agent.next(world.now + 5s));
  auto answer = *world.office.push(world.now, look);
  answer.mutable_page()->mutable_programmes(0)->set_toml("from_a_newer_version = true");
  world.agent.on_reply(world.now, answer);
  CHECK(mentions(world.agent.problem(), "cannot be taken"));
  CHECK(world.shop.books().sync_position().feed_cursor == look.feed_cursor());

  REQUIRE(world.shop.sell(world.now, "42", 100));
  const v1::PushRequest push = sent<v1::PushRequest>(world.agent.next(world.now));
  CHECK(push.entries_size() == 1);
  CHECK_FALSE(push.want_feed());
  deliver(world.agent, world.now, world.office.answer(world.now, push));
  CHECK(world.counted() == 1);
  CHECK(world.agent.problem());
  // The next page that can be read ends it.
  converse(world.shop, world.office, world.now + 1h);
  CHECK_FALSE(world.agent.problem());
  CHECK(world.shop.books().programmes.newest(Programmes::Origin::head_office)->first == 2);
}

TEST_CASE("a backlog does not keep the feed waiting for ever") {
  Linked world;
  REQUIRE(world.office.publish("second"));
  world.shop.run([&]() -> Result<void> {
    for (std::size_t i = 0; i < (Agent::kPushesPerPull + 2) * sync::kMaxPushEntries; ++i) {
      CheckoutRequest sale{world.shop.origin(), {IdentifierKind::card, "42"}, {}, {}};
      sale.basket.lines.emplace_back().amount = {100};
      LOYALD_TRY(world.shop.store().checkout({world.now, kToday}, sale));
    }
    return {};
  });
  int pushes = 0;
  for (Timestamp now = world.now + 5s;; now = now + 1s) {
    const Agent::Step step = world.agent.next(now);
    const Agent::Request& request = std::get<Agent::Send>(step).request;
    deliver(world.agent, now, world.office.answer(now, request));
    if (std::holds_alternative<v1::PullRequest>(request)) break;
    REQUIRE(++pushes <= Agent::kPushesPerPull);
  }
}

TEST_CASE("only committed entries are sent, and a restart goes on where the books stand") {
  Linked world;
  REQUIRE(world.shop.sell(world.now, "42", 100));
  (void)sent<v1::PushRequest>(world.agent.next(world.now));
  world.shop.close();
  world.shop.open(world.now);
  // The last contact is remembered, so no new opening; the lost push is sent again.
  const v1::PushRequest push = sent<v1::PushRequest>(world.shop.agent().next(world.now));
  CHECK(push.first_seq() == 1);
  CHECK(push.entries_size() == 1);
}

}  // namespace loyald::testing
