// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/file_descriptor.h"
#include "scanner/key_edge.h"
#include "scanner/key_event.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner::testing {

// A scanner and a till where there is no uinput: two FIFOs of the kernel's records. Errors are
// exceptions.
class FifoTill {
 public:
  FifoTill();

  std::string scanner() const { return directory_.file("scanner"); }
  std::string keyboard() const { return directory_.file("keyboard"); }

  // The scanner is there from now on; whoever reads it must be reading already.
  void plug_in();
  void unplug() { scanner_.reset(); }
  void send(const std::vector<KeyEvent>& events);
  void scan(std::string_view text);

  // Waits until the till has got so many keys, at most half a minute; all it has got so far.
  std::vector<KeyEdge> keys(std::size_t at_least);

 private:
  loyald::testing::TemporaryDirectory directory_;
  FileDescriptor scanner_;
  FileDescriptor keyboard_;
  KeyEventReader records_;
  std::vector<KeyEdge> keys_;
};

// What a scan of the text presses.
std::vector<KeyEdge> scan_edges(std::string_view text);

}  // namespace loyald::scanner::testing
