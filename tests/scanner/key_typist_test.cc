// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_typist.h"

#include <doctest/doctest.h>
#include <linux/input-event-codes.h>

#include "scanner/key_decoder.h"
#include "scanner/key_layout.h"
#include "tests/scanner/layout_oracle.h"

namespace loyald::scanner {
namespace {

// What a desktop with that layout reads from the keys.
std::string read_back(std::string_view layout, const std::vector<KeyEdge>& keys) {
  KeyDecoder decoder(KeyLayout::make(layout).value());
  for (const KeyEdge& key : keys) {
    decoder.feed({EV_KEY, key.code, key.down ? 1 : 0, {0}});
  }
  const auto text = decoder.feed({EV_KEY, KEY_ENTER, 1, {0}});
  return text ? text->text : "";
}

TEST_CASE("every printable character is typed in every layout") {
  for (const std::string_view layout : testing::kOracleLayouts) {
    const KeyTypist typist = KeyTypist::make(layout).value();
    for (char c = ' '; c <= '~'; ++c) {
      const std::string text = {'<', c, '>'};
      CAPTURE(layout);
      CAPTURE(text);
      std::vector<KeyEdge> keys;
      REQUIRE(typist.type(text, keys));
      CHECK(read_back(layout, keys) == text);
    }
  }
}

TEST_CASE("digits come from the main row, without modifiers where the layout has them so") {
  std::vector<KeyEdge> keys;
  REQUIRE(KeyTypist::make("us").value().type("10", keys));
  CHECK(keys == std::vector<KeyEdge>{{KEY_1, true}, {KEY_1, false}, {KEY_0, true}, {KEY_0, false}});
  keys.clear();
  REQUIRE(KeyTypist::make("fr").value().type("1", keys));
  CHECK(keys == std::vector<KeyEdge>{
                    {KEY_LEFTSHIFT, true}, {KEY_1, true}, {KEY_1, false}, {KEY_LEFTSHIFT, false}});
}

TEST_CASE("a text with a character that has no key is not typed at all") {
  const KeyTypist us = KeyTypist::make("us").value();
  std::vector<KeyEdge> keys = {{KEY_A, true}};
  CHECK_FALSE(us.type("042ä", keys));
  CHECK_FALSE(us.type("0104\x1d", keys));
  CHECK_FALSE(us.type("\xff", keys));
  CHECK(keys.size() == 1);
  keys.clear();
  CHECK(KeyTypist::make("de").value().type("ä€", keys));
  CHECK_FALSE(KeyTypist::make("klingon"));
}

}  // namespace
}  // namespace loyald::scanner
