// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_relay.h"

#include <linux/input.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include "scanner/device_reader.h"
#include "scanner/uinput_clone.h"
#include "scanner/wedge_device.h"
#include "store/base/check.h"

namespace loyald::scanner {
namespace {

using std::chrono::milliseconds;

// While a key is down that must come up first.
constexpr milliseconds kKeyPause{5};
constexpr milliseconds kStuckKey{2000};
// A device that never stops sending must not keep the loop from its other work.
constexpr int kReadsPerWake = 16;
constexpr std::size_t kEventsPerRead = 64;

}  // namespace

class KeyRelay::Loop {
 public:
  Loop(const Clock& clock, PassPath path, Options options, std::function<void()> wake)
      : clock_(clock),
        path_(std::move(path)),
        options_(std::move(options)),
        wake_(std::move(wake)),
        signal_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    CHECK(signal_.is_open());
  }

  void start() {
    if (thread_.joinable()) return;
    is_stopping_ = false;
    beat();
    // Signals are the main thread's.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_setname_np(thread_.native_handle(), "key-relay");
  }

  void stop() {
    if (!thread_.joinable()) return;
    is_stopping_ = true;
    signal();
    thread_.join();
  }

  void beat() { beat_ = clock_.steady().ms; }

  void retry_now() {
    is_impatient_ = true;
    signal();
  }

  TextQueue& texts() { return texts_; }

  State state() const {
    const std::lock_guard lock(state_mutex_);
    State state = state_;
    state.dropped = dropped_;
    state.commands = commands_;
    return state;
  }

 private:
  void signal() {
    const std::uint64_t one = 1;
    static_cast<void>(::write(signal_.get(), &one, sizeof one));
  }

  void run() {
    next_open_ = next_grab_ = clock_.steady();
    pause_ = DeviceReader::kFirstPause;
    while (!is_stopping_) {
      const Timestamp now = clock_.steady();
      if (is_impatient_.exchange(false)) next_open_ = next_grab_ = now;
      if (!source_.fd.is_open() && now >= next_open_) open(now);
      if (source_.fd.is_open()) keep_hold(now);
      send(now);
      wait();
      // Whatever was typed until now is read before a pause is taken for one.
      const Timestamp woken = clock_.steady();
      if (source_.fd.is_open()) read_source(woken);
      path_.on_timeout(woken);
    }
    if (source_.fd.is_open()) close(clock_.steady());
    say(false, "stopped");
  }

  void wait() {
    std::array<pollfd, 3> waiting{{
        {signal_.get(), POLLIN, 0},
        {source_.fd.get(), POLLIN, 0},  // poll passes over what is not open
        {clone_ ? clone_->fd() : -1, POLLIN, 0},
    }};
    send(clock_.steady());
    const int count = ::poll(waiting.data(), waiting.size(), timeout(clock_.steady()));
    is_readable_ = count > 0 && waiting[1].revents != 0;
    if (count <= 0) return;
    std::uint64_t signals = 0;
    if (waiting[0].revents != 0) static_cast<void>(::read(signal_.get(), &signals, sizeof signals));
    if (waiting[2].revents != 0) clone_->forward_lights(source_.fd.get());
  }

  // Until something is due; the I/O thread's life is looked at every quarter of our patience.
  int timeout(Timestamp now) const {
    Timestamp due = now + options_.patience / 4;
    if (!source_.fd.is_open()) due = std::min(due, next_open_);
    const auto next = path_.deadline();
    if (next) due = std::min(due, *next);
    const bool may_take = source_.fd.is_open() && !is_held_ && is_alive(now) && !next;
    if (may_take) due = std::min(due, next_grab_);
    return static_cast<int>(std::max<std::int64_t>((due - now).count(), 0));
  }

  void open(Timestamp now) {
    auto path = options_.device();
    auto opened = path ? open_wedge(*path, WedgeAccess::read_and_lights)
                       : Result<WedgeDevice>(fail(std::move(path).error()));
    if (!opened) {
      next_open_ = now + pause_;
      pause_ = std::min(pause_ * 2, DeviceReader::kLongestPause);
      return say(false, opened.error().message);
    }
    source_ = *std::move(opened);
    // A new keyboard only where the old one will not do: desktops take a moment to see it.
    if (clone_ && !source_.is_recording && !clone_->covers(source_.fd.get())) clone_.reset();
    next_grab_ = now;
    key_down_since_.reset();
    say(true, "only listening: not yet taken");
  }

  void close(Timestamp now) {
    if (is_held_) let_go(now);
    path_.let_go();
    send(now);
    records_.reset();
    source_.fd.reset();
  }

  void lose(const std::string& why, Timestamp now) {
    close(now);
    next_open_ = now + pause_;
    pause_ = std::min(pause_ * 2, DeviceReader::kLongestPause);
    say(false, why);
  }

  bool is_alive(Timestamp now) const { return now - Timestamp{beat_} <= options_.patience; }

  // Takes the keyboard, or lets it go, as it is right now.
  void keep_hold(Timestamp now) {
    if (is_held_ && !is_alive(now)) {
      let_go(now);
      return say(true, "only listening: the daemon is busy");
    }
    // Not in the middle of a text: its beginning has gone its way already.
    if (is_held_ || !is_alive(now) || now < next_grab_ || path_.deadline()) return;
    if (options_.passes && !clone_) return make_clone(now);
    switch (source_.is_recording ? Grab::taken : grab(source_.fd.get())) {
      case Grab::taken:
        is_held_ = true;
        key_down_since_.reset();
        return say(true, "relaying");
      case Grab::key_is_down:
        if (!key_down_since_) key_down_since_ = now;
        next_grab_ = now + kKeyPause;
        if (now - *key_down_since_ < kStuckKey) return;
        next_grab_ = now + kGrabPause;
        key_down_since_.reset();
        return say(true, "only listening: a key of it is held down");
      case Grab::busy:
        next_grab_ = now + kGrabPause;
        return say(true,
                   "only listening: another program (keyd, input-remapper, another loyald) has "
                   "taken it");
      case Grab::refused:
        next_grab_ = now + kGrabPause;
        return say(true, "only listening: it cannot be taken: " + reason(errno));
    }
  }

  void make_clone(Timestamp now) {
    auto made = UinputClone::of(source_.fd.get(), options_.uinput);
    if (!made) {
      next_grab_ = now + kGrabPause;
      return say(true, "only listening: " + made.error().message);
    }
    clone_ = std::make_unique<UinputClone>(*std::move(made));
    next_grab_ = now + std::max(options_.settling, kKeyPause);
  }

  void let_go(Timestamp now) {
    path_.let_go();
    send(now);
    is_held_ = false;
    if (!source_.is_recording) ungrab(source_.fd.get());
  }

  void read_source(Timestamp now) {
    // A FIFO that nobody writes to would read as ended.
    if (source_.is_recording && !is_readable_) return;
    std::array<std::uint8_t, kEventsPerRead * sizeof(input_event)> buffer;
    for (int i = 0; i < kReadsPerWake; ++i) {
      const ssize_t count = ::read(source_.fd.get(), buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EAGAIN) return;
      if (count == 0) return lose("the device went away", now);
      if (count < 0) return lose("the device went away: " + reason(errno), now);
      pause_ = DeviceReader::kFirstPause;
      take(ByteView(buffer.data(), static_cast<std::size_t>(count)), now);
      send(now);
      if (static_cast<std::size_t>(count) < buffer.size()) return;
    }
  }

  void take(ByteView bytes, Timestamp now) {
    for (KeyEvent& event : records_.feed(bytes)) {
      if (source_.is_recording) event.time = now;
      path_.feed(event, now);
      if (event.type != EV_SYN || event.code != SYN_DROPPED || source_.is_recording) continue;
      return catch_up(now);
    }
  }

  // Events were lost. What is still waiting is the rest of something that has a hole.
  void catch_up(Timestamp now) {
    std::array<input_event, kEventsPerRead> rest{};
    while (::read(source_.fd.get(), rest.data(), sizeof rest) > 0) continue;
    path_.feed({EV_SYN, SYN_REPORT, 0, now}, now);
    path_.resync(keys_down(source_.fd.get()), now);
  }

  // What is due to the till and to the I/O thread.
  void send(Timestamp now) {
    keys_.clear();
    path_.take_due(now, keys_);
    if (is_held_ && clone_ && !keys_.empty() && !clone_->type(keys_)) {
      is_held_ = false;
      if (!source_.is_recording) ungrab(source_.fd.get());
      clone_.reset();
      path_.let_go();
      next_grab_ = now + kGrabPause;
      say(true, "only listening: our keyboard broke");
    }
    bool has_texts = false;
    for (KeyText& text : path_.take_texts()) {
      if (!texts_.put({std::move(text), now})) ++lost_texts_;
      has_texts = true;
    }
    dropped_ = path_.dropped() + lost_texts_;
    commands_ = path_.commands();
    if (has_texts) wake_();
  }

  static std::string reason(int error_number) { return std::strerror(error_number); }

  // Only where something changes: the pass path takes no lock.
  void say(bool is_reading, std::string text) {
    const std::lock_guard lock(state_mutex_);
    state_.reading = is_reading;
    state_.text = std::move(text);
  }

  const Clock& clock_;
  PassPath path_;
  Options options_;
  std::function<void()> wake_;
  FileDescriptor signal_;
  std::thread thread_;
  std::atomic<bool> is_stopping_{false};
  std::atomic<bool> is_impatient_{false};
  std::atomic<std::int64_t> beat_{0};
  TextQueue texts_;
  mutable std::mutex state_mutex_;
  State state_{false, "stopped", 0, 0};
  std::atomic<std::uint64_t> dropped_{0};
  std::atomic<std::uint64_t> commands_{0};

  // The relay's thread alone:
  WedgeDevice source_;
  std::unique_ptr<UinputClone> clone_;  // made once, kept while the scanner comes and goes
  KeyEventReader records_;
  bool is_held_ = false;
  bool is_readable_ = false;
  Timestamp next_open_;
  Timestamp next_grab_;
  milliseconds pause_{0};
  std::optional<Timestamp> key_down_since_;
  std::uint64_t lost_texts_ = 0;
  std::vector<KeyEdge> keys_;
};

KeyRelay::KeyRelay(const Clock& clock, PassPath path, Options options, std::function<void()> wake)
    : loop_(std::make_unique<Loop>(clock, std::move(path), std::move(options), std::move(wake))) {}
KeyRelay::~KeyRelay() { loop_->stop(); }

void KeyRelay::start() { loop_->start(); }
void KeyRelay::stop() { loop_->stop(); }
void KeyRelay::beat() { loop_->beat(); }
void KeyRelay::retry_now() { loop_->retry_now(); }
TextQueue& KeyRelay::texts() { return loop_->texts(); }
KeyRelay::State KeyRelay::state() const { return loop_->state(); }

}  // namespace loyald::scanner
