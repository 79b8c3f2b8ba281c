// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/storm/night_round.h"

#include <algorithm>
#include <chrono>
#include <queue>
#include <stdexcept>

namespace loyald::bench {
namespace {

constexpr std::chrono::milliseconds kLongestNap(1'000);
constexpr double kLongestRound = 3'600;

rpc::HttpClient::Options http_options(std::size_t lines) {
  rpc::HttpClient::Options options;
  options.concurrent_max = lines;
  options.waiting_max = lines;
  return options;
}

}  // namespace

std::string token_of(StoreId store) { return "token-of-store-number-" + std::to_string(store); }

NightLines::NightLines(std::uint16_t port, std::size_t lines, const Clock& clock)
    : port_(port), lines_(lines), clock_(clock), http_(http_options(lines)) {}

template <class Response>
void NightLines::call(std::size_t index, StoreId store, const char* procedure,
                      const google::protobuf::Message& request) {
  rpc::ConnectClient::Options options;
  options.base_url = "http://127.0.0.1:" + std::to_string(port_);
  options.bearer_token = token_of(store);
  const rpc::ConnectClient client(http_, options);
  round_.bytes_sent += request.ByteSizeLong();
  client.call<Response>(procedure, request, [this, index](rpc::CallReply<Response> reply) {
    Outcome outcome = reply.result ? Outcome(*std::move(reply.result))
                                   : Outcome(Refusal{reply.result.error(), reply.retry_after});
    {
      const std::lock_guard lock(mutex_);
      answered_.push_back({index, std::move(outcome)});
    }
    wake_.notify_one();
  });
}

void NightLines::send(std::size_t index, NightStore& store) {
  const Agent::Request& request = store.sent(clock_.now());
  if (const auto* push = std::get_if<v1::PushRequest>(&request)) {
    call<v1::PushResponse>(index, store.id(), "loyald.v1.SyncService/Push", *push);
  } else if (const auto* pull = std::get_if<v1::PullRequest>(&request)) {
    call<v1::PullResponse>(index, store.id(), "loyald.v1.SyncService/Pull", *pull);
  } else {
    throw std::runtime_error("a store wants more than to push and to pull");
  }
}

void NightLines::note(Session& session, const Outcome& outcome) {
  const auto* refusal = std::get_if<Refusal>(&outcome);
  if (refusal == nullptr) {
    ++session.answers;
    std::visit(
        [&](const auto& response) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(response)>, Refusal>) {
            round_.bytes_received += response.ByteSizeLong();
          }
        },
        outcome);
  } else if (refusal->retry_after) {
    ++session.rejections;
  } else {
    ++session.failures;
  }
}

Round NightLines::run(std::deque<NightStore>& stores, std::span<const std::int64_t> wanted) {
  using Due = std::pair<Timestamp, std::size_t>;
  const Timestamp began = clock_.now();
  const auto seconds = [&] { return static_cast<double>((clock_.now() - began).count()) / 1'000; };
  round_ = {};
  round_.sessions.resize(stores.size());
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due;
  for (std::size_t i = 0; i < stores.size(); ++i) {
    round_.sessions[i].wanted = static_cast<double>(wanted[i]) / 1'000;
    due.emplace(began + std::chrono::milliseconds(wanted[i]), i);
  }
  std::deque<std::size_t> in_turn;
  std::size_t free = lines_;
  std::size_t left = stores.size();
  while (left > 0) {
    const Timestamp now = clock_.now();
    for (; !due.empty() && due.top().first <= now; due.pop()) in_turn.push_back(due.top().second);
    for (; free > 0 && !in_turn.empty(); in_turn.pop_front(), --free) {
      send(in_turn.front(), stores[in_turn.front()]);
    }
    if (seconds() > kLongestRound) throw std::runtime_error("the night does not end");
    std::unique_lock lock(mutex_);
    if (answered_.empty()) {
      const auto nap = due.empty() ? kLongestNap : std::min(kLongestNap, due.top().first - now);
      const auto asleep = std::chrono::steady_clock::now();
      wake_.wait_for(lock, nap, [&] { return !answered_.empty(); });
      round_.busy -=
          std::chrono::duration<double>(std::chrono::steady_clock::now() - asleep).count();
      if (answered_.empty()) continue;
    }
    const Answered next = std::move(answered_.front());
    answered_.pop_front();
    lock.unlock();
    Session& session = round_.sessions[next.store];
    NightStore& store = stores[next.store];
    note(session, next.outcome);
    switch (store.take(clock_.now(), next.outcome)) {
      case NightStore::Next::send:
        send(next.store, store);
        break;
      case NightStore::Next::wait:
        ++free;
        due.emplace(store.due(), next.store);
        break;
      case NightStore::Next::done:
        ++free;
        --left;
        session.done = seconds();
        session.entries = store.entries_tonight();
    }
  }
  round_.seconds = seconds();
  round_.busy += round_.seconds;
  return std::move(round_);
}

}  // namespace loyald::bench
