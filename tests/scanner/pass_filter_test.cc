// SPDX-License-Identifier: Apache-2.0
#include "scanner/pass_filter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "scanner/key_codes.h"
#include "tests/scanner/event_script.h"
#include "tests/scanner/layout_oracle.h"
#include "tests/scanner/shop_cards.h"
#include "tests/support/property.h"

namespace loyald::scanner {
namespace {

using testing::tapped;
using testing::typed;

constexpr std::string_view kCard = "0420000001232";

struct Till {
  CardRecogniser cards = testing::shop_cards();
  PassFilter filter;
  PassOutput out;
  Timestamp now{1000};

  explicit Till(const std::string& layout = "us", PassFilter::Options options = {},
                CardBeginnings::Affixes affixes = {})
      : filter(KeyLayout::make(layout).value(), CardBeginnings(cards, std::move(affixes)),
               options) {}

  void feed(const std::vector<KeyEvent>& events) {
    for (const KeyEvent& event : events) filter.feed(event, out);
    if (!events.empty()) now = events.back().time + std::chrono::milliseconds(5);
  }
  void type(std::string_view text) { feed(typed("us", text, now)); }
  void tap(std::uint16_t code) { feed(tapped(code, now)); }
  void scan(std::string_view text) {
    type(text);
    tap(KEY_ENTER);
  }
  void pause(int ms) {
    now = now + std::chrono::milliseconds(ms);
    filter.on_timeout(now, out);
  }
  std::vector<KeyEdge> passed() { return std::exchange(out.keys, {}); }
  std::vector<KeyText> texts() { return std::exchange(out.texts, {}); }
};

std::vector<KeyEdge> edges_of(const std::vector<KeyEvent>& events) {
  std::vector<KeyEdge> out;
  for (const KeyEvent& event : events) {
    if (event.type == EV_KEY && event.value != 2) out.push_back({event.code, event.value == 1});
  }
  return out;
}
std::vector<KeyEdge> keys(std::string_view text) { return edges_of(typed("us", text, {0})); }
std::vector<KeyEdge> scan_keys(std::string_view text) {
  std::vector<KeyEdge> out = keys(text);
  out.push_back({KEY_ENTER, true});
  out.push_back({KEY_ENTER, false});
  return out;
}

TEST_CASE("a card is read and not passed on, nor is its Enter's release") {
  Till till;
  for (const std::string& card : testing::card_texts()) {
    if (card.find('\x1d') != std::string::npos) continue;  // cannot be typed plainly
    CAPTURE(card);
    till.scan(card);
    CHECK(till.passed().empty());
    const auto texts = till.texts();
    REQUIRE(texts.size() == 1);
    CHECK(texts.front() == KeyText{card, true});
    CHECK_FALSE(till.filter.deadline());
  }
  CHECK(till.filter.swallowed() > 10);
}

TEST_CASE("a product passes as it is typed, from the first key that no card has there") {
  Till till;
  till.type("0");
  till.type("4");
  CHECK(till.passed().empty());
  till.type("1");
  // Its release was not yet there when the key was.
  CHECK(till.passed() == keys("041"));
  till.type("0");
  CHECK(till.passed() == keys("0"));
  till.scan("000001232");
  CHECK(till.passed() == scan_keys("000001232"));
  CHECK(till.texts() == std::vector<KeyText>{{"0410000001232", true}});
}

TEST_CASE("what looks like a card and is none is passed on whole when it ends") {
  Till till;
  till.type("0420000001233");  // the check digit is wrong
  CHECK(till.passed().empty());
  till.tap(KEY_ENTER);
  CHECK(till.passed() == scan_keys("0420000001233"));
  CHECK(till.texts().size() == 1);
  CHECK(till.filter.swallowed() == 0);
}

TEST_CASE("a pause lets go of what is held") {
  Till till;
  till.type("042");
  till.pause(50);
  CHECK(till.passed().empty());
  till.pause(100);
  CHECK(till.passed() == keys("042"));
  CHECK(till.out.is_text_end);
  CHECK(till.texts() == std::vector<KeyText>{{"042", false}});
  till.scan(kCard);
  CHECK(till.passed().empty());
}

TEST_CASE("a card without a terminator is one where its check digit says so") {
  Till till;
  till.type(kCard);
  till.pause(200);
  CHECK(till.passed().empty());
  CHECK(till.texts() == std::vector<KeyText>{{std::string(kCard), false}});
}

TEST_CASE("a late timer changes nothing: pauses count by the keys' own times") {
  Till till;
  till.type("042");
  till.now = till.now + std::chrono::milliseconds(300);
  till.scan(kCard);
  CHECK(till.passed() == keys("042"));
  CHECK(till.texts().size() == 2);
  CHECK(till.filter.swallowed() == 1);
}

TEST_CASE("prefix and suffix of the scanner are part of what is swallowed, not of the card") {
  Till till("us", {}, {"Q1", "#"});
  till.scan("Q1" + std::string(kCard) + "#");
  CHECK(till.passed().empty());
  CHECK(till.texts() == std::vector<KeyText>{{std::string(kCard), true}});
  till.scan(kCard);
  CHECK(till.passed() == scan_keys(kCard));
}

TEST_CASE("a card typed as Alt numbers is swallowed, anything else typed so passes") {
  Till till;
  const auto alt_number = [&](char c) {
    std::vector<KeyEvent> events;
    const auto key = [&](std::uint16_t code, int value) {
      events.push_back({EV_KEY, code, value, till.now});
      events.push_back({EV_SYN, SYN_REPORT, 0, till.now});
    };
    constexpr std::array<std::uint16_t, 10> kPad{KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4,
                                                 KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9};
    key(KEY_LEFTALT, 1);
    for (const char digit : std::to_string(static_cast<int>(c))) {
      key(kPad[static_cast<std::size_t>(digit - '0')], 1);
      key(kPad[static_cast<std::size_t>(digit - '0')], 0);
    }
    key(KEY_LEFTALT, 0);
    till.feed(events);
    return edges_of(events);
  };
  for (const char c : kCard) alt_number(c);
  till.tap(KEY_ENTER);
  CHECK(till.passed().empty());
  CHECK(till.texts() == std::vector<KeyText>{{std::string(kCard), true}});
  const auto edges = alt_number('5');
  CHECK(till.passed() == edges);
}

TEST_CASE("lost events: what is held is let go, and the text is no card") {
  Till till;
  till.type("042");
  till.feed({{EV_SYN, SYN_DROPPED, 0, till.now},
             {EV_KEY, KEY_9, 1, till.now},
             {EV_SYN, SYN_REPORT, 0, till.now}});
  CHECK(till.passed() == keys("042"));
  till.scan("0000001232");
  CHECK(till.passed() == scan_keys("0000001232"));
  CHECK(till.texts().empty());
  CHECK(till.filter.dropped() == 1);
  till.scan(kCard);
  CHECK(till.passed().empty());
}

TEST_CASE("after lost events keys that are up are released at the till") {
  Till till;
  till.feed({{EV_KEY, KEY_5, 1, till.now}, {EV_SYN, SYN_REPORT, 0, till.now}});
  till.feed({{EV_SYN, SYN_DROPPED, 0, till.now}, {EV_SYN, SYN_REPORT, 0, till.now}});
  CHECK(till.passed() == std::vector<KeyEdge>{{KEY_5, true}});
  KeySet down;
  down.set(KEY_5);
  till.filter.resync(down, till.out);
  CHECK(till.passed().empty());
  till.filter.resync({}, till.out);
  CHECK(till.passed() == std::vector<KeyEdge>{{KEY_5, false}});
}

TEST_CASE("letting go leaves no key down and nothing held") {
  Till till;
  till.feed({{EV_KEY, KEY_LEFTSHIFT, 1, till.now}, {EV_KEY, KEY_0, 1, till.now}});
  till.filter.let_go(till.out);
  CHECK(till.passed() ==
        std::vector<KeyEdge>{
            {KEY_LEFTSHIFT, true}, {KEY_0, true}, {KEY_0, false}, {KEY_LEFTSHIFT, false}});
  CHECK_FALSE(till.filter.deadline());
  till.scan(kCard);
  CHECK(till.passed().empty());
}

TEST_CASE("what is held is limited") {
  Till till("us", {}, {std::string(600, 'A'), ""});
  till.type(std::string(520, 'A'));
  CHECK_FALSE(till.passed().empty());
}

TEST_CASE("auto-repeat is left out") {
  Till till;
  till.feed({{EV_KEY, KEY_5, 1, till.now},
             {EV_KEY, KEY_5, 2, till.now},
             {EV_KEY, KEY_5, 2, till.now},
             {EV_KEY, KEY_5, 0, till.now}});
  CHECK(till.passed() == keys("5"));
}

// A stream of keys with times, and where the cards in it are.
struct Stream {
  std::vector<KeyEvent> events;
  std::vector<KeyEdge> expected;  // without the cards
  std::size_t cards = 0;
  Timestamp now{1000};

  void add(const std::vector<KeyEvent>& more, bool passes) {
    events.insert(events.end(), more.begin(), more.end());
    if (passes) {
      const auto edges = edges_of(more);
      expected.insert(expected.end(), edges.begin(), edges.end());
    }
    if (!more.empty()) now = more.back().time;
  }
};

constexpr int kPause = 150;

void add_card(Stream& stream, Random& random, int gap) {
  const bool shifted = random.below(3) == 0;
  std::vector<KeyEvent> events = typed("us", shifted ? "KA1B2C3" : kCard, stream.now, gap);
  if (shifted) events = typed("us", with_check(Check::mod43, "KA1B2C3").value(), stream.now, gap);
  const auto enter = tapped(random.below(4) == 0 ? KEY_TAB : KEY_ENTER,
                            events.back().time + std::chrono::milliseconds(gap));
  events.insert(events.end(), enter.begin(), enter.end());
  stream.add(events, false);
  ++stream.cards;
}

// Texts that begin like cards and are none, and anything else that keys can be.
void add_other(Stream& stream, Random& random, int gap) {
  constexpr std::array<std::string_view, 10> kTexts{
      "0420000001233", "042",     "0410000001232", "5901234123457", "https://x/y?z",
      "KA1B2C3-X",     "8018123", "]E05901",       "74110",         "042000000123212"};
  switch (random.below(4)) {
    case 0:
    case 1: {
      stream.add(typed("us", kTexts[random.below(kTexts.size())], stream.now, gap), true);
      if (random.below(4) > 0) {
        stream.add(tapped(KEY_ENTER, stream.now + std::chrono::milliseconds(gap)), true);
      }
      break;
    }
    case 2: {
      // Keys that overlap: each goes up after the next went down.
      std::vector<KeyEvent> events;
      const auto count = 1 + random.below(8);
      std::uint16_t before = 0;
      Timestamp at = stream.now;
      for (std::uint64_t i = 0; i < count; ++i) {
        const auto code = static_cast<std::uint16_t>(1 + (before + random.below(109)) % 110);
        // A text's end with the next text's key before its release is in the test below.
        if (is_terminator(code) || (modifier_of(code) & kCtrl) != 0) continue;
        events.push_back({EV_KEY, code, 1, at});
        if (before != 0) events.push_back({EV_KEY, before, 0, at});
        events.push_back({EV_SYN, SYN_REPORT, 0, at});
        before = code;
        at = at + std::chrono::milliseconds(gap);
      }
      if (before != 0) events.push_back({EV_KEY, before, 0, at});
      stream.add(events, true);
      break;
    }
    default:
      stream.add(tapped(static_cast<std::uint16_t>(1 + random.below(250)), stream.now), true);
  }
}

TEST_CASE("whatever is typed comes out, key for key, without the cards") {
  std::size_t cards = 0;
  loyald::testing::for_all(1500, [&](Random& random, loyald::testing::Findings& findings) {
    Stream stream;
    const auto parts = random.below(8);
    for (std::uint64_t part = 0; part < parts; ++part) {
      const int gap = 1 + static_cast<int>(random.below(20));
      // Caps Lock would make other letters of a card's; scanners do not leave it on.
      if (random.below(3) == 0) {
        add_card(stream, random, gap);
      } else {
        add_other(stream, random, gap);
      }
      stream.now = stream.now + std::chrono::milliseconds(kPause + random.below(200));
    }
    Till till;
    for (const KeyEvent& event : stream.events) {
      // The timer may fire at any time, or never.
      if (random.below(2) == 0) till.filter.on_timeout(event.time, till.out);
      till.filter.feed(event, till.out);
    }
    till.filter.on_timeout(stream.now + std::chrono::seconds(1), till.out);
    // A single text may be a card by chance only if the recogniser says so.
    findings.equal(till.filter.swallowed(), stream.cards, "cards");
    findings.require(till.passed() == stream.expected, "the same keys in the same order");
    cards += stream.cards;
  });
  CHECK(cards > 500);
}

TEST_CASE("every key goes down in the same order with the same modifiers, and comes up again") {
  // Without pauses: texts run into each other, with keys still down.
  loyald::testing::for_all(1500, [](Random& random, loyald::testing::Findings& findings) {
    std::vector<KeyEvent> events;
    KeySet down;
    Timestamp at{1000};
    constexpr std::array<std::uint16_t, 16> kKeys{
        KEY_0, KEY_4, KEY_2, KEY_1,  KEY_8,   KEY_ENTER,     KEY_LEFTSHIFT, KEY_A,
        KEY_K, KEY_5, KEY_6, KEY_F5, KEY_TAB, KEY_LEFTSHIFT, KEY_LEFTALT,   KEY_KP5};
    const auto steps = random.below(120);
    for (std::uint64_t step = 0; step < steps; ++step) {
      const std::uint16_t code = kKeys[random.below(kKeys.size())];
      events.push_back({EV_KEY, code, down[code] ? 0 : 1, at});
      events.push_back({EV_SYN, SYN_REPORT, 0, at});
      down.flip(code);
      at = at + std::chrono::milliseconds(random.below(random.below(10) == 0 ? 200 : 20));
    }
    for (std::uint16_t code = 0; code < KEY_CNT; ++code) {
      if (down[code]) events.push_back({EV_KEY, code, 0, at});
    }
    Till till;
    for (const KeyEvent& event : events) till.filter.feed(event, till.out);
    till.filter.on_timeout(at + std::chrono::seconds(1), till.out);
    if (till.filter.swallowed() > 0) return;

    const auto presses = [](const std::vector<KeyEdge>& edges, KeySet& left_down) {
      std::vector<std::pair<std::uint16_t, std::uint32_t>> out;
      std::uint32_t held = 0;
      for (const KeyEdge& edge : edges) {
        left_down.set(edge.code, edge.down);
        if (edge.down) out.emplace_back(edge.code, held);
        const std::uint32_t modifier = modifier_of(edge.code);
        held = edge.down ? held | modifier : held & ~modifier;
      }
      return out;
    };
    KeySet in_down;
    KeySet out_down;
    const auto in = presses(edges_of(events), in_down);
    const auto out = presses(till.passed(), out_down);
    findings.require(in == out, "presses and modifiers");
    findings.require(out_down.none(), "a key stays down");
  });
}

}  // namespace
}  // namespace loyald::scanner
