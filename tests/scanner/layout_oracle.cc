// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/layout_oracle.h"

#include <linux/input-event-codes.h>

#include <charconv>

#include "store/base/check.h"

namespace loyald::scanner::testing {
namespace {

// One key per character: base row and shifted row of the US layout by key code.
struct UsKey {
  std::uint16_t code;
  char plain;
  char shifted;
};
constexpr std::array<UsKey, 48> kUs{{
    {2, '1', '!'},  {3, '2', '@'},   {4, '3', '#'},  {5, '4', '$'},  {6, '5', '%'},
    {7, '6', '^'},  {8, '7', '&'},   {9, '8', '*'},  {10, '9', '('}, {11, '0', ')'},
    {12, '-', '_'}, {13, '=', '+'},  {16, 'q', 'Q'}, {17, 'w', 'W'}, {18, 'e', 'E'},
    {19, 'r', 'R'}, {20, 't', 'T'},  {21, 'y', 'Y'}, {22, 'u', 'U'}, {23, 'i', 'I'},
    {24, 'o', 'O'}, {25, 'p', 'P'},  {26, '[', '{'}, {27, ']', '}'}, {30, 'a', 'A'},
    {31, 's', 'S'}, {32, 'd', 'D'},  {33, 'f', 'F'}, {34, 'g', 'G'}, {35, 'h', 'H'},
    {36, 'j', 'J'}, {37, 'k', 'K'},  {38, 'l', 'L'}, {39, ';', ':'}, {40, '\'', '"'},
    {41, '`', '~'}, {43, '\\', '|'}, {44, 'z', 'Z'}, {45, 'x', 'X'}, {46, 'c', 'C'},
    {47, 'v', 'V'}, {48, 'b', 'B'},  {49, 'n', 'N'}, {50, 'm', 'M'}, {51, ',', '<'},
    {52, '.', '>'}, {53, '/', '?'},  {57, ' ', ' '},
}};

// What differs from the US layout: character = [s shift][a AltGr]code[* dead].
constexpr std::string_view kGb = R"("=s3 #=43 @=s40 \=86 |=s86 ~=s43)";
constexpr std::string_view kDe =
    R"("=s3 #=43 &=s7 '=s43 (=s9 )=s10 *=s27 +=27 -=53 /=s8 :=s52 ;=s51 ==s11 <=86 >=s86 ?=s12 )"
    R"(@=a16 Y=s44 Z=s21 [=a9 \=a12 ]=a10 ^=41* _=s53 `=s13* y=44 z=21 {=a8 |=a86 }=a11 ~=a27)";
constexpr std::string_view kFr =
    R"(!=53 "=4 #=a4 $=27 %=s40 &=2 '=5 (=6 )=12 *=43 ,=50 -=7 .=s51 /=s52 0=s11 1=s2 2=s3 3=s4 )"
    R"(4=s5 5=s6 6=s7 7=s8 8=s9 9=s10 :=52 ;=51 <=86 >=s86 ?=s50 @=a11 A=s16 M=s39 Q=s30 W=s44 )"
    R"(Z=s17 [=a6 \=a9 ]=a12 ^=26* _=9 `=a8 a=16 m=39 q=30 w=44 z=17 {=a5 |=a7 }=a13 ~=a3)";

std::string_view differences(std::string_view layout) {
  if (layout == "gb") return kGb;
  if (layout == "de") return kDe;
  if (layout == "fr") return kFr;
  CHECK(layout == "us");
  return {};
}

// "s27*" -> shift + key 27, dead.
Stroke parse(std::string_view how) {
  Stroke stroke;
  if (how.front() == 's') stroke.shift = true, how.remove_prefix(1);
  if (how.front() == 'a') stroke.altgr = true, how.remove_prefix(1);
  if (how.back() == '*') stroke.dead = true, how.remove_suffix(1);
  CHECK(std::from_chars(how.data(), how.data() + how.size(), stroke.code).ptr ==
        how.data() + how.size());
  return stroke;
}

class Typist {
 public:
  Typist(Timestamp start, int gap_ms) : now_(start), gap_(gap_ms) {}

  void key(std::uint16_t code, int value) { events_.push_back({EV_KEY, code, value, now_}); }
  void report() {
    events_.push_back({EV_SYN, SYN_REPORT, 0, now_});
    now_ = now_ + gap_;
  }
  void stroke(const Stroke& stroke) {
    for (const int value : {1, 0}) {
      if (stroke.shift) key(KEY_LEFTSHIFT, value);
      if (stroke.altgr) key(KEY_RIGHTALT, value);
      key(stroke.code, value);
      report();
    }
    if (stroke.dead) this->stroke({KEY_SPACE, false, false, false});
  }
  std::vector<KeyEvent> take() { return std::move(events_); }

 private:
  std::vector<KeyEvent> events_;
  Timestamp now_;
  std::chrono::milliseconds gap_;
};

}  // namespace

Stroke stroke_of(std::string_view layout, char character) {
  std::string_view rest = differences(layout);
  while (!rest.empty()) {
    const std::size_t end = rest.find(' ');
    const std::string_view entry = rest.substr(0, end);
    if (entry.front() == character) return parse(entry.substr(2));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  for (const UsKey& key : kUs) {
    if (key.plain == character) return {key.code, false, false, false};
    if (key.shifted == character) return {key.code, true, false, false};
  }
  CHECK(false);
}

std::vector<KeyEvent> typed(std::string_view layout, std::string_view text, Timestamp start,
                            int gap_ms) {
  Typist typist(start, gap_ms);
  for (const char c : text) typist.stroke(stroke_of(layout, c));
  return typist.take();
}

std::vector<KeyEvent> typed(std::span<const Stroke> strokes, Timestamp start, int gap_ms) {
  Typist typist(start, gap_ms);
  for (const Stroke& stroke : strokes) typist.stroke(stroke);
  return typist.take();
}

std::vector<KeyEvent> tapped(std::uint16_t code, Timestamp at) {
  Typist typist(at, 1);
  typist.stroke({code, false, false, false});
  return typist.take();
}

}  // namespace loyald::scanner::testing
