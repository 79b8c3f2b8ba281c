// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_reader.h"

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>

namespace loyald::scanner {
namespace {

using boost::system::error_code;

// A device that never stops sending must not keep the loop from its other work.
constexpr int kReadsPerWake = 16;
constexpr std::size_t kReadBytes = 4096;

}  // namespace

class DeviceReader::Loop : public std::enable_shared_from_this<Loop> {
 public:
  Loop(boost::asio::io_context& io, const Clock& clock, ReadableDevice& device)
      : clock_(clock), device_(device), descriptor_(io), reopen_timer_(io), deadline_timer_(io) {}

  void start() {
    if (running_) return;
    running_ = true;
    pause_ = kFirstPause;
    open();
  }

  void stop() {
    if (!running_) return;
    running_ = false;
    const bool was_open = descriptor_.is_open();
    close();
    reopen_timer_.cancel();
    state_ = "stopped";
    if (was_open) device_.on_lost();
  }

  void send(std::string_view bytes) {
    if (!descriptor_.is_open() || bytes.empty()) return;
    // A device that is gone is noticed when it is read next.
    [[maybe_unused]] const ssize_t written =
        ::write(descriptor_.native_handle(), bytes.data(), bytes.size());
  }

  void retry_now() {
    if (!running_ || descriptor_.is_open()) return;
    reopen_timer_.cancel();
    pause_ = kFirstPause;
    open();
  }

  bool is_reading() const { return descriptor_.is_open(); }
  const std::string& state() const { return state_; }

 private:
  void open() {
    auto opened = device_.open();
    if (!opened) {
      const Error& error = opened.error();
      retry_later(error.hint.empty() ? error.message : error.message + " (" + error.hint + ")");
      return;
    }
    error_code error;
    descriptor_.assign(opened->get(), error);
    if (error) {
      retry_later("cannot wait for it: " + error.message());
      return;
    }
    opened->release();
    state_ = "reading";
    arm_deadline();
    wait();
  }

  void wait() {
    descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                           [weak = weak_from_this()](const error_code& error) {
                             const auto self = weak.lock();
                             if (self && !error) self->on_ready();
                           });
  }

  void on_ready() {
    if (device_.is_byte_stream()) {
      read();
    } else if (const auto taken = device_.on_readable(clock_.steady()); taken) {
      pause_ = kFirstPause;
    } else if (descriptor_.is_open()) {
      lose(taken.error().message);
    }
    // A callback may have stopped us.
    if (!descriptor_.is_open()) return;
    arm_deadline();
    wait();
  }

  void read() {
    for (int i = 0; i < kReadsPerWake && descriptor_.is_open(); ++i) {
      std::array<std::uint8_t, kReadBytes> buffer;
      const ssize_t count = ::read(descriptor_.native_handle(), buffer.data(), buffer.size());
      const int error_number = errno;
      if (count > 0) {
        pause_ = kFirstPause;
        device_.on_bytes(ByteView(buffer.data(), static_cast<std::size_t>(count)), clock_.steady());
      } else if (count == 0) {
        lose("the device went away");
      } else if (error_number == EAGAIN) {
        break;
      } else if (error_number != EINTR) {
        lose(std::string("the device went away: ") + std::strerror(error_number));
      }
    }
  }

  void arm_deadline() {
    const auto due = device_.deadline();
    if (!due) {
      deadline_timer_.cancel();
      return;
    }
    deadline_timer_.expires_after(std::max(*due - clock_.steady(), std::chrono::milliseconds(0)));
    deadline_timer_.async_wait([weak = weak_from_this()](const error_code& error) {
      const auto self = weak.lock();
      if (self && !error && self->descriptor_.is_open()) self->on_deadline();
    });
  }

  void on_deadline() {
    const Timestamp now = clock_.steady();
    const auto due = device_.deadline();
    if (due && *due <= now) device_.on_deadline(now);
    if (descriptor_.is_open()) arm_deadline();
  }

  void lose(std::string why) {
    close();
    device_.on_lost();
    retry_later(std::move(why));
  }

  void close() {
    error_code ignored;
    descriptor_.close(ignored);
    deadline_timer_.cancel();
  }

  void retry_later(std::string why) {
    state_ = std::move(why);
    reopen_timer_.expires_after(pause_);
    pause_ = std::min(pause_ * 2, kLongestPause);
    reopen_timer_.async_wait([weak = weak_from_this()](const error_code& error) {
      const auto self = weak.lock();
      if (self && !error && self->running_ && !self->descriptor_.is_open()) self->open();
    });
  }

  const Clock& clock_;
  ReadableDevice& device_;
  boost::asio::posix::stream_descriptor descriptor_;
  boost::asio::steady_timer reopen_timer_;
  boost::asio::steady_timer deadline_timer_;
  std::chrono::milliseconds pause_ = kFirstPause;
  bool running_ = false;
  std::string state_ = "stopped";
};

DeviceReader::DeviceReader(boost::asio::io_context& io, const Clock& clock, ReadableDevice& device)
    : loop_(std::make_shared<Loop>(io, clock, device)) {}

// The loop's handlers hold it weakly: nothing runs once this pointer is gone.
DeviceReader::~DeviceReader() { loop_->stop(); }

void DeviceReader::start() { loop_->start(); }
void DeviceReader::stop() { loop_->stop(); }
void DeviceReader::send(std::string_view bytes) { loop_->send(bytes); }
void DeviceReader::retry_now() { loop_->retry_now(); }
bool DeviceReader::is_reading() const { return loop_->is_reading(); }
const std::string& DeviceReader::state() const { return loop_->state(); }

tl::unexpected<Error> cannot_open(const std::string& path, int error_number) {
  std::string hint;
  if (error_number == EACCES) {
    hint =
        "let the daemon's user read it: group dialout for serial ports, input for keyboards, a "
        "udev "
        "rule for hidraw";
  } else if (error_number == EPERM) {
    hint =
        "the service may open only kinds of device whose driver was there when it started: restart "
        "it, and install modules-load.d/loyald.conf so that they are";
  } else if (error_number == EBUSY) {
    hint = "another program holds it";
  }
  return fail(Errc::unavailable, "cannot open " + path + ": " + std::strerror(error_number),
              std::move(hint));
}

}  // namespace loyald::scanner
