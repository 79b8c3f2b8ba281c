// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "store/base/bytes.h"

namespace loyald::fuzz {

// Each takes any input and aborts (CHECK) where a promise of the code is broken.
void hid_descriptor(ByteView input);
void line_framer(ByteView input);
void card_recogniser(ByteView input);
void key_decoder(ByteView input);

struct Target {
  std::string_view name;  // and of the directory with its corpus: tests/fuzz/corpus/<name>
  void (*run)(ByteView input);
};
inline constexpr std::array<Target, 4> kTargets{{
    {"hid_descriptor", hid_descriptor},
    {"line_framer", line_framer},
    {"card_recogniser", card_recogniser},
    {"key_decoder", key_decoder},
}};

// Takes an input apart from its beginning; zero and nothing when it is used up.
class Input {
 public:
  explicit Input(ByteView bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  ByteView take(std::size_t count) {
    const ByteView taken = rest_.first(count < rest_.size() ? count : rest_.size());
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  std::uint8_t byte() {
    const ByteView one = take(1);
    return one.empty() ? std::uint8_t{0} : one.front();
  }
  ByteView rest() { return take(rest_.size()); }

 private:
  ByteView rest_;
};

}  // namespace loyald::fuzz
