// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "store/store.h"
#include "sync/agent/agent.h"
#include "sync/headoffice/head_office.h"

namespace loyald::bench {

// Of all wallets, by unit.
using Balances = std::map<std::string, Quantity>;

struct Refusal {
  Error error;
  std::optional<std::chrono::seconds> retry_after;
};
using Outcome = std::variant<v1::OpenResponse, v1::PushResponse, v1::PullResponse,
                             v1::AcquireResponse, v1::FetchTailResponse, Refusal>;

// A store with its books in a file and its agent, which are open only while it is being answered:
// thousands that are told to come later must not need thousands of open databases. Meanwhile it
// has the request ready that its agent asked for. The agent that is made when the books are opened
// again is told of the failures since the last answer, one by one and at their times; until then a
// Backoff of the same seed says when to try again, and it must have said the same.
//
// Throws sql::Error, and std::runtime_error where something is not as a storm should be.
class NightStore {
 public:
  enum class Next { send, wait, done };

  NightStore(std::string path, StoreId id);
  NightStore(const NightStore&) = delete;
  NightStore& operator=(const NightStore&) = delete;

  StoreId id() const { return id_; }
  // First contact. `page`: the feed with its programme alone, taken from the first answer; the keys
  // of other stores are passed over, to `feed_end`. Needs a batch of head office's.
  void open_journal(HeadOffice& office, Timestamp now, std::uint64_t feed_end,
                    v1::PullResponse& page);
  // What it sells in a day, to `members` cards of the chain; what that earns is added to `earned`.
  // Its first request is ready then.
  void sell(Random& random, std::size_t sales, std::uint64_t members, Timestamp now,
            Balances& earned);

  const Agent::Request& sent(Timestamp now);
  Next take(Timestamp now, const Outcome& outcome);
  // After Next::wait.
  Timestamp due() const { return due_; }

  // After Next::done.
  const JournalName& journal() const { return journal_; }
  const Head& head() const { return head_; }
  Seq entries_tonight() const { return head_.seq - counted_before_; }

 private:
  struct Failed {
    Timestamp sent;
    Timestamp at;
    Refusal refusal;
  };

  void open(Timestamp now);
  void close();
  // An agent that knows of the failures since the last answer.
  void remember();
  void begin_anew();
  const Agent::Request& ask(Timestamp now);
  Next refused(Timestamp now, const Refusal& refusal);

  std::string path_;
  StoreId id_;
  int days_ = 0;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Agent> agent_;
  std::optional<Agent::Request> request_;
  Timestamp sent_;
  Timestamp due_;
  std::vector<Failed> failures_;

  // Of the agent, and of the one who waits in its place.
  std::uint64_t seed_;
  SeededRandom agents_random_;
  SeededRandom waiters_random_;
  std::optional<Backoff> waiter_;
  SystemRandom books_random_;

  JournalName journal_;
  Head head_;
  Seq counted_before_ = 0;
};

}  // namespace loyald::bench
