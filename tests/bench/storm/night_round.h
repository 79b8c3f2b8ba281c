// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "store/base/clock.h"
#include "sync/rpc/connect_client.h"
#include "tests/bench/storm/night_store.h"

namespace loyald::bench {

// One store's night, in seconds since its round began.
struct Session {
  double wanted = 0;
  double done = 0;
  Seq entries = 0;
  int answers = 0;
  int rejections = 0;  // answered 503
  int failures = 0;    // not answered
};

struct Round {
  std::vector<Session> sessions;  // in the order of stores
  std::uint64_t bytes_sent = 0;   // bodies, before compression
  std::uint64_t bytes_received = 0;
  double seconds = 0;
  double busy = 0;  // of the thread that is all stores
};

std::string token_of(StoreId store);

// All stores of the chain on one thread, which talk over so many lines: a store has one from a
// request until it has nothing to say or waits; others who want one wait for it in turn.
class NightLines {
 public:
  NightLines(std::uint16_t port, std::size_t lines, const Clock& clock);

  // `wanted`: when each store wants to begin, in milliseconds from now. Throws what NightStore
  // does, and std::runtime_error where it takes too long.
  Round run(std::deque<NightStore>& stores, std::span<const std::int64_t> wanted);

 private:
  struct Answered {
    std::size_t store = 0;
    Outcome outcome;
  };

  void send(std::size_t index, NightStore& store);
  template <class Response>
  void call(std::size_t index, StoreId store, const char* procedure,
            const google::protobuf::Message& request);
  void note(Session& session, const Outcome& outcome);

  const std::uint16_t port_;
  const std::size_t lines_;
  const Clock& clock_;
  Round round_;

  std::mutex mutex_;  // guards answered_
  std::condition_variable wake_;
  std::deque<Answered> answered_;

  rpc::HttpClient http_;  // last: its thread uses the above
};

}  // namespace loyald::bench
