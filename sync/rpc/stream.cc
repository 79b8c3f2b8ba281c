// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/stream.h"

#include <utility>

namespace loyald::rpc {

bool StreamBuffer::write(std::string_view bytes) {
  if (state_ != State::open) return false;
  if (bytes.size() > limit_ - in_flight_ - pending_.size()) {
    state_ = State::overflowed;
    wake();
    return false;
  }
  pending_ += bytes;
  wake();
  return true;
}

void StreamBuffer::end() {
  if (state_ != State::open) return;
  state_ = State::ended;
  wake();
}

void StreamBuffer::on_closed(std::function<void()> callback) {
  if (state_ == State::closed) {
    callback();
  } else {
    on_closed_ = std::move(callback);
  }
}

void StreamBuffer::attach(std::function<void()> wake) { wake_ = std::move(wake); }

std::string StreamBuffer::take() {
  in_flight_ = pending_.size();
  return std::exchange(pending_, {});
}

void StreamBuffer::closed() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  wake_ = nullptr;
  pending_.clear();
  // Out of the object first: the callback may destroy the stream and with it this buffer.
  if (const auto callback = std::exchange(on_closed_, nullptr)) callback();
}

void StreamBuffer::wake() {
  if (wake_) wake_();
}

Stream& Stream::operator=(Stream&& other) noexcept {
  if (this != &other) {
    close();
    buffer_ = std::move(other.buffer_);
  }
  return *this;
}

bool Stream::write(std::string_view bytes) { return buffer_ && buffer_->write(bytes); }

void Stream::close() {
  if (buffer_) buffer_->end();
}

void Stream::on_closed(std::function<void()> callback) {
  if (buffer_) {
    buffer_->on_closed(std::move(callback));
  } else {
    callback();
  }
}

}  // namespace loyald::rpc
