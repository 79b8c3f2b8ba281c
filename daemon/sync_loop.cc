// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync_loop.h"

#include <algorithm>
#include <variant>
#include <vector>

namespace loyald::daemon {
namespace {

// After the books refused: a full disk does not become empty at once.
constexpr std::chrono::milliseconds kAfterTrouble{5'000};

}  // namespace

SyncLoop::SyncLoop(boost::asio::io_context& io, BooksThread<Store>& books, Agent& agent,
                   const rpc::ConnectClient& client, const Clock& clock,
                   std::function<Timestamp(Timestamp)> next_session)
    : books_(books),
      agent_(agent),
      client_(client),
      clock_(clock),
      timer_(io),
      next_session_(std::move(next_session)) {}

void SyncLoop::begin_session() {
  in_session_ = true;
  session_began_ = clock_.now();
  ask_after(std::chrono::milliseconds(0));
}

void SyncLoop::end_session() {
  if (in_session_) session_due_ = next_session_(clock_.now());
  in_session_ = false;
  const auto left = session_due_ - clock_.now();
  // In steps, because the clock may be set meanwhile.
  timer_.expires_after(std::clamp<std::chrono::milliseconds>(left, kGather, kLongestSleep));
  timer_.async_wait([this](boost::system::error_code error) {
    if (error || stopped_) return;
    clock_.now() >= session_due_ ? begin_session() : end_session();
  });
}

void SyncLoop::poke() {
  if (!in_session_) return;
  if (busy_) {
    poked_ = true;
  } else if (!gathering_) {
    gathering_ = true;
    ask_after(kGather);
  }
}

void SyncLoop::sync_now() {
  if (stopped_) return;
  books_.between<std::monostate>(
      [this](Store&) -> Result<std::monostate> {
        agent_.ask_now();
        return std::monostate();
      },
      [this](const Result<std::monostate>&) {
        if (busy_) {
          poked_ = true;
        } else {
          begin_session();
        }
      });
}

void SyncLoop::want(const MemberId& owner, std::function<void()> answered) {
  ask_for(owner.str(), std::move(answered),
          [this, owner](Timestamp now) { return agent_.want(now, owner); });
}

void SyncLoop::look_up(const std::string& identifier, std::function<void()> answered) {
  ask_for(identifier, std::move(answered),
          [this, identifier](Timestamp) { return agent_.look_up(identifier); });
}

void SyncLoop::ask_for(const std::string& name, std::function<void()> answered,
                       std::function<bool(Timestamp)> ask_agent) {
  if (stopped_ || !in_session_ || waiting_.size() >= Agent::kMostWanted) return;
  waiting_.emplace(name, std::move(answered));
  books_.between<bool>([this, ask_agent = std::move(ask_agent)](
                           Store&) -> Result<bool> { return ask_agent(clock_.now()); },
                       [this, name](const Result<bool>& asked) {
                         if (!asked || !*asked) {
                           waiting_.erase(name);
                           return;
                         }
                         // Somebody is waiting: nothing else is gathered first.
                         if (busy_) {
                           poked_ = true;
                         } else {
                           ask();
                         }
                       });
}

void SyncLoop::tell_waiting(const google::protobuf::RepeatedPtrField<std::string>& names,
                            bool answered) {
  for (const std::string& name : names) {
    auto [first, last] = waiting_.equal_range(name);
    std::vector<std::function<void()>> calls;
    for (auto each = first; each != last; ++each) calls.push_back(std::move(each->second));
    waiting_.erase(first, last);
    if (!answered) continue;
    for (const auto& call : calls) call();
  }
}

void SyncLoop::stop() {
  stopped_ = true;
  timer_.cancel();
}

void SyncLoop::ask_after(std::chrono::milliseconds time) {
  if (stopped_) return;
  timer_.expires_after(time);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) ask();
  });
}

void SyncLoop::ask() {
  if (busy_ || stopped_) return;
  busy_ = true;
  poked_ = false;
  gathering_ = false;
  books_.between<Decision>(
      [this](Store&) -> Result<Decision> {
        Agent::Step step = agent_.next(clock_.now());
        return Decision{std::move(step), agent_.problem().value_or(""),
                        agent_.backs_off(clock_.now())};
      },
      [this](Result<Decision> decision) { decided(std::move(decision)); });
}

void SyncLoop::decided(Result<Decision> decision) {
  if (!decision || stopped_) {
    busy_ = false;
    return ask_after(kAfterTrouble);
  }
  problem_ = std::move(decision->problem);
  if (const auto* message = std::get_if<Agent::Send>(&decision->step)) {
    return transmit(message->request);
  }
  busy_ = false;
  if (poked_) return ask();
  const bool is_over = !decision->backs_off || clock_.now() - session_began_ > kLongestSession;
  if (next_session_ && is_over) return end_session();
  const auto left = std::get<Agent::Idle>(decision->step).until - clock_.now();
  // A step that is due at once has been decided just now: never spin.
  ask_after(std::clamp(left, kGather, kLongestSleep));
}

void SyncLoop::transmit(const Agent::Request& request) {
  if (const auto* open = std::get_if<v1::OpenRequest>(&request)) {
    send<v1::OpenResponse>("loyald.v1.SyncService/Open", *open);
  } else if (const auto* push = std::get_if<v1::PushRequest>(&request)) {
    send<v1::PushResponse>("loyald.v1.SyncService/Push", *push);
  } else if (const auto* pull = std::get_if<v1::PullRequest>(&request)) {
    send<v1::PullResponse>("loyald.v1.SyncService/Pull", *pull);
  } else if (const auto* tail = std::get_if<v1::FetchTailRequest>(&request)) {
    send<v1::FetchTailResponse>("loyald.v1.SyncService/FetchTail", *tail);
  } else {
    const auto& acquire = std::get<v1::AcquireRequest>(request);
    send<v1::AcquireResponse>(
        "loyald.v1.SyncService/Acquire", acquire,
        [this, owners = acquire.owner_ids(), identifiers = acquire.identifiers()](bool answered) {
          tell_waiting(owners, answered);
          tell_waiting(identifiers, answered);
        });
  }
}

template <class Response>
void SyncLoop::send(const char* procedure, const google::protobuf::Message& request,
                    std::function<void(bool)> taken_or_not) {
  client_.call<Response>(
      procedure, request,
      [this, taken_or_not = std::move(taken_or_not)](rpc::CallReply<Response> reply) {
        // On the client's thread; a shared copy, because std::function wants to be copyable.
        auto kept = std::make_shared<rpc::CallReply<Response>>(std::move(reply));
        books_.between<std::monostate>(
            [this, kept](Store&) -> Result<std::monostate> {
              if (kept->result) {
                agent_.on_reply(clock_.now(), *kept->result);
              } else {
                agent_.on_failure(clock_.now(), kept->result.error(), kept->retry_after);
              }
              return std::monostate();
            },
            [this, kept, taken_or_not](Result<std::monostate> taken) {
              if (taken_or_not) taken_or_not(taken && kept->result);
              // Where the line is down the agent asks for nobody any more.
              if (!kept->result) waiting_.clear();
              settled(taken);
            });
      });
}

void SyncLoop::settled(const Result<std::monostate>& taken) {
  busy_ = false;
  if (!taken) return ask_after(kAfterTrouble);
  ask();
}

}  // namespace loyald::daemon
