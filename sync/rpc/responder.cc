// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/responder.h"

#include <atomic>
#include <utility>

#include "store/base/check.h"
#include "sync/rpc/connect_error.h"

namespace loyald::rpc {

struct Responder::Answer {
  Answer(Sink to, std::size_t limit) : sink(std::move(to)), stream_limit(limit) {}
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  ~Answer() {
    if (given) return;
    sink(error_reply(Error(Errc::internal, "the request was dropped without an answer")), nullptr);
  }

  void give(HttpReply reply, std::shared_ptr<StreamBuffer> stream) {
    CHECK(!given.exchange(true));
    sink(std::move(reply), std::move(stream));
  }

  const Sink sink;
  const std::size_t stream_limit;
  std::atomic<bool> given = false;
};

Responder::Responder(Sink sink, std::size_t stream_limit)
    : answer_(std::make_shared<Answer>(std::move(sink), stream_limit)) {}

void Responder::send(HttpReply reply) const { answer_->give(std::move(reply), nullptr); }

Stream Responder::open_stream(HttpReply head) const {
  auto buffer = std::make_shared<StreamBuffer>(answer_->stream_limit);
  // Made first, so that the buffer is never ended before the connection has seen it.
  Stream stream(buffer);
  answer_->give(std::move(head), std::move(buffer));
  return stream;
}

}  // namespace loyald::rpc
