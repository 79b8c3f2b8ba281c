// SPDX-License-Identifier: Apache-2.0
#include "sync/agent/agent.h"

#include <algorithm>
#include <utility>

#include "store/base/check.h"
#include "sync/limits.h"
#include "sync/signed_words.h"
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
      pace_(random),
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

bool Agent::look_up(const std::string& identifier) {
  if (std::ranges::find(looked_up_, identifier) != looked_up_.end()) return true;
  if (looked_up_.size() >= kMostWanted) return false;
  looked_up_.push_back(identifier);
  return true;
}

void Agent::ask_now() {
  must_ask_ = true;
  backoff_.succeeded();
  pull_backoff_.succeeded();
  pace_.succeeded();
}

Agent::Step Agent::next(Timestamp now) {
  CHECK(!store_.books().database().in_transaction());
  if (in_flight_) return Idle{now + kUntilAnswered};
  if (const auto until = backoff_.waiting_until(now)) return Idle{*until};
  if (recovery_) return send(recovery_->next());
  Books& books = store_.books();
  const Life life = life_to_send();
  const bool is_newest = life.number == books.journal.lives.newest()->number;
  // After an update of this program the form of messages is agreed on anew.
  const bool is_introduced = life.opened_as == options_.daemon_version || !is_newest;
  if (!life.is_opened || !is_introduced) return send(make_open(life));

  const SyncPosition position = books.sync_position();
  if (must_ask_ || stopped_ || !is_newest) return send(make_push(now, life));
  if (!wanted_.empty() || !looked_up_.empty()) return send(make_acquire());
  give_back(now);
  // Head office's feed may also stand before our cursor: then it was restored, and starts us anew.
  const auto pull_later = pull_backoff_.waiting_until(now);
  const bool pull_due = position.feed_head != position.feed_cursor && !pull_later;
  const auto push_later = pace_.waiting_until(now);
  const bool push_due = !push_later && (books.journal.head().seq > position.counted_seq ||
                                        !books.identifiers.unsent_profiles(1).empty());
  if (push_due && !(pull_due && pushes_in_a_row_ >= kPushesPerPull)) {
    return send(make_push(now, life));
  }
  if (pull_due) return send(make_pull(position));
  const Timestamp due = position.last_contact + interval_;
  if (position.last_contact <= now && now < due) {
    return Idle{std::min({due, pull_later.value_or(due), push_later.value_or(due)})};
  }
  return send(make_push(now, life));
}

Agent::Step Agent::send(Request request) {
  in_flight_ = request;
  return Send{std::move(request)};
}

Life Agent::life_to_send() {
  const std::vector<Life> lives = store_.books().journal.lives.all();
  std::size_t i = lives.size() - 1;
  while (i > 0 && !lives[i].is_opened && !complete_.contains(lives[i - 1].number)) --i;
  return lives[i];
}

v1::OpenRequest Agent::make_open(const Life& life) {
  v1::OpenRequest request;
  *request.mutable_genesis() = life.genesis;
  request.set_entry_format(sync::kEntryFormat);
  request.set_daemon_version(options_.daemon_version);
  request.set_reason(life.reason);
  request.set_oldest_protocol(sync::kOldestProtocol);
  request.set_newest_protocol(sync::kNewestProtocol);
  return request;
}

v1::PushRequest Agent::make_push(Timestamp now, const Life& life) {
  Books& books = store_.books();
  const Seq end = books.journal.end_of(life);
  const Seq counted = std::clamp(books.sync_position().counted_seq, life.parent_seq(), end);
  const auto prev_hash = books.journal.hash_at(life, counted);
  CHECK(prev_hash);
  v1::PushRequest request;
  request.set_store_id(life.genesis.store_id());
  request.set_incarnation(life.genesis.incarnation());
  request.set_first_seq(counted + 1);
  request.set_prev_hash(sync::to_wire(*prev_hash));
  request.set_head_hash(request.prev_hash());
  request.set_feed_epoch(books.sync_position().feed_epoch);
  const auto programme = books.programmes.newest(Programmes::Origin::head_office);
  request.set_newest_programme(programme ? programme->first : 0);
  if (stopped_) return request;
  Head last{counted, *prev_hash, 0};
  // What another machine wrote, it alone can sign.
  const auto seed = books.journal.lives.signing_seed_of(life);
  const std::size_t most = seed ? std::min<std::size_t>(sync::kMaxPushEntries, end - counted) : 0;
  for (StoredEntry& entry : books.journal.read_from(counted + 1, most, sync::kMaxPushBytes)) {
    last = {entry.seq, entry.hash, 0};
    request.add_entries(std::move(entry.bytes));
  }
  request.set_head_hash(sync::to_wire(last.hash));
  if (!request.entries().empty()) {
    const std::string words = sync::head_words(life.name(), last.seq, last.hash);
    request.set_head_signature(to_string(sign(words, *seed)));
  }
  request.set_is_all(last.seq == books.journal.head().seq);
  request.set_feed_cursor(books.sync_position().feed_cursor);
  request.set_want_feed(request.is_all() && !pull_backoff_.waiting_until(now));
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
  while (!looked_up_.empty() &&
         static_cast<std::size_t>(request.identifiers_size()) < kAcquiredAtOnce) {
    request.add_identifiers(std::move(looked_up_.front()));
    looked_up_.pop_front();
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
  const auto sent = take_in_flight<v1::OpenRequest>();
  if (!sent) return;
  const Life life = life_to_send();
  if (life.genesis.incarnation() != sent->genesis().incarnation()) return;
  Store::Batch batch(store_);
  if (const auto taken = store_.take_office_key(response.office_key()); !taken) {
    return stop(now, text_of(taken.error()));
  }
  if (!agrees(life, response.cursor_seq(), response.cursor_hash())) {
    batch.commit();
    return recover(now, life, response.cursor_seq());
  }
  store_.record_contact(now, response.cursor_seq());
  store_.books().journal.lives.set_opened(life, options_.daemon_version);
  batch.commit();
}

void Agent::on_reply(Timestamp now, const v1::PushResponse& response) {
  const auto sent = take_in_flight<v1::PushRequest>();
  if (!sent) return;
  for (const Life& life : store_.books().journal.lives.all()) {
    if (life.genesis.incarnation() != sent->incarnation()) continue;
    return take_verdict(now, life, *sent, response);
  }
}

void Agent::take_verdict(Timestamp now, const Life& life, const v1::PushRequest& sent,
                         const v1::PushResponse& response) {
  switch (response.verdict()) {
    case v1::ACCEPTED:
    case v1::DUPLICATE:
    case v1::GAP:
      if (agrees(life, response.cursor_seq(), response.cursor_hash())) {
        return take_cursor(now, life, sent, response);
      }
      return recover(now, life, response.cursor_seq());
    case v1::FORK:
      return recover(now, life, response.cursor_seq());
    case v1::REOPEN: {
      Store::Batch batch(store_);
      store_.books().journal.lives.set_not_opened(life);
      batch.commit();
      complete_.clear();
      // Head office that forgets us at once, again and again, must not be asked in a loop.
      return backoff_.failed(now, std::nullopt);
    }
    case v1::FENCED: {
      if (!agrees(life, response.cursor_seq(), response.cursor_hash())) {
        return recover(now, life, response.cursor_seq());
      }
      Store::Batch batch(store_);
      store_.record_contact(now, response.cursor_seq());
      batch.commit();
      const bool is_newest = life.number == store_.books().journal.lives.newest()->number;
      if (!is_newest && response.has_successor() &&
          !store_.books().journal.lives.knows(response.successor().incarnation())) {
        return recover(now, life, response.cursor_seq());
      }
      if (note_complete(life, response.cursor_seq())) return;
      if (!is_newest) return put_back(now, {life, response.cursor_seq(), {}, {}});
      return stop(now,
                  "head office takes nothing more from this life of the journal: another PC or "
                  "another copy of the books speaks for this store. Where this is the right one, "
                  "stop this daemon and run \"loyalctl journal new-life\"");
    }
    default:
      problem_ = "head office gave an answer that this program is too old for";
      return backoff_.failed(now, std::nullopt);
  }
}

bool Agent::note_complete(const Life& life, Seq cursor) {
  Journal& journal = store_.books().journal;
  if (life.number == journal.lives.newest()->number || cursor != journal.end_of(life)) return false;
  complete_.insert(life.number);
  return true;
}

bool Agent::take_receipt(const Life& life, const v1::PushResponse& response) {
  if (response.verdict() == v1::GAP) return true;
  const auto hash = sync::hash_from_wire(response.cursor_hash());
  const auto key = store_.books().office_key();
  if (!hash || !key) return false;
  const std::string words = sync::receipt_words(response.feed_epoch(), life.name(),
                                                response.cursor_seq(), *hash, {response.time_ms()});
  if (!sync::is_signed_on_wire(words, response.receipt(), to_string(*key))) return false;
  if (response.verdict() == v1::ACCEPTED) {
    store_.books().set_receipt(words + response.receipt());
  }
  return true;
}

void Agent::take_cursor(Timestamp now, const Life& life, const v1::PushRequest& sent,
                        const v1::PushResponse& response) {
  const SyncPosition before = store_.books().sync_position();
  {
    Store::Batch batch(store_);
    if (!take_receipt(life, response)) {
      return stop(now, "head office's receipt is not signed with its key");
    }
    store_.record_contact(now, response.cursor_seq(), response.feed_head(), response.feed_epoch());
    if (response.verdict() != v1::GAP) store_.mark_profiles_sent(sent.profiles());
    store_.books().set_office_ahead(Timestamp{response.time_ms()} - now);
    take_recalls(now, response);
    batch.commit();
  }
  const bool is_complete = note_complete(life, response.cursor_seq());
  if (!is_complete && !store_.books().journal.lives.signing_seed_of(life)) {
    // Head office lost what that machine had sent: it goes on in a life that we can sign.
    return put_back(now, {life, response.cursor_seq(), {}, {}});
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
  const bool is_all_counted = response.cursor_seq() == store_.books().journal.head().seq;
  if (asked.count() > 0 && is_all_counted) pace_.wait(now, interval_);
  if (response.has_page()) take_page(now, response.page(), sent.feed_cursor());
  // An answer that brings us nowhere is no reason to ask the same again at once.
  const bool moved = response.cursor_seq() > before.counted_seq || sent.entries().empty();
  moved ? backoff_.succeeded() : backoff_.failed(now, std::nullopt);
}

void Agent::on_reply(Timestamp now, const v1::PullResponse& response) {
  const auto sent = take_in_flight<v1::PullRequest>();
  if (!sent) return;
  pushes_in_a_row_ = 0;
  if (!take_page(now, response, sent->feed_cursor())) return;
  must_ask_ = false;
  backoff_.succeeded();
}

bool Agent::take_page(Timestamp now, const v1::PullResponse& page, std::uint64_t cursor) {
  if (!fits(now, page.counts_seq(), page.counts_hash())) return false;
  {
    Store::Batch batch(store_);
    const auto applied = batch.run([&] { return store_.apply_pull(now, page); });
    if (!applied) {
      fail_pull(now, applied.error(), std::nullopt);
      return false;
    }
    batch.commit();
  }
  pull_problem_.reset();
  const bool moved = page.feed_cursor() != cursor || !page.more();
  moved ? pull_backoff_.succeeded() : pull_backoff_.failed(now, std::nullopt);
  return true;
}

void Agent::on_reply(Timestamp now, const v1::AcquireResponse& response) {
  if (!take_in_flight<v1::AcquireRequest>()) return;
  if (!fits(now, response.cursor_seq(), response.cursor_hash())) return;
  if (!response.members().empty()) {
    Store::Batch batch(store_);
    const auto taken = batch.run(
        [&] { return store_.apply_members(now, response.members(), response.cursor_seq()); });
    if (!taken) return fail_pull(now, taken.error(), std::nullopt);
    batch.commit();
  }
  must_ask_ = false;
  backoff_.succeeded();
  take_offers(now, response.offers());
}

void Agent::on_failure(Timestamp now, const Error& error,
                       std::optional<std::chrono::seconds> retry_after) {
  if (!in_flight_) return;
  const bool was_pull = std::holds_alternative<v1::PullRequest>(*in_flight_);
  const bool was_acquire = std::holds_alternative<v1::AcquireRequest>(*in_flight_);
  const bool was_open = std::holds_alternative<v1::OpenRequest>(*in_flight_);
  const bool was_tail = std::holds_alternative<v1::FetchTailRequest>(*in_flight_);
  in_flight_.reset();
  must_ask_ = true;
  if (was_tail && !is_transient(error.code)) recovery_.reset();
  // What a new life goes on from may have grown: it is looked at again first.
  if (was_open) complete_.clear();
  // Who was at the till is gone when the line is back.
  wanted_.clear();
  looked_up_.clear();
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

void Agent::on_reply(Timestamp now, const v1::FetchTailResponse& response) {
  if (!take_in_flight<v1::FetchTailRequest>() || !recovery_) return;
  const auto is_complete = recovery_->take(response);
  if (!is_complete) {
    recovery_.reset();
    return stop(now, "what these books lack cannot be fetched: " + text_of(is_complete.error()));
  }
  backoff_.succeeded();
  if (!*is_complete) return;
  const LostTail lost = recovery_->tail();
  recovery_.reset();
  put_back(now, lost);
}

void Agent::put_back(Timestamp now, const LostTail& lost) {
  std::size_t count = lost.entries.size();
  for (const LostTail::Later& later : lost.later) count += later.entries.size();
  Store::Batch batch(store_);
  const auto done = batch.run([&] {
    return store_.put_back_tail(now, lost,
                                "these books were behind what head office had of them; " +
                                    std::to_string(count) + " entries were fetched");
  });
  if (!done) return stop(now, "what these books lack cannot be put back: " + text_of(done.error()));
  batch.commit();
  complete_.clear();
  stopped_ = false;
  problem_.reset();
}

bool Agent::agrees(const Life& life, Seq seq, const std::string& hash) {
  const auto said = sync::hash_from_wire(hash);
  return said && store_.books().journal.hash_at(life, seq) == said;
}

bool Agent::fits(Timestamp now, Seq seq, const std::string& hash) {
  if (agrees(*store_.books().journal.lives.newest(), seq, hash)) return true;
  backoff_.failed(now, std::nullopt);
  return false;
}

void Agent::recover(Timestamp now, const Life& life, Seq cursor) {
  problem_ =
      "head office has something else of this store's journal than these books: they were "
      "restored from an older copy, or two PCs had the same. What is missing is fetched";
  recovery_.emplace(store_.books().journal, life, cursor);
  backoff_.failed(now, std::nullopt);
}

void Agent::stop(Timestamp now, std::string problem) {
  problem_ = std::move(problem);
  stopped_ = true;
  backoff_.wait(now, Backoff::kMost);
}

}  // namespace loyald
