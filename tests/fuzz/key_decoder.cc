// SPDX-License-Identifier: Apache-2.0
// Input: a byte for layout and options, then events of four bytes: type, code, value, milliseconds
// since the one before.
#include "scanner/key_decoder.h"

#include <linux/input-event-codes.h>

#include <array>
#include <memory>
#include <string>

#include "store/base/check.h"
#include "store/base/text.h"
#include "tests/fuzz/targets.h"

namespace loyald::fuzz {
namespace {

using scanner::KeyDecoder;
using scanner::KeyEvent;
using scanner::KeyLayout;

// Reading a layout takes milliseconds, so each decoder is made once and begins anew.
KeyDecoder& decoder_of(unsigned which) {
  constexpr std::array<const char*, 4> kNames{"us", "de", "fr", "gb"};
  static std::array<std::unique_ptr<KeyDecoder>, 2 * kNames.size()> all;
  auto& decoder = all.at(which % all.size());
  if (!decoder) {
    KeyDecoder::Options options;
    options.terminator_expected = which % all.size() >= kNames.size();
    auto layout = KeyLayout::make(kNames.at(which % kNames.size())).value();
    decoder = std::make_unique<KeyDecoder>(std::move(layout), options);
  }
  decoder->reset();
  return *decoder;
}

KeyEvent event(Input& input, Timestamp& now) {
  constexpr std::array<std::uint16_t, 4> kTypes{EV_KEY, EV_KEY, EV_SYN, EV_MSC};
  KeyEvent one;
  one.type = kTypes.at(input.byte() % kTypes.size());
  one.code = input.byte();
  one.value = input.byte() % 3;
  if (one.type == EV_SYN) one.code = one.code % 8 == 0 ? SYN_DROPPED : SYN_REPORT;
  now = now + std::chrono::milliseconds(input.byte());
  one.time = now;
  return one;
}

void check_text(const scanner::KeyText& text) {
  // Latin-1 becomes UTF-8 at the end.
  CHECK(!text.text.empty() && text.text.size() <= 2 * KeyDecoder::kMaxTextBytes);
  CHECK(is_utf8(text.text));
  CHECK(text.text.find_first_of("\r\n\t") == std::string::npos);
}

}  // namespace

void key_decoder(ByteView bytes) {
  Input input(bytes);
  KeyDecoder& decoder = decoder_of(input.byte());
  Timestamp now{0};
  while (!input.empty()) {
    if (const auto text = decoder.feed(event(input, now))) check_text(*text);
  }
  if (const auto due = decoder.deadline()) {
    if (const auto text = decoder.on_timeout(*due)) check_text(*text);
  }
  CHECK(!decoder.deadline());
}

}  // namespace loyald::fuzz
