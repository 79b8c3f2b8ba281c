// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "scanner/pass_path.h"
#include "scanner/text_queue.h"
#include "scanner/uinput_clone.h"
#include "store/base/clock.h"

namespace loyald::scanner {

// Takes a wedge scanner's keyboard for itself and passes on what is no card through a keyboard of
// its own, on a thread of its own that does nothing else.
//
// It fails open. While the keyboard cannot be taken, because another program has it or there is no
// uinput, it only listens: the till gets every key from the scanner itself. When the I/O thread
// shows no life for kPatience it lets the keyboard go, and takes it again later. The kernel lets it
// go when the process ends. A process that is stopped (SIGSTOP) is the one case without an answer.
class KeyRelay {
 public:
  struct Options {
    // The scanner's event device, asked for each time it is opened, on the relay's thread; or a
    // FIFO of recorded events.
    std::function<Result<std::string>()> device;
    // False: the till gets nothing of this scanner.
    bool passes = true;
    std::string uinput = kUinputPath;  // or a FIFO
    // From the making of our keyboard to the taking of the scanner's: desktops need a moment to see
    // a new keyboard.
    std::chrono::milliseconds settling{1000};
    std::chrono::milliseconds patience = kPatience;
  };
  static constexpr std::chrono::milliseconds kPatience{1000};
  // Between two tries to take a keyboard that could not be taken.
  static constexpr std::chrono::milliseconds kGrabPause{5000};

  // `wake` is called on the relay's thread after something was put into texts(); it must not wait.
  // `clock` must outlive the relay.
  KeyRelay(const Clock& clock, PassPath path, Options options, std::function<void()> wake);
  KeyRelay(const KeyRelay&) = delete;
  KeyRelay& operator=(const KeyRelay&) = delete;
  ~KeyRelay();

  // These may be called from any one thread.
  void start();
  void stop();
  // The I/O thread lives. To be said at least every quarter of `patience`.
  void beat();
  // Opens and takes the device now rather than at the end of a pause.
  void retry_now();

  TextQueue& texts();

  struct State {
    bool reading = false;
    std::string text;            // "relaying", or what is wrong
    std::uint64_t dropped = 0;   // texts: too long, with lost events, or that nobody took
    std::uint64_t commands = 0;  // keys that ControlGate dropped
  };
  State state() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace loyald::scanner
