// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/storm/prediction.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <queue>
#include <utility>

#include "daemon/batch_loop.h"
#include "sync/agent/backoff.h"

namespace loyald::bench {
namespace {

// What HeadOfficeDaemon answers.
constexpr std::chrono::seconds kRetryAfter(5);

// One night in the model.
class Night {
 public:
  Night(const QueueModel& model, const std::vector<Session>& measured)
      : model_(model), free_(model.lines) {
    for (const Session& each : measured) {
      stores_.push_back(std::make_unique<Caller>(stores_.size()));
      stores_.back()->session.wanted = each.wanted;
      stores_.back()->session.entries = each.entries;
      events_.push({each.wanted, Kind::wants_line, stores_.size() - 1});
    }
  }

  std::vector<Session> run() {
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.at;
      switch (event.kind) {
        case Kind::wants_line:
          in_turn_.push_back(event.store);
          break;
        case Kind::calls:
          call(event.store);
          break;
        case Kind::batch_ends:
          end_batch();
      }
      for (; free_ > 0 && !in_turn_.empty(); in_turn_.pop_front(), --free_) {
        events_.push({now_, Kind::calls, in_turn_.front()});
      }
    }
    std::vector<Session> sessions;
    for (const auto& each : stores_) sessions.push_back(each->session);
    return sessions;
  }

 private:
  struct Caller {
    explicit Caller(std::uint64_t seed) : random(seed), backoff(random) {}
    SeededRandom random;
    Backoff backoff;
    Session session;
  };
  enum class Kind { wants_line, calls, batch_ends };
  struct Event {
    double at = 0;
    Kind kind{};
    std::size_t store = 0;
    bool operator>(const Event& other) const { return at > other.at; }
  };

  void call(std::size_t store) {
    if (queue_.size() < model_.most_waiting) {
      queue_.push_back(store);
      if (batch_.empty()) begin_batch();
      return;
    }
    Caller& caller = *stores_[store];
    ++caller.session.rejections;
    ++free_;
    const Timestamp now{static_cast<std::int64_t>(now_ * 1'000)};
    caller.backoff.failed(now, kRetryAfter);
    const Timestamp due = caller.backoff.waiting_until(now).value_or(now);
    events_.push({static_cast<double>(due.ms) / 1'000, Kind::wants_line, store});
  }

  void begin_batch() {
    double takes = 0;
    for (; !queue_.empty() && batch_.size() < daemon::BatchLoop::Limits{}.batch;
         queue_.pop_front()) {
      batch_.push_back(queue_.front());
      takes += static_cast<double>(stores_[queue_.front()]->session.entries) /
               (model_.entries_per_second * model_.calls);
    }
    if (!batch_.empty()) events_.push({now_ + takes, Kind::batch_ends, 0});
  }

  void end_batch() {
    const std::vector<std::size_t> answered = std::exchange(batch_, {});
    begin_batch();
    for (const std::size_t store : answered) {
      Caller& caller = *stores_[store];
      caller.backoff.succeeded();
      if (++caller.session.answers < model_.calls) {
        events_.push({now_, Kind::calls, store});
      } else {
        caller.session.done = now_;
        ++free_;
      }
    }
  }

  const QueueModel model_;
  std::vector<std::unique_ptr<Caller>> stores_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::deque<std::size_t> in_turn_;
  std::deque<std::size_t> queue_;
  std::vector<std::size_t> batch_;
  std::size_t free_;
  double now_ = 0;
};

}  // namespace

std::vector<Session> predict(const QueueModel& model, const std::vector<Session>& measured) {
  return Night(model, measured).run();
}

}  // namespace loyald::bench
