// SPDX-License-Identifier: Apache-2.0
#include "scanner/pass_path.h"

#include <doctest/doctest.h>

#include "tests/scanner/event_script.h"
#include "tests/scanner/layout_oracle.h"
#include "tests/scanner/shop_cards.h"

namespace loyald::scanner {
namespace {

struct Sent {
  KeyEdge key;
  Timestamp time;
};

// The path with the time that passes: it is asked whenever it wants to be.
struct Walk {
  CardRecogniser cards = testing::shop_cards();
  PassPath path;
  std::vector<Sent> sent;
  std::vector<KeyText> texts;

  explicit Walk(PassPath::Options options = {})
      : path(PassPath::make("us", CardBeginnings(cards), options).value()) {}

  void take(Timestamp now) {
    std::vector<KeyEdge> keys;
    path.take_due(now, keys);
    for (const KeyEdge& key : keys) sent.push_back({key, now});
    for (const KeyText& text : path.take_texts()) texts.push_back(text);
  }
  void until(Timestamp now) {
    for (auto due = path.deadline(); due && *due < now; due = path.deadline()) {
      path.on_timeout(*due);
      take(*due);
    }
  }
  void feed(const std::vector<KeyEvent>& events) {
    for (const KeyEvent& event : events) {
      until(event.time);
      path.feed(event, event.time);
      take(event.time);
    }
  }
  Timestamp scan(std::string_view text, Timestamp at, int gap) {
    feed(testing::typed("us", text, at, gap));
    const Timestamp enter = at + std::chrono::milliseconds(2 * gap * static_cast<int>(text.size()));
    feed(testing::tapped(KEY_ENTER, enter));
    until(enter + std::chrono::seconds(1));
    return enter;
  }
};

TEST_CASE("a product's Enter is not late, at any pace a scanner has") {
  for (const int gap : {1, 5, 10, 19}) {
    CAPTURE(gap);
    Walk walk;
    const Timestamp enter = walk.scan("5901234123457", {1000}, gap);
    REQUIRE(walk.sent.size() == 28);
    CHECK(walk.sent[26].key == KeyEdge{KEY_ENTER, true});
    const auto late = walk.sent[26].time - enter;
    // A millisecond for a key's going down or up is twice as fast as programs are sure to take it.
    CHECK(late == std::chrono::milliseconds(gap == 1 ? 14 : 0));
    CHECK(walk.texts == std::vector<KeyText>{{"5901234123457", true}});
  }
}

TEST_CASE("a text that was held to its end goes at once, a long one at the pace") {
  Walk walk;
  const Timestamp enter = walk.scan("0420000001233", {1000}, 5);
  REQUIRE(walk.sent.size() == 28);
  for (std::size_t i = 0; i < 27; ++i) CHECK(walk.sent[i].time == enter);

  Walk other;
  const Timestamp end = other.scan("74110420000001232000000000000000", {1000}, 5);
  REQUIRE(other.sent.size() == 66);
  CHECK(other.sent[64].time - end == std::chrono::milliseconds(2 * (65 - 7)));
}

TEST_CASE("commands are taken out, cards are swallowed, all else passes") {
  Walk walk;
  const auto ctrl_r = [&](Timestamp at) {
    walk.feed({{EV_KEY, KEY_LEFTCTRL, 1, at},
               {EV_KEY, KEY_R, 1, at},
               {EV_KEY, KEY_R, 0, at},
               {EV_KEY, KEY_LEFTCTRL, 0, at}});
  };
  ctrl_r({1000});
  walk.scan("0420000001232", {2000}, 5);
  ctrl_r({4000});
  walk.until({5000});
  CHECK(walk.sent.empty());
  CHECK(walk.path.commands() == 2);
  CHECK(walk.path.swallowed() == 1);
  walk.scan("59", {6000}, 5);
  CHECK(walk.sent.size() == 6);
}

TEST_CASE("letting go sends all that waits, in order, at once") {
  Walk walk;
  walk.feed(testing::typed("us", "7411042000000123", {1000}, 1));
  walk.path.feed({EV_KEY, KEY_A, 1, {1040}}, {1040});
  walk.take({1040});
  const std::size_t before = walk.sent.size();
  CHECK(before < 34);
  walk.path.let_go();
  walk.take({1040});
  REQUIRE(walk.sent.size() == 34);
  CHECK(walk.sent.back().key == KeyEdge{KEY_A, false});
  CHECK_FALSE(walk.path.deadline());
}

TEST_CASE("a layout that does not exist is said so") {
  const CardRecogniser cards = testing::shop_cards();
  CHECK_FALSE(PassPath::make("klingon", CardBeginnings(cards), {}));
}

}  // namespace
}  // namespace loyald::scanner
