// SPDX-License-Identifier: Apache-2.0
#include "tests/sync/support/pair.h"

#include "sync/on_another_thread.h"
#include "sync/signed_words.h"
#include "sync/wire_hash.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/postgres.h"

namespace loyald::testing {

void Office::open() {
  const auto opened = try_open();
  REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().message));
}

BooksPlace Office::place() const {
  return {path_, vfs_, vfs_.empty() ? postgres_for(path_) : std::string()};
}

Result<void> Office::try_open() {
  HeadOffice::Options options{place(), {{1, "Main Street"}, {2, "Station"}, {3, "Harbour"}}, {}};
  options.signing_seed = kOfficeSeed;
  options.lease_length = lease_length;
  options.sync_interval = sync_interval;
  options.most_granted = most_granted;
  options.feed_scope = feed_scope;
  options.aside = on_another_thread;
  LOYALD_ASSIGN(office_, HeadOffice::open(options));
  return {};
}

Answer Office::answer(Timestamp now, const Agent::Request& request) {
  const auto wrap = [](auto result) -> Answer {
    if (!result) return result.error();
    return *std::move(result);
  };
  if (const auto* open = std::get_if<v1::OpenRequest>(&request)) {
    return wrap(run([&] { return office_->begin(now, *open); }));
  }
  if (const auto* push = std::get_if<v1::PushRequest>(&request)) {
    return wrap(run([&] { return office_->push(now, *push); }));
  }
  if (const auto* tail = std::get_if<v1::FetchTailRequest>(&request)) {
    return wrap(office_->fetch_tail(now, *tail));
  }
  if (const auto* acquire = std::get_if<v1::AcquireRequest>(&request)) {
    return wrap(run([&] { return office_->acquire(now, *acquire); }));
  }
  return wrap(office_->pull(now, std::get<v1::PullRequest>(request)));
}

Result<v1::PushResponse> Office::push(Timestamp now, const v1::PushRequest& request) {
  return run([&] { return office_->push(now, request); });
}

Result<v1::PublishProgrammeResponse> Office::publish(const std::string& name) {
  return publish_text(programme_text(name));
}

Result<v1::PublishProgrammeResponse> Office::publish_text(const std::string& toml) {
  v1::PublishProgrammeRequest request;
  request.set_toml(toml);
  return run([&] { return office_->publish_programme(kToday, request); });
}

void deliver(Agent& agent, Timestamp now, const Answer& answer) {
  if (const auto* open = std::get_if<v1::OpenResponse>(&answer)) return agent.on_reply(now, *open);
  if (const auto* push = std::get_if<v1::PushResponse>(&answer)) return agent.on_reply(now, *push);
  if (const auto* pull = std::get_if<v1::PullResponse>(&answer)) return agent.on_reply(now, *pull);
  if (const auto* acquire = std::get_if<v1::AcquireResponse>(&answer)) {
    return agent.on_reply(now, *acquire);
  }
  if (const auto* tail = std::get_if<v1::FetchTailResponse>(&answer)) {
    return agent.on_reply(now, *tail);
  }
  agent.on_failure(now, std::get<Error>(answer), std::nullopt);
}

int converse(Shop& shop, Office& office, Timestamp now) {
  constexpr int kMost = 10'000;
  for (int carried = 0; carried < kMost; ++carried) {
    const Agent::Step step = shop.agent().next(now);
    const auto* send = std::get_if<Agent::Send>(&step);
    if (send == nullptr) return carried;
    deliver(shop.agent(), now, office.answer(now, send->request));
  }
  FAIL("the agent never comes to rest");
  return kMost;
}

void acquire(Shop& shop, Office& office, Timestamp now, const std::string& card) {
  const auto found = shop.books().find_member({IdentifierKind::card, card});
  REQUIRE(found);
  shop.agent().want(now, shop.books().standings.wallets_of(found->member));
  converse(shop, office, now);
}

v1::PushRequest push_of(Shop& shop, Seq first, std::size_t count) {
  Journal& journal = shop.books().journal;
  const Life life = journal.lives.of(first);
  v1::PushRequest request;
  request.set_store_id(life.genesis.store_id());
  request.set_incarnation(life.genesis.incarnation());
  request.set_first_seq(first);
  request.set_prev_hash(to_string(journal.hash_before(first)));
  request.set_head_hash(request.prev_hash());
  for (const StoredEntry& entry : journal.read_from(first, count, SIZE_MAX)) {
    request.add_entries(entry.bytes);
    request.set_head_hash(to_string(entry.hash));
  }
  sign_head(request, *journal.lives.signing_seed_of(life));
  return request;
}

void sign_head(v1::PushRequest& request, const SigningSeed& seed) {
  const auto incarnation = id_from_bytes<Incarnation>(request.incarnation());
  const auto hash = sync::hash_from_wire(request.head_hash());
  REQUIRE((incarnation && hash));
  const Seq last = request.first_seq() - 1 + static_cast<Seq>(request.entries_size());
  request.set_head_signature(
      to_string(sign(sync::head_words({request.store_id(), *incarnation}, last, *hash), seed)));
}

void sign_receipt(v1::PushResponse& response, const JournalName& journal) {
  const auto hash = sync::hash_from_wire(response.cursor_hash());
  REQUIRE(hash);
  response.set_receipt(
      to_string(sign(sync::receipt_words(response.feed_epoch(), journal, response.cursor_seq(),
                                         *hash, {response.time_ms()}),
                     kOfficeSeed)));
}

Pair::Pair() {
  shop.open(now);
  REQUIRE(office.publish("first"));
  converse(shop, office, now);
}

TwoShops::TwoShops() {
  other.open(now);
  converse(other, office, now);
}

void TwoShops::talk() {
  for (int round = 0; round < 2; ++round) {
    for (Shop* each : {&shop, &other}) {
      now = now + std::chrono::hours(1);
      converse(*each, office, now);
      CHECK_FALSE(each->agent().problem());
    }
  }
}

}  // namespace loyald::testing
