// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "sync/rpc/http.h"
#include "sync/rpc/stream.h"

namespace loyald::rpc {

// The right to answer one request, once. Copies share that right; when the last one is destroyed
// unanswered, the peer gets a 500. May be kept and answered later; where the peer has left by then,
// the answer goes nowhere.
// Threads: copies may be made, answered and destroyed on any thread; the answer travels to the I/O
// thread by itself. All must be gone before the io_context is destroyed.
class Responder {
 public:
  // Where the answer goes: `stream` is null for a whole reply, else the body follows through it.
  // Called once, on the thread that answers.
  using Sink = std::function<void(HttpReply, std::shared_ptr<StreamBuffer>)>;

  Responder(Sink sink, std::size_t stream_limit);

  // Answering a request twice is a bug and aborts.
  void send(HttpReply reply) const;
  // Sends the head of `head` now and the body as it is written. Only on the I/O thread. The stream
  // comes back closed where the peer has left or too many are open (the peer then gets a 503).
  Stream open_stream(HttpReply head) const;

 private:
  struct Answer;
  std::shared_ptr<Answer> answer_;
};

}  // namespace loyald::rpc
