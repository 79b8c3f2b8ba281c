// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_decoder.h"

#include <doctest/doctest.h>
#include <linux/input-event-codes.h>

#include "store/base/random.h"
#include "tests/scanner/event_script.h"
#include "tests/scanner/layout_oracle.h"

namespace loyald::scanner {
namespace {

using testing::tapped;
using testing::typed;

KeyDecoder decoder_for(std::string_view layout, KeyDecoder::Options options = {}) {
  return {KeyLayout::make(layout).value(), options};
}

std::vector<KeyText> feed(KeyDecoder& decoder, const std::vector<KeyEvent>& events) {
  std::vector<KeyText> texts;
  for (const KeyEvent& event : events) {
    if (auto text = decoder.feed(event)) texts.push_back(*std::move(text));
  }
  return texts;
}

std::vector<KeyText> scan(KeyDecoder& decoder, std::string_view layout, std::string_view text,
                          Timestamp at) {
  std::vector<KeyEvent> events = typed(layout, text, at);
  const Timestamp end = events.empty() ? at : events.back().time + std::chrono::milliseconds(5);
  for (const KeyEvent& event : tapped(KEY_ENTER, end)) events.push_back(event);
  return feed(decoder, events);
}

TEST_CASE("recorded streams decode to what was scanned") {
  for (const std::string& path : testing::event_scripts()) {
    CAPTURE(path);
    const testing::EventScript script = testing::read_event_script(path);
    KeyDecoder decoder = decoder_for(script.layout);
    std::vector<KeyText> expected;
    for (const std::string& text : script.expected) expected.push_back({text, true});
    CHECK(feed(decoder, script.events) == expected);
  }
}

TEST_CASE("every printable character comes back in every layout") {
  for (const std::string_view layout : testing::kOracleLayouts) {
    KeyDecoder decoder = decoder_for(layout);
    Timestamp at{0};
    for (char c = ' '; c <= '~'; ++c) {
      at.ms += 10'000;
      const std::string text = {'<', c, '>'};
      CAPTURE(layout);
      CAPTURE(text);
      CHECK(scan(decoder, layout, text, at) == std::vector<KeyText>{{text, true}});
    }
  }
}

TEST_CASE("random texts come back, each through one decoder in its own layout") {
  SeededRandom random(33);
  for (const std::string_view layout : testing::kOracleLayouts) {
    KeyDecoder decoder = decoder_for(layout);
    for (int round = 0; round < 100; ++round) {
      std::string text(1 + random.below(40), ' ');
      for (char& c : text) c = static_cast<char>('!' + random.below(94));
      const Timestamp at{round * 10'000};
      CHECK(scan(decoder, layout, text, at) == std::vector<KeyText>{{text, true}});
    }
  }
}

TEST_CASE("a pause ends a text: cut off where Enter was due, whole where none is sent") {
  KeyDecoder decoder = decoder_for("us");
  CHECK_FALSE(decoder.deadline());
  CHECK(feed(decoder, typed("us", "042", {1000}, 0)).empty());
  CHECK(decoder.deadline() == Timestamp{1500});
  CHECK_FALSE(decoder.on_timeout({1499}));
  CHECK(decoder.on_timeout({1500}) == KeyText{"042", false});
  CHECK_FALSE(decoder.deadline());
  // Enter after that ends nothing.
  CHECK(feed(decoder, tapped(KEY_ENTER, {1501})).empty());

  KeyDecoder::Options options;
  options.terminator_expected = false;
  KeyDecoder bare = decoder_for("us", options);
  CHECK(feed(bare, typed("us", "042", {1000}, 0)).empty());
  CHECK(bare.on_timeout({1100}) == KeyText{"042", true});
}

TEST_CASE("a pause counts even if the timer runs late") {
  KeyDecoder decoder = decoder_for("us");
  CHECK(feed(decoder, typed("us", "04", {1000}, 0)).empty());
  const std::vector<KeyText> expected{{"04", false}, {"043", true}};
  CHECK(scan(decoder, "us", "043", {2000}) == expected);
}

TEST_CASE("a text that is too long is dropped whole") {
  KeyDecoder decoder = decoder_for("us");
  const std::string longest(KeyDecoder::kMaxTextBytes, 'x');
  CHECK(scan(decoder, "us", longest, {0}).size() == 1);
  CHECK(scan(decoder, "us", longest + "x", {100'000}).empty());
  CHECK(decoder.dropped() == 1);
  CHECK(scan(decoder, "us", "042", {200'000}) == std::vector<KeyText>{{"042", true}});
}

TEST_CASE("keys with Alt or the logo key are commands, not text") {
  KeyDecoder decoder = decoder_for("us");
  for (const std::uint16_t modifier : {std::uint16_t{KEY_LEFTALT}, std::uint16_t{KEY_LEFTMETA}}) {
    feed(decoder, {{EV_KEY, modifier, 1, {0}},
                   {EV_KEY, KEY_F, 1, {0}},
                   {EV_KEY, KEY_F, 0, {1}},
                   {EV_KEY, modifier, 0, {1}}});
  }
  CHECK(scan(decoder, "us", "042", {10}) == std::vector<KeyText>{{"042", true}});
}

// Alt held while the keypad's digits are typed.
std::vector<KeyEvent> alt(std::initializer_list<std::uint16_t> digits) {
  std::vector<KeyEvent> events{{EV_KEY, KEY_LEFTALT, 1, {0}}};
  for (const std::uint16_t digit : digits) {
    events.push_back({EV_KEY, digit, 1, {0}});
    events.push_back({EV_KEY, digit, 0, {0}});
  }
  events.push_back({EV_KEY, KEY_LEFTALT, 0, {0}});
  return events;
}

TEST_CASE("Alt numbers above 127 are Latin-1, or UTF-8 where they make some") {
  KeyDecoder decoder = decoder_for("us");
  feed(decoder, alt({KEY_KP0, KEY_KP2, KEY_KP3, KEY_KP3}));
  CHECK(feed(decoder, tapped(KEY_ENTER, {1})) == std::vector<KeyText>{{"é", true}});
  feed(decoder, alt({KEY_KP0, KEY_KP1, KEY_KP9, KEY_KP5}));
  feed(decoder, alt({KEY_KP0, KEY_KP1, KEY_KP6, KEY_KP9}));
  CHECK(feed(decoder, tapped(KEY_ENTER, {2})) == std::vector<KeyText>{{"é", true}});
}

TEST_CASE("a line end or tab ends the text also as a control code or an Alt number") {
  const std::vector<KeyText> expected{{"4", true}};
  for (const int key : {KEY_M, KEY_J, KEY_I}) {
    const auto letter = static_cast<std::uint16_t>(key);
    CAPTURE(letter);
    KeyDecoder decoder = decoder_for("us");
    feed(decoder, tapped(KEY_4, {0}));
    CHECK(feed(decoder, {{EV_KEY, KEY_LEFTCTRL, 1, {1}}, {EV_KEY, letter, 1, {1}}}) == expected);
  }
  for (const auto& number :
       {alt({KEY_KP1, KEY_KP3}), alt({KEY_KP0, KEY_KP1, KEY_KP0}), alt({KEY_KP9})}) {
    KeyDecoder decoder = decoder_for("us");
    feed(decoder, tapped(KEY_4, {0}));
    CHECK(feed(decoder, number) == expected);
    // Enter while Alt is still held.
    feed(decoder, tapped(KEY_4, {0}));
    feed(decoder, std::vector<KeyEvent>(number.begin(), number.end() - 1));
    CHECK(feed(decoder, tapped(KEY_ENTER, {1})) == expected);
  }
}

TEST_CASE("control codes: by what the key means, else by its place in the US layout") {
  KeyDecoder decoder = decoder_for("de");
  const auto with_ctrl = [&decoder](std::initializer_list<std::uint16_t> keys) {
    feed(decoder, {{EV_KEY, KEY_LEFTCTRL, 1, {0}}});
    for (const std::uint16_t key : keys) feed(decoder, {{EV_KEY, key, 1, {0}}});
    for (const std::uint16_t key : keys) feed(decoder, {{EV_KEY, key, 0, {0}}});
    feed(decoder, {{EV_KEY, KEY_LEFTCTRL, 0, {0}}});
  };
  with_ctrl({KEY_RIGHTALT, KEY_9});  // ] of the German layout
  with_ctrl({KEY_RIGHTBRACE});       // + of the German, ] of the US layout
  with_ctrl({KEY_LEFTALT, KEY_9});   // Ctrl+Alt is AltGr
  with_ctrl({KEY_D});
  feed(decoder, tapped(KEY_F8, {0}));
  const std::vector<KeyText> expected{{"\x1d\x1d]\x04\x1d", true}};
  CHECK(feed(decoder, tapped(KEY_ENTER, {1})) == expected);
}

TEST_CASE("reset lets go of held keys and half a text") {
  KeyDecoder decoder = decoder_for("us");
  feed(decoder, {{EV_KEY, KEY_LEFTSHIFT, 1, {0}}, {EV_KEY, KEY_9, 1, {0}}});
  decoder.reset();
  CHECK(scan(decoder, "us", "a1", {10}) == std::vector<KeyText>{{"a1", true}});
}

TEST_CASE("any events leave a decoder that still reads") {
  SeededRandom random(64);
  KeyDecoder decoder = decoder_for("de");
  Timestamp now{0};
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < 200; ++i) {
      now.ms += static_cast<std::int64_t>(random.below(40));
      const auto type = random.below(10) == 0 ? std::uint16_t{EV_SYN} : std::uint16_t{EV_KEY};
      const auto code = static_cast<std::uint16_t>(random.below(type == EV_SYN ? 5 : 130));
      if (auto text = decoder.feed({type, code, static_cast<std::int32_t>(random.below(3)), now})) {
        CHECK(text->text.size() <= 2 * KeyDecoder::kMaxTextBytes);
      }
    }
    decoder.reset();
    now.ms += 1000;
    CHECK(scan(decoder, "de", "Zy042", now) == std::vector<KeyText>{{"Zy042", true}});
    now.ms += 1000;
  }
}

TEST_CASE("layouts") {
  CHECK(KeyLayout::make("us(intl)"));
  CHECK(KeyLayout::make("ch(fr)"));
  for (const std::string_view name : {"", "xx", "us(nonsense)", "us(intl", "../us", "us; de"}) {
    CAPTURE(name);
    const auto layout = KeyLayout::make(name);
    REQUIRE_FALSE(layout);
    CHECK(layout.error().code == Errc::invalid_argument);
  }
}

TEST_CASE("records cut anywhere come together again") {
  const std::vector<KeyEvent> events = typed("us", "Ab", {5000});
  const std::string records = testing::as_records(events);
  for (std::size_t cut = 0; cut <= records.size(); ++cut) {
    KeyEventReader reader;
    std::vector<KeyEvent> read = reader.feed(as_bytes(records.substr(0, cut)));
    for (const KeyEvent& event : reader.feed(as_bytes(records.substr(cut)))) read.push_back(event);
    REQUIRE(read.size() == events.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      CHECK(read[i].type == events[i].type);
      CHECK(read[i].code == events[i].code);
      CHECK(read[i].value == events[i].value);
      CHECK(read[i].time == events[i].time);
    }
  }
}

}  // namespace
}  // namespace loyald::scanner
