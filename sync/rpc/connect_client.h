// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/base/result.h"
#include "sync/rpc/http_client.h"

namespace loyald::rpc {

// What a call came to.
template <class Res>
struct CallReply {
  Result<Res> result;
  // Where the server asked us to come back later (Retry-After in seconds, at most an hour).
  std::optional<std::chrono::seconds> retry_after;
};

// Unary calls of the Connect protocol with protobuf bodies, zstd where it pays. Any number of calls
// at once, from any thread; the object itself does not change.
class ConnectClient {
 public:
  struct Options {
    std::string base_url;          // "https://headoffice.example.com:7412"; no path is needed
    std::string unix_socket_path;  // where set, base_url may be empty
    std::string bearer_token;      // empty: none is sent
    std::chrono::milliseconds timeout{30'000};
    std::size_t message_bytes = 4 * 1024 * 1024;  // of a reply, uncompressed
  };
  template <class Res>
  using Callback = std::function<void(CallReply<Res>)>;

  // `http` must outlive this and its calls.
  ConnectClient(HttpClient& http, Options options);

  // call<PushResponse>("loyald.v1.SyncService/Push", request, done). `done` is called as
  // HttpClient::post says: on its worker thread, and must not block.
  // Errors are those the server names and those of HttpClient; unavailable also where something
  // other than a Connect server answered.
  template <class Res>
  void call(std::string_view procedure, const google::protobuf::Message& request,
            Callback<Res> done) const {
    auto message = std::make_shared<Res>();
    start(procedure, request, *message, [message, done = std::move(done)](Outcome outcome) {
      if (outcome.result) {
        done({std::move(*message), outcome.retry_after});
      } else {
        done({fail(std::move(outcome.result).error()), outcome.retry_after});
      }
    });
  }

  // The same, waiting for the answer: for command line tools. Never from a callback, whose thread
  // would wait for itself.
  template <class Res>
  CallReply<Res> call_and_wait(std::string_view procedure,
                               const google::protobuf::Message& request) const {
    std::promise<CallReply<Res>> promise;
    call<Res>(procedure, request,
              [&promise](CallReply<Res> reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
  }

 private:
  struct Outcome {
    Result<void> result;
    std::optional<std::chrono::seconds> retry_after;
  };

  // Fills `reply`, which `done` keeps alive.
  void start(std::string_view procedure, const google::protobuf::Message& request,
             google::protobuf::Message& reply, std::function<void(Outcome)> done) const;

  HttpClient& http_;
  Options options_;
};

}  // namespace loyald::rpc
