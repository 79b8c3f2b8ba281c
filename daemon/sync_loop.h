// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "daemon/books_thread.h"
#include "store/base/clock.h"
#include "store/store.h"
#include "sync/agent/agent.h"
#include "sync/rpc/connect_client.h"

namespace loyald::daemon {

// Carries the agent's messages: asks it on the books thread what to send, sends that through the
// client, brings the answer back to the books thread. One message is on its way at a time.
// Its own calls and state belong to the I/O thread, on which the books thread must deliver.
class SyncLoop {
 public:
  // After something was recorded: so long are further entries waited for, to share the push.
  static constexpr std::chrono::milliseconds kGather{100};
  // A clock that is set must not let the loop sleep for as long as it was wrong.
  static constexpr std::chrono::milliseconds kLongestSleep{60'000};

  // `next_session`: where this store talks to head office now and then only, when it does so next
  // after a time; a session lasts until there is nothing left to say, or so long. Empty: always.
  static constexpr std::chrono::minutes kLongestSession{120};
  // `agent` is from here on used on the books thread alone. All must outlive the loop, and the
  // client's worker must have ended before the loop goes.
  SyncLoop(boost::asio::io_context& io, BooksThread<Store>& books, Agent& agent,
           const rpc::ConnectClient& client, const Clock& clock,
           std::function<Timestamp(Timestamp)> next_session = {});
  SyncLoop(const SyncLoop&) = delete;
  SyncLoop& operator=(const SyncLoop&) = delete;

  void start() { begin_session(); }
  // There is something new to send.
  void poke();
  // Somebody wants it at once, also while the agent waits after a failure.
  void sync_now();
  // A customer is at the till whose units this store may not spend yet. `answered` is called, on
  // the I/O thread, when head office has said what it hands over; never where it says nothing.
  // Beyond Agent::kMostWanted at once, nothing is asked.
  void want(const MemberId& owner, std::function<void()> answered);
  // The same of one of whom head office has never said anything: who they are, and their units.
  void look_up(const std::string& identifier, std::function<void()> answered);
  // Asks for nothing more; what is on its way may still come back.
  void stop();

  // What a person must look at; empty where nothing.
  const std::string& problem() const { return problem_; }

 private:
  struct Decision {
    Agent::Step step;
    std::string problem;
    bool backs_off = false;
  };

  // Asks the agent for something a customer waits for; `name` tells it from others.
  void ask_for(const std::string& name, std::function<void()> answered,
               std::function<bool(Timestamp)> ask_agent);
  void begin_session();
  void end_session();
  void ask_after(std::chrono::milliseconds time);
  void ask();
  void decided(Result<Decision> decision);
  template <class Response>
  void send(const char* procedure, const google::protobuf::Message& request,
            std::function<void(bool)> taken_or_not = {});
  void transmit(const Agent::Request& request);
  void settled(const Result<std::monostate>& taken);
  void tell_waiting(const google::protobuf::RepeatedPtrField<std::string>& names, bool answered);

  BooksThread<Store>& books_;
  Agent& agent_;
  const rpc::ConnectClient& client_;
  const Clock& clock_;
  boost::asio::steady_timer timer_;
  bool busy_ = false;       // a question or a message is on its way
  bool poked_ = false;      // while busy
  bool gathering_ = false;  // the timer runs for kGather
  bool stopped_ = false;
  const std::function<Timestamp(Timestamp)> next_session_;
  bool in_session_ = true;
  Timestamp session_began_;
  Timestamp session_due_;
  std::string problem_;
  std::multimap<std::string, std::function<void()>> waiting_;  // by owner or identifier
};

}  // namespace loyald::daemon
