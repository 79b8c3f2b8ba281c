// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "scanner/file_descriptor.h"
#include "scanner/key_decoder.h"

namespace loyald::scanner::testing {

// The event node of the keyboard whose name begins so; empty where there is none.
std::string keyboard_node(std::string_view name);

// What a program at the till sees of a keyboard: reads an event device on a thread of its own and
// never grabs it. Errors are exceptions.
class TillReader {
 public:
  struct Habits {
    std::string layout = "us";
    // A program that is busy: so long it does something else before each read.
    std::chrono::milliseconds busy{0};
  };
  // `node` is there already. What was typed before is not seen.
  explicit TillReader(const std::string& node) : TillReader(node, Habits{}) {}
  TillReader(const std::string& node, const Habits& habits);
  TillReader(const TillReader&) = delete;
  TillReader& operator=(const TillReader&) = delete;
  ~TillReader();

  // Takes the next text that was ended with Enter; nothing where none is whole within the time.
  std::optional<std::string> line(std::chrono::milliseconds patience = std::chrono::seconds(5));
  // Every key event so far, with the kernel's times (steady clock): downs, ups and repeats.
  std::vector<KeyEvent> keys() const;
  // How often the kernel has thrown events away because this reader was slow.
  std::uint64_t overruns() const;
  // Waits until the device is gone.
  bool is_lost(std::chrono::milliseconds patience = std::chrono::seconds(5));

 private:
  void read_on();
  bool wait_for_events() const;

  Habits habits_;
  FileDescriptor device_;
  FileDescriptor quit_;
  KeyEventReader records_;
  KeyDecoder decoder_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
  std::vector<KeyEvent> keys_;
  std::uint64_t overruns_ = 0;
  bool lost_ = false;
  std::thread thread_;
};

}  // namespace loyald::scanner::testing
