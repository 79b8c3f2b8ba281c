// SPDX-License-Identifier: Apache-2.0
#include "sync/agent/agent.h"

#include <algorithm>
#include <limits>

#include "store/base/check.h"
#include "sync/limits.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

// While an answer is due there is nothing to do; the carrier has its own timeout.
constexpr std::chrono::hours kUntilAnswered(1);

std::string text_of(const Error& error) {
  return error.message + (error.hint.empty() ? "" : " (" + error.hint + ")");
}

}  // namespace

Agent::Agent(Store& store, Random& random, Options options)
    : store_(store),
      options_(std::move(options)),
      backoff_(random),
      pull_backoff_(random),
      must_open_(store.books().sync_position().last_contact.ms == 0),
      interval_(options_.interval) {}

bool Agent::want(Timestamp now, const MemberId& owner) {
  std::erase_if(at_the_till_,
                [&](const auto& each) { return std::chrono::abs(now - each.second) > kAtTheTill; });
  if (at_the_till_.size() < kMostAtTheTill) at_the_till_[owner] = now;
  if (std::ranges::find(wanted_, owner) != wanted_.end()) return true;
  if (wanted_.size() >= kMostWanted) return false;
  wanted_.push_back(owner);
  return true;
}

Agent::Step Agent::next(Timestamp now) {
  CHECK(!store_.books().database().in_transaction());
  if (in_flight_) return Idle{now + kUntilAnswered};
  if (const auto until = backoff_.waiting_until(now)) return Idle{*until};
  if (must_open_) return send(make_open());

  Books& books = store_.books();
  const SyncPosition position = books.sync_position();
  if (must_ask_ || stopped_) return send(make_push(position.counted_seq));
  if (!wanted_.empty()) return send(make_acquire());
  give_back(now);
  // Head office's feed may also stand before our cursor: then it was restored, and starts us anew.
  const auto pull_later = pull_backoff_.waiting_until(now);
  const bool pull_due = position.feed_head != position.feed_cursor && !pull_later;
  const bool push_due = books.journal.head().seq > position.counted_seq ||
                        !books.identifiers.unsent_profiles(1).empty();
  if (push_due && !(pull_due && pushes_in_a_row_ >= kPushesPerPull)) {
    return send(make_push(position.counted_seq));
  }
  if (pull_due) return send(make_pull(position));
  const Timestamp due = position.last_contact + interval_;
  if (position.last_contact <= now && now < due) {
    return Idle{std::min(due, pull_later.value_or(due))};
  }
  return send(make_push(position.counted_seq));
}

Agent::Step Agent::send(Request request) {
  in_flight_ = request;
  return Send{std::move(request)};
}

v1::OpenRequest Agent::make_open() {
  v1::OpenRequest request;
  const auto genesis = store_.books().journal.genesis();
  CHECK(genesis);
  *request.mutable_genesis() = *genesis;
  request.set_entry_format(sync::kEntryFormat);
  request.set_daemon_version(options_.daemon_version);
  return request;
}

v1::PushRequest Agent::make_push(Seq counted) {
  Books& books = store_.books();
  const auto genesis = books.journal.genesis();
  const auto prev_hash = books.journal.hash_at(counted);
  CHECK(genesis && prev_hash);
  v1::PushRequest request;
  request.set_store_id(genesis->store_id());
  request.set_incarnation(genesis->incarnation());
  request.set_first_seq(counted + 1);
  request.set_prev_hash(sync::to_wire(*prev_hash));
  request.set_head_hash(request.prev_hash());
  request.set_feed_epoch(books.sync_position().feed_epoch);
  const auto programme = books.programmes.newest(Programmes::Origin::head_office);
  request.set_newest_programme(programme ? programme->first : 0);
  if (stopped_) return request;
  Seq last = counted;
  for (StoredEntry& entry :
       books.journal.read_from(counted + 1, sync::kMaxPushEntries, sync::kMaxPushBytes)) {
    request.set_head_hash(sync::to_wire(entry.hash));
    request.add_entries(std::move(entry.bytes));
    last = entry.seq;
  }
  request.set_is_all(last == books.journal.head().seq);
  for (v1::MemberProfile& profile :
       books.identifiers.unsent_profiles(static_cast<int>(sync::kMaxPushProfiles))) {
    *request.add_profiles() = std::move(profile);
  }
  return request;
}

v1::PullRequest Agent::make_pull(const SyncPosition& position) {
  const auto genesis = store_.books().journal.genesis();
  CHECK(genesis);
  v1::PullRequest request;
  request.set_store_id(genesis->store_id());
  request.set_incarnation(genesis->incarnation());
  request.set_feed_cursor(position.feed_cursor);
  request.set_feed_epoch(position.feed_epoch);
  request.set_limit(sync::kMaxPullRows);
  return request;
}

v1::AcquireRequest Agent::make_acquire() {
  const JournalName name = store_.books().name();
  v1::AcquireRequest request;
  request.set_store_id(name.store_id);
  request.set_incarnation(name.incarnation.str());
  while (!wanted_.empty() && static_cast<std::size_t>(request.owner_ids_size()) < kAcquiredAtOnce) {
    request.add_owner_ids(wanted_.front().str());
    wanted_.pop_front();
  }
  return request;
}

void Agent::give_back(Timestamp now) {
  if (sealed_at_ && std::chrono::abs(now - *sealed_at_) < kBetweenSeals) return;
  Store::Batch batch(store_);
  if (store_.seal(now, options_.seal_after)) sealed_at_ = now;
  batch.commit();
}

void Agent::take_recalls(Timestamp now, const v1::PushResponse& response) {
  std::vector<MemberId> owners;
  for (const std::string& bytes : response.recalls()) {
    const auto owner = id_from_bytes<MemberId>(bytes);
    const auto seen = owner ? at_the_till_.find(*owner) : at_the_till_.end();
    const bool is_here =
        seen != at_the_till_.end() && std::chrono::abs(now - seen->second) <= kAtTheTill;
    if (owner && !is_here) owners.push_back(*owner);
  }
  if (!owners.empty()) store_.release_rights(now, owners);
}

void Agent::take_offers(Timestamp now,
                        const google::protobuf::RepeatedPtrField<v1::SignedOffer>& offers) {
  if (offers.empty()) return;
  Store::Batch batch(store_);
  const auto taken = batch.run([&] { return store_.take_offers(now, offers); });
  if (!taken) problem_ = "what head office grants cannot be taken: " + text_of(taken.error());
  batch.commit();
}

template <class Wanted>
std::optional<Wanted> Agent::take_in_flight() {
  if (!in_flight_ || !std::holds_alternative<Wanted>(*in_flight_)) return std::nullopt;
  Wanted request = std::get<Wanted>(std::move(*in_flight_));
  in_flight_.reset();
  // Until the answer has been taken: an exception must not make us forget to ask again.
  must_ask_ = true;
  return request;
}

void Agent::on_reply(Timestamp now, const v1::OpenResponse& response) {
  if (!take_in_flight<v1::OpenRequest>()) return;
  if (!agrees(now, response.cursor_seq(), response.cursor_hash())) return;
  Store::Batch batch(store_);
  if (const auto taken = store_.take_office_key(response.office_key()); !taken) {
    return stop(now, text_of(taken.error()));
  }
  store_.record_contact(now, response.cursor_seq());
  batch.commit();
  must_open_ = false;
}

void Agent::on_reply(Timestamp now, const v1::PushResponse& response) {
  const auto sent = take_in_flight<v1::PushRequest>();
  if (!sent) return;
  switch (response.verdict()) {
    case v1::ACCEPTED:
    case v1::DUPLICATE:
    case v1::GAP:
      return take_cursor(now, *sent, response);
    case v1::REOPEN:
      must_open_ = true;
      // Head office that forgets us at once, again and again, must not be asked in a loop.
      return backoff_.failed(now, std::nullopt);
    case v1::FORK:
      return stop(
          now, "head office counts another journal under this store's incarnation (after entry " +
                   std::to_string(response.cursor_seq()) +
                   "): these books were restored from a copy or changed");
    case v1::FENCED:
      return stop(
          now,
          "head office takes nothing more from this incarnation: another PC or another copy "
          "of the books speaks for this store, or its journal forked");
    default:
      problem_ = "head office gave an answer that this program is too old for";
      return backoff_.failed(now, std::nullopt);
  }
}

void Agent::take_cursor(Timestamp now, const v1::PushRequest& sent,
                        const v1::PushResponse& response) {
  if (!agrees(now, response.cursor_seq(), response.cursor_hash())) return;
  const SyncPosition before = store_.books().sync_position();
  {
    Store::Batch batch(store_);
    store_.record_contact(now, response.cursor_seq(), response.feed_head(), response.feed_epoch());
    if (response.verdict() != v1::GAP) store_.mark_profiles_sent(sent.profiles());
    take_recalls(now, response);
    batch.commit();
  }
  // A head office that was restored waits to hear of its new life from us.
  must_ask_ = before.feed_epoch != 0 && response.feed_epoch() != before.feed_epoch;
  stopped_ = false;
  problem_.reset();
  take_offers(now, response.offers());
  ++pushes_in_a_row_;
  const auto asked = std::chrono::seconds(response.next_sync_after_s());
  interval_ = asked.count() > 0 ? std::min<std::chrono::milliseconds>(asked, kLongestInterval)
                                : options_.interval;
  // An answer that brings us nowhere is no reason to ask the same again at once.
  const bool moved = response.cursor_seq() > before.counted_seq || sent.entries().empty();
  moved ? backoff_.succeeded() : backoff_.failed(now, std::nullopt);
}

void Agent::on_reply(Timestamp now, const v1::PullResponse& response) {
  const auto sent = take_in_flight<v1::PullRequest>();
  if (!sent) return;
  pushes_in_a_row_ = 0;
  if (!agrees(now, response.counts_seq(), response.counts_hash())) return;
  {
    Store::Batch batch(store_);
    const auto applied = batch.run([&] { return store_.apply_pull(now, response); });
    if (!applied) return fail_pull(now, applied.error(), std::nullopt);
    batch.commit();
  }
  must_ask_ = false;
  pull_problem_.reset();
  backoff_.succeeded();
  const bool moved = response.feed_cursor() != sent->feed_cursor() || !response.more();
  moved ? pull_backoff_.succeeded() : pull_backoff_.failed(now, std::nullopt);
}

void Agent::on_reply(Timestamp now, const v1::AcquireResponse& response) {
  if (!take_in_flight<v1::AcquireRequest>()) return;
  if (!agrees(now, response.cursor_seq(), response.cursor_hash())) return;
  must_ask_ = false;
  backoff_.succeeded();
  take_offers(now, response.offers());
}

void Agent::on_failure(Timestamp now, const Error& error,
                       std::optional<std::chrono::seconds> retry_after) {
  if (!in_flight_) return;
  const bool was_pull = std::holds_alternative<v1::PullRequest>(*in_flight_);
  const bool was_acquire = std::holds_alternative<v1::AcquireRequest>(*in_flight_);
  in_flight_.reset();
  must_ask_ = true;
  // Who was at the till is gone when the line is back.
  wanted_.clear();
  if (was_pull && !is_transient(error.code)) return fail_pull(now, error, retry_after);
  // The push that follows is told what is wrong.
  if (was_acquire && !is_transient(error.code)) return;
  backoff_.failed(now, retry_after);
  // What is merely away comes back; a problem that was known before stays one meanwhile.
  if (!is_transient(error.code)) problem_ = "head office refuses this store: " + text_of(error);
}

void Agent::fail_pull(Timestamp now, const Error& error,
                      std::optional<std::chrono::seconds> retry_after) {
  pull_problem_ = "what head office has to say cannot be taken: " + text_of(error);
  pull_backoff_.failed(now, retry_after);
}

bool Agent::agrees(Timestamp now, Seq seq, const std::string& hash) {
  constexpr auto kMostStored = static_cast<Seq>(std::numeric_limits<std::int64_t>::max());
  const auto said = sync::hash_from_wire(hash);
  const auto ours = seq <= kMostStored ? store_.books().journal.hash_at(seq) : std::nullopt;
  if (said && ours && *said == *ours) return true;
  stop(now, "head office and this store disagree about entry " + std::to_string(seq) + ": " +
                (ours ? "its copy is not the same"
                      : "this store has none, its books were restored from an older copy"));
  return false;
}

void Agent::stop(Timestamp now, std::string problem) {
  problem_ = std::move(problem);
  stopped_ = true;
  backoff_.wait(now, Backoff::kMost);
}

}  // namespace loyald
