// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace loyald::rpc {

// What lies between the one who writes a stream and the connection that sends it: a bounded buffer
// and the news of its end. Only for the I/O thread. Users see Stream.
class StreamBuffer {
 public:
  explicit StreamBuffer(std::size_t limit) : limit_(limit) {}

  // The writer's end. False: nothing was taken, because it is closed or the reader is too slow;
  // then the reader is disconnected.
  bool write(std::string_view bytes);
  void end();
  bool open() const { return state_ == State::open; }
  void on_closed(std::function<void()> callback);

  // The connection's end. `wake` is called when there is something to do; it must not call back
  // into this object before it returns.
  void attach(std::function<void()> wake);
  // Everything written since; it counts against the limit until sent().
  std::string take();
  void sent() { in_flight_ = 0; }
  bool ended() const { return state_ == State::ended; }
  bool overflowed() const { return state_ == State::overflowed; }
  // The connection is gone. Tells the writer, once.
  void closed();

 private:
  enum class State { open, ended, overflowed, closed };

  void wake();

  const std::size_t limit_;
  State state_ = State::open;
  std::string pending_;
  std::size_t in_flight_ = 0;
  std::function<void()> wake_;
  std::function<void()> on_closed_;
};

// A reply without a known end (server-sent events), held by whoever writes it. Only for the I/O
// thread. Destroying it is close().
class Stream {
 public:
  Stream() = default;
  explicit Stream(std::shared_ptr<StreamBuffer> buffer) : buffer_(std::move(buffer)) {}
  Stream(Stream&&) noexcept = default;
  Stream& operator=(Stream&& other) noexcept;
  ~Stream() { close(); }

  // Never blocks. False: the stream is closed, or the reader has HttpLimits::stream_bytes to catch
  // up with; such a reader is disconnected and may come back (server-sent events resume by
  // Last-Event-ID). Nothing of `bytes` is sent then.
  bool write(std::string_view bytes);
  // Sends what was written, then the end. Calling it again does nothing.
  void close();
  bool is_open() const { return buffer_ && buffer_->open(); }
  // Called once when the connection is gone, whichever end closed it; on the I/O thread, never
  // from within write() or close(), so it may destroy this Stream. Called at once where it is
  // already gone.
  void on_closed(std::function<void()> callback);

 private:
  std::shared_ptr<StreamBuffer> buffer_;
};

}  // namespace loyald::rpc
