// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "scanner/key_event.h"

namespace loyald::scanner::testing {

// A recorded event stream, tests/scanner/fixtures/*.events:
//   # comment
//   layout de            the layout that the scanner was set to
//   expect 042...        a text that the stream holds, in order; \xHH for a byte
//   10 +42 +30           10 ms after the report before: keys 42 and 30 go down, one report
//   10 -42 -30           and up again; ~30 is auto-repeat
//   5 dropped            the kernel lost events here
struct EventScript {
  std::string layout = "us";
  std::vector<std::string> expected;
  std::vector<KeyEvent> events;
};

EventScript read_event_script(const std::string& path);
// Every fixture there is, by path.
std::vector<std::string> event_scripts();

// The kernel's records (struct input_event) of these events.
std::string as_records(const std::vector<KeyEvent>& events);

}  // namespace loyald::scanner::testing
