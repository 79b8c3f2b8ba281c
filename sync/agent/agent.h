// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "proto/loyald/v1/sync.pb.h"
#include "store/store.h"
#include "sync/agent/backoff.h"
#include "sync/agent/recovery.h"

namespace loyald {

// The store's end of the exchange with head office: decides what to send next, and takes the
// answers into the books. Sans-io: somebody else carries the messages.
//
// Runs on the thread of the store's writing connection, between its batches: it makes transactions
// of its own, and what it sends is committed. It decides from the books alone; what it remembers
// beside them (whom it waits for, how long it backs off) may be lost at any time.
//
// Head office's cursor is the only truth: every answer that carries one is checked against our own
// chain, and sending goes on from there, forwards or backwards. Where they disagree, these books
// are a copy that somebody went on from: what head office has and they have not is fetched and put
// back, and another life of the journal begins (store/new_life.h). Where head office takes nothing
// more of a life because another PC speaks for the store, nothing is sent, and problem() says so
// until a person has decided.
//
// next() may be called as often as one likes, and should be after every commit. For every Send
// exactly one outcome is reported, on_reply() or on_failure(); until then nothing else is sent, and
// an answer to something that was not sent is ignored. Everything throws sql::Error; then the
// answer was not taken, and is asked for again.
class Agent {
 public:
  struct Options {
    // Between two looks when there is nothing to send.
    std::chrono::milliseconds interval{5'000};
    std::string daemon_version;
    // What was credited here, or acquired for a customer, goes back to head office's pool so long
    // after: by then the customer has left.
    std::chrono::milliseconds seal_after{std::chrono::minutes(10)};
  };
  using Request = std::variant<v1::OpenRequest, v1::PushRequest, v1::PullRequest,
                               v1::AcquireRequest, v1::FetchTailRequest>;
  struct Idle {
    Timestamp until;  // nothing to do before, unless entries are recorded or an answer comes
  };
  struct Send {
    Request request;
  };
  using Step = std::variant<Idle, Send>;

  // Head office may ask for longer intervals, up to this. Then what is recorded waits for the next
  // one, too; a customer for whom units are asked does not, nor ask_now().
  static constexpr std::chrono::seconds kLongestInterval{3600};
  // So many pushes in a row may go before a pull that is due.
  static constexpr int kPushesPerPull = 4;
  // So many owners' units are asked for at once, and so many may wait to be. More than that are
  // never at a store's tills.
  static constexpr std::size_t kAcquiredAtOnce = 16;
  static constexpr std::size_t kMostWanted = 64;
  static constexpr std::size_t kMostAtTheTill = 1'000;
  // Not more often than that: an entry that only gives back is not worth a push of its own.
  static constexpr std::chrono::seconds kBetweenSeals{60};
  // Whoever was wanted so lately may still be at the till.
  static constexpr std::chrono::minutes kAtTheTill{2};

  // `store` and `random` must outlive the agent.
  Agent(Store& store, Random& random, Options options);

  // A customer is at the till who owns more than this store may spend: their units are asked for
  // next. False where too many wait already; then this one is not asked for.
  bool want(Timestamp now, const MemberId& owner);
  // A customer is at the till of whom head office has never said anything here: by a card, phone or
  // mail address in the form it is stored in. As want().
  bool look_up(const std::string& identifier);

  // Somebody wants it now: ends every wait.
  void ask_now();

  Step next(Timestamp now);
  void on_reply(Timestamp now, const v1::OpenResponse& response);
  void on_reply(Timestamp now, const v1::PushResponse& response);
  void on_reply(Timestamp now, const v1::PullResponse& response);
  void on_reply(Timestamp now, const v1::AcquireResponse& response);
  void on_reply(Timestamp now, const v1::FetchTailResponse& response);
  // No answer, or an error for one. `retry_after`: when head office asked to be asked again.
  void on_failure(Timestamp now, const Error& error,
                  std::optional<std::chrono::seconds> retry_after);

  // Whether it waits because something went wrong, and not because there is nothing to do.
  bool backs_off(Timestamp now) const { return backoff_.waiting_until(now).has_value(); }
  // What a person must look at, in words; nothing while head office is merely away.
  const std::optional<std::string>& problem() const { return problem_ ? problem_ : pull_problem_; }

 private:
  // The request in flight, if it is one of these; it is in flight no longer then.
  template <class Wanted>
  std::optional<Wanted> take_in_flight();
  Step send(Request request);
  // The life that head office must hear of next: the newest once it knows all before it.
  Life life_to_send();
  v1::OpenRequest make_open(const Life& life);
  v1::PushRequest make_push(Timestamp now, const Life& life);
  v1::PullRequest make_pull(const SyncPosition& position);
  v1::AcquireRequest make_acquire();
  void give_back(Timestamp now);
  void take_recalls(Timestamp now, const v1::PushResponse& response);
  void take_offers(Timestamp now,
                   const google::protobuf::RepeatedPtrField<v1::SignedOffer>& offers);

  // Whether head office's words about our entry `seq` fit that life's chain.
  bool agrees(const Life& life, Seq seq, const std::string& hash);
  // Where they do not fit the newest life's: asks again with a push.
  bool fits(Timestamp now, Seq seq, const std::string& hash);
  // Head office has something else of that life than we have.
  void recover(Timestamp now, const Life& life, Seq cursor);
  void put_back(Timestamp now, const LostTail& lost);
  void take_verdict(Timestamp now, const Life& life, const v1::PushRequest& sent,
                    const v1::PushResponse& response);
  void take_cursor(Timestamp now, const Life& life, const v1::PushRequest& sent,
                   const v1::PushResponse& response);
  // Where head office has all of a life that is not the newest.
  bool note_complete(const Life& life, Seq cursor);
  bool take_receipt(const Life& life, const v1::PushResponse& response);
  void stop(Timestamp now, std::string problem);
  // A page of the feed into the books; false where it was not taken.
  bool take_page(Timestamp now, const v1::PullResponse& page, std::uint64_t cursor);
  void fail_pull(Timestamp now, const Error& error,
                 std::optional<std::chrono::seconds> retry_after);

  Store& store_;
  Options options_;
  Backoff backoff_;
  // A feed that cannot be taken (a programme that this program is too old for) must not hold back
  // what the store sells.
  Backoff pull_backoff_;
  Backoff pace_;  // that head office asked for
  std::optional<Request> in_flight_;
  std::optional<std::string> problem_;
  std::optional<std::string> pull_problem_;
  // Head office and we disagree: only empty pushes, now and then, until an answer fits.
  bool stopped_ = false;
  // Lives, older than the newest, that head office has all of.
  std::set<int> complete_;
  std::optional<Recovery> recovery_;
  // After a failure we first ask where we are: what went wrong may be that head office has
  // forgotten us.
  bool must_ask_ = false;
  int pushes_in_a_row_ = 0;
  std::deque<MemberId> wanted_;
  std::deque<std::string> looked_up_;
  // When somebody at the till was last wanted.
  std::map<MemberId, Timestamp> at_the_till_;
  std::optional<Timestamp> sealed_at_;
  std::chrono::milliseconds interval_;
};

}  // namespace loyald
