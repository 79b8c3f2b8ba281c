// SPDX-License-Identifier: Apache-2.0
#include "scanner/learned_settings.h"

#include <doctest/doctest.h>
#include <linux/input-event-codes.h>

#include <algorithm>
#include <map>

#include "scanner/barcode_writer.h"
#include "scanner/key_layout.h"
#include "scanner/picture_decoder.h"
#include "tests/scanner/layout_oracle.h"

namespace loyald::scanner {
namespace {

using testing::Stroke;
using Strokes = std::map<char, Stroke>;

// How each character is typed in a layout, found by trying every key.
Strokes strokes_of(std::string_view name) {
  const auto layout = KeyLayout::make(name);
  REQUIRE(layout);
  constexpr std::uint16_t kLastKey = 127;
  Strokes strokes;
  for (const bool altgr : {false, true})
    for (const bool shift : {false, true})
      for (std::uint16_t code = 1; code <= kLastKey; ++code) {
        if (code >= KEY_KP7 && code <= KEY_KPDOT) continue;  // the decoder has its own keypad
        const auto glyph = layout->glyph(code, {shift, false, altgr});
        if (!glyph || glyph->text.size() != 1) continue;
        const auto [at, is_new] =
            strokes.try_emplace(glyph->text[0], Stroke{code, shift, altgr, glyph->dead});
        if (!is_new && at->second.dead && !glyph->dead) {
          at->second = {code, shift, altgr, false};
        }
      }
  return strokes;
}

struct Scanner {
  Strokes strokes;
  std::string prefix;
  std::string suffix;
  std::vector<std::uint16_t> ends;

  std::vector<KeyEvent> scan(const std::string& text) const {
    std::vector<Stroke> typed;
    for (const char c : prefix + text + suffix) {
      REQUIRE_MESSAGE(strokes.contains(c), "no key for ", c);
      typed.push_back(strokes.at(c));
    }
    for (const std::uint16_t end : ends) typed.push_back({end, false, false, false});
    return testing::typed(typed, {1000});
  }
};

// From all parts of the sheet, the last one first.
Result<LearnedSettings> learned(LearnedSheet& sheet, const Scanner& scanner) {
  sheet.start_over();
  for (std::size_t part = kSheetParts; part-- > 0;) {
    const auto read = sheet.add(scanner.scan(sheet_texts()[part]));
    REQUIRE(read == part);
  }
  CHECK(sheet.is_complete());
  return sheet.settings();
}

// Whether each key of the scanner means the same in the layout: us(intl) types ' with AltGr, which
// us does not look at.
bool explains(const KeyLayout& layout, const Strokes& strokes) {
  return std::ranges::all_of(strokes, [&](const auto& entry) {
    const auto& [character, stroke] = entry;
    const auto glyph = layout.glyph(stroke.code, {stroke.shift, false, stroke.altgr});
    return glyph && glyph->text == std::string(1, character) && glyph->dead == stroke.dead;
  });
}

TEST_CASE("the sheet has each printable character once, in parts that codes can hold") {
  std::string all;
  for (const std::string& text : sheet_texts()) {
    CHECK(text.size() == 19);
    CHECK(text.front() != ' ');
    CHECK(text.back() != ' ');
    all += text;
  }
  std::ranges::sort(all);
  std::string printable;
  for (char c = ' '; c <= '~'; ++c) printable += c;
  CHECK(all == printable);
  for (const Symbology symbology : {Symbology::code128, Symbology::qr}) {
    for (const std::string& text : sheet_texts()) {
      const auto drawn = draw_barcode(text, symbology, {500, 100, 10, false});
      REQUIRE(drawn);
      const auto read = PictureDecoder().decode(*drawn, Effort::single, {symbology});
      REQUIRE(read);
      CHECK(read->text == text);
    }
  }
}

TEST_CASE("every layout is found from what its keys type, with whatever is around the codes") {
  std::map<std::string, Strokes> all;
  std::map<std::string, KeyLayout> layouts;
  for (const std::string_view name : sheet_layouts()) {
    all.emplace(std::string(name), strokes_of(name));
    layouts.emplace(std::string(name), KeyLayout::make(name).value());
  }
  struct Around {
    const char* prefix;
    const char* suffix;
    std::vector<std::uint16_t> ends;
    const char* terminator;
    bool aim;
  };
  const std::vector<Around> arounds{
      {"", "", {KEY_ENTER}, "\r", false},
      {"", "", {}, "", false},
      {"]C0", "", {KEY_TAB}, "\t", true},
      {"P-", "", {KEY_KPENTER}, "\r", false},
      {"", "/x", {KEY_ENTER}, "\r", false},
      {"7]C0", "9", {KEY_ENTER, KEY_ENTER}, "\r", true},
      {"]", "]", {KEY_ENTER, KEY_TAB}, "\r", false},
  };
  LearnedSheet sheet = LearnedSheet::make().value();
  for (const auto& [name, strokes] : all) {
    for (const Around& around : arounds) {
      CAPTURE(name);
      CAPTURE(around.prefix);
      const auto settings = learned(sheet, {strokes, around.prefix, around.suffix, around.ends});
      REQUIRE_MESSAGE(settings, (settings ? "" : settings.error().message));
      std::string prefix = around.prefix;
      if (around.aim) prefix.resize(prefix.size() - 3);
      CHECK(settings->prefix == prefix);
      CHECK(settings->suffix == around.suffix);
      CHECK(settings->terminator == around.terminator);
      CHECK(settings->sends_aim == around.aim);
      CHECK(std::ranges::count(settings->layouts, name) == 1);
      for (const std::string& other : settings->layouts)
        CHECK(explains(layouts.at(other), strokes));
    }
  }
}

// Against tables that are written down apart from xkeyboard-config.
TEST_CASE("the usual layouts, typed by an independent table") {
  for (const std::string_view layout : testing::kOracleLayouts) {
    LearnedSheet sheet = LearnedSheet::make().value();
    for (const std::string& text : sheet_texts()) {
      auto events = testing::typed(layout, text, {1000});
      for (const KeyEvent& end : testing::tapped(KEY_ENTER, {2000})) events.push_back(end);
      CHECK(sheet.add(events));
    }
    const auto settings = sheet.settings();
    REQUIRE(settings);
    CHECK(settings->layouts.front() == layout);
  }
}

TEST_CASE("bytes say all but a layout") {
  struct Row {
    std::string before;
    std::string behind;
    LearnedSettings settings;
  };
  const std::vector<Row> rows{
      {"", "\r", {{}, "", "", "\r", false}},
      {"", "\r\n", {{}, "", "", "\r\n", false}},
      {"", "", {{}, "", "", "", false}},
      {"]C0", "\t", {{}, "", "", "\t", true}},
      {"\x02", "\x03\r\n", {{}, "", "", "\x03\r\n", false}},
      {"\x02P]C0", "S\x03", {{}, "P", "S", "\x03", true}},
      {"A\x1d", "\x1e\n", {{}, "A\x1d", "\x1e", "\n", false}},
  };
  for (const Row& row : rows) {
    LearnedSheet sheet = LearnedSheet::make().value();
    for (std::size_t part = 0; part < kSheetParts; ++part) {
      CHECK(sheet.add(row.before + sheet_texts()[part] + row.behind) == part);
    }
    const auto settings = sheet.settings();
    REQUIRE(settings);
    CHECK(*settings == row.settings);
  }
}

TEST_CASE("what is no part of the sheet changes nothing") {
  LearnedSheet sheet = LearnedSheet::make().value();
  CHECK_FALSE(sheet.add("4006381333931\r"));
  CHECK_FALSE(sheet.add(testing::typed("us", "somebody types something", {1000})));
  CHECK_FALSE(sheet.settings());
  CHECK(sheet.add(testing::typed("de", sheet_texts()[0], {1000})) == 0);
  // By another scanner, in another layout.
  CHECK_FALSE(sheet.add(testing::typed("fr", sheet_texts()[1], {1000})));
  CHECK(sheet.parts_read() == 1);
  CHECK(sheet.add(testing::typed("de", sheet_texts()[0], {1000})) == 0);
  CHECK(sheet.parts_read() == 1);
  REQUIRE(sheet.settings());
}

TEST_CASE("a scanner whose settings change meanwhile is not believed") {
  LearnedSheet sheet = LearnedSheet::make().value();
  CHECK(sheet.add(sheet_texts()[0] + "\r"));
  CHECK(sheet.add(sheet_texts()[1] + "\t"));
  const auto settings = sheet.settings();
  REQUIRE_FALSE(settings);
  CHECK(settings.error().message ==
        "what comes before and behind the codes is not always the same");
}

}  // namespace
}  // namespace loyald::scanner
