// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/base/bytes.h"

namespace loyald::scanner {

// Where scans go on to the till's program that did not reach it by themselves, because the scanner
// is no keyboard. Belongs to the thread that runs its io_context.
class PassEnd {
 public:
  virtual ~PassEnd() = default;

  // One scan: its text, without AIM identifier, and the bytes of it as the device sent them, with
  // what ended it. An end takes what suits it. What cannot be passed on is counted and dropped
  // whole.
  virtual void pass(std::string_view text, std::string_view bytes) = 0;

  // Why the last scan was dropped; empty where it was not.
  virtual const std::string& problem() const = 0;
  virtual std::uint64_t dropped() const = 0;
};

}  // namespace loyald::scanner
