// SPDX-License-Identifier: Apache-2.0
#include "scanner/line_framer.h"

#include <doctest/doctest.h>

#include "store/base/random.h"

namespace loyald::scanner {
namespace {

std::vector<Frame> frames_of(std::string_view bytes, LineFramer::Options options = {}) {
  LineFramer framer(options);
  return framer.feed(as_bytes(bytes), {0});
}

std::vector<Frame> complete(std::initializer_list<std::string> texts) {
  std::vector<Frame> frames;
  for (const std::string& text : texts) frames.push_back({text, true});
  return frames;
}

TEST_CASE("terminators") {
  CHECK(frames_of("042\r") == complete({"042"}));
  CHECK(frames_of("042\n") == complete({"042"}));
  CHECK(frames_of("042\r\n043\r\n") == complete({"042", "043"}));
  CHECK(frames_of("\x02"
                  "042\x03") == complete({"042"}));
  CHECK(frames_of("\x02"
                  "042\x03\r\n\x02"
                  "043\x03\r\n") == complete({"042", "043"}));
  CHECK(frames_of("042\t043\r") == complete({"042\t043"}));
  LineFramer::Options tab;
  tab.tab_terminates = true;
  CHECK(frames_of("042\t043\r", tab) == complete({"042", "043"}));
}

TEST_CASE("what is not text") {
  CHECK(frames_of("\r\n\r\n").empty());
  CHECK(frames_of(std::string_view("0\0004\0002\0\r", 7)) == complete({"042"}));
  CHECK(frames_of("\x06\r\x15\r").empty());
  CHECK(frames_of("\x06\x15"
                  "042\r") == complete({"042"}));
  CHECK(frames_of("04\x06"
                  "2\r") == complete({"04\x06"
                                      "2"}));
}

TEST_CASE("an STX drops what was before") {
  LineFramer framer;
  CHECK(framer.feed(as_bytes("noise\x02"
                             "042\x03"),
                    {0}) == complete({"042"}));
  CHECK(framer.dropped() == 1);
}

TEST_CASE("silence ends a frame: cut off where a terminator was due, whole where none is sent") {
  LineFramer framer;
  CHECK_FALSE(framer.deadline());
  CHECK(framer.feed(as_bytes("042"), {1000}).empty());
  CHECK(framer.deadline() == Timestamp{1500});
  CHECK_FALSE(framer.on_timeout({1499}));
  CHECK(framer.on_timeout({1500}) == Frame{"042", false});
  CHECK_FALSE(framer.deadline());

  LineFramer::Options options;
  options.terminator_expected = false;
  LineFramer bare(options);
  CHECK(bare.feed(as_bytes("042"), {1000}).empty());
  CHECK(bare.on_timeout({1050}) == Frame{"042", true});
}

TEST_CASE("silence counts even if the timer runs late") {
  LineFramer framer;
  CHECK(framer.feed(as_bytes("04"), {1000}).empty());
  const std::vector<Frame> expected{{"04", false}, {"043", true}};
  CHECK(framer.feed(as_bytes("043\r"), {1500}) == expected);
}

TEST_CASE("a frame that is too long is dropped whole") {
  LineFramer framer;
  const std::string longest(LineFramer::kMaxFrameBytes, 'x');
  CHECK(framer.feed(as_bytes(longest + "\r"), {0}) == complete({longest}));
  CHECK(framer.feed(as_bytes(longest + "xyz\r042\r"), {0}) == complete({"042"}));
  CHECK(framer.dropped() == 1);
  CHECK(framer.feed(as_bytes(longest + "x"), {0}).empty());
  CHECK_FALSE(framer.on_timeout({500}));
  CHECK(framer.feed(as_bytes("043\r"), {500}) == complete({"043"}));
}

TEST_CASE("reset forgets half a frame") {
  LineFramer framer;
  CHECK(framer.feed(as_bytes("99"), {0}).empty());
  framer.reset();
  CHECK(framer.feed(as_bytes("042\r"), {0}) == complete({"042"}));
}

TEST_CASE("any bytes: every way to cut them gives the same frames") {
  SeededRandom random(5);
  constexpr std::string_view kAlphabet(
      "\r\n\t\x02\x03\x06\x15\0"
      "0123456789",
      18);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random.below(60), '0');
    for (char& c : bytes) c = kAlphabet[random.below(kAlphabet.size())];
    const std::vector<Frame> whole = frames_of(bytes);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      LineFramer framer;
      std::vector<Frame> frames = framer.feed(as_bytes(bytes.substr(0, cut)), {0});
      for (Frame& frame : framer.feed(as_bytes(bytes.substr(cut)), {0})) {
        frames.push_back(std::move(frame));
      }
      REQUIRE(frames == whole);
    }
    LineFramer framer;
    std::vector<Frame> frames;
    for (const char& c : bytes) {
      for (Frame& frame : framer.feed(as_bytes({&c, 1}), {0})) frames.push_back(std::move(frame));
    }
    REQUIRE(frames == whole);
    for (const Frame& frame : frames) {
      CHECK_FALSE(frame.text.empty());
      CHECK(frame.text.find_first_of(std::string_view("\r\n\x02\x03\0", 5)) == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace loyald::scanner
