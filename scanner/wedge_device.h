// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scanner/file_descriptor.h"
#include "scanner/pass_filter.h"
#include "store/base/result.h"

namespace loyald::scanner {

// The input ids of the keyboards that we make ourselves, and how their names begin.
inline constexpr std::uint16_t kCloneVendor = 0x1209;
inline constexpr std::uint16_t kCloneProduct = 0x4c59;
inline constexpr std::string_view kCloneName = "loyald relay: ";

// A keyboard scanner's open event device, without blocking, its times on the steady clock; or a
// FIFO of recorded events, whose times mean nothing and which cannot be grabbed.
struct WedgeDevice {
  FileDescriptor fd;
  bool is_recording = false;
};

enum class WedgeAccess {
  read,
  read_and_lights,  // also for writing, where that is allowed: for the keyboard's lights
};

// Fails with unavailable where there is no such device now, it may not be read, or it is a keyboard
// of our own: reading that would read what we wrote.
Result<WedgeDevice> open_wedge(const std::string& path, WedgeAccess access = WedgeAccess::read);

// The keys that are down on an event device; none where it cannot be asked.
KeySet keys_down(int fd);

// What became of a try to keep a keyboard's keys from everybody else.
enum class Grab {
  taken,
  key_is_down,  // whoever saw it go down would never see it come up: try again soon
  busy,         // another program has it
  refused,      // errno says why
};

// Takes the device, and drops what it reported before. Nothing changes where it is not taken.
Grab grab(int fd);
void ungrab(int fd);

}  // namespace loyald::scanner
