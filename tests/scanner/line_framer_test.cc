// SPDX-License-Identifier: Apache-2.0
#include "scanner/line_framer.h"

#include <doctest/doctest.h>

#include "store/base/random.h"

namespace loyald::scanner {
namespace {

std::vector<Frame> frames_of(std::string_view bytes, const LineFramer::Options& options = {}) {
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
  options.ends = LineFramer::Ends::silence;
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

LineFramer::Options affixed(std::string prefix, std::string suffix,
                            LineFramer::Ends ends = LineFramer::Ends::lines) {
  LineFramer::Options options;
  options.ends = ends;
  options.prefix = std::move(prefix);
  options.suffix = std::move(suffix);
  return options;
}

TEST_CASE("a prefix and a suffix are taken away; where they are missing the scan is not whole") {
  struct Row {
    std::string prefix, suffix, bytes, text;
    bool complete;
  };
  const std::vector<Row> rows{
      {"s", "", "s042\r", "042", true},           {"s", "", "042\r", "042", false},
      {"", "##", "042##\r", "042", true},         {"", "##", "042#\r", "042#", false},
      {"<", ">", "<042>\r", "042", true},         {"<", ">", "<042\r", "042", false},
      {"<", ">", "042>\r", "042", false},         {"<", "", "<<042\r", "<042", true},
      {"<", ">", "]E0<042>\r", "]E0<042", false}, {"##", "##", "##042##\r", "042", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    CHECK(frames_of(row.bytes, affixed(row.prefix, row.suffix)) ==
          std::vector{Frame{row.text, row.complete}});
  }
  CHECK(frames_of("<>\r##\r", affixed("<", ">")) == std::vector{Frame{"##", false}});
  CHECK(frames_of("##\r", affixed("##", "##")).empty());
}

TEST_CASE("a suffix in place of a terminator proves a scan whole") {
  LineFramer framer(affixed("", "##", LineFramer::Ends::silence));
  CHECK(framer.feed(as_bytes("042##"), {0}).empty());
  CHECK(framer.on_timeout({50}) == Frame{"042", true});
  CHECK(framer.feed(as_bytes("042#"), {1000}).empty());
  CHECK(framer.on_timeout({1050}) == Frame{"042#", false});
}

TEST_CASE("only between STX and ETX") {
  LineFramer::Options options;
  options.ends = LineFramer::Ends::stx_etx;
  options.tab_terminates = true;
  LineFramer framer(options);
  CHECK(framer.feed(as_bytes("\x02"
                             "BEGIN\r\n\t042\r\n\x03\r\n\x02"
                             "043\x03"),
                    {0}) == complete({"BEGIN\r\n\t042\r\n", "043"}));
  CHECK(framer.dropped() == 0);
  CHECK(framer.feed(as_bytes("noise\r\n\x06\x02"
                             "044\x03"
                             "045\x03"),
                    {0}) == complete({"044"}));
  CHECK(framer.dropped() == 2);
  // An ETX that does not come must not glue two scans together.
  CHECK(framer
            .feed(as_bytes("\x02"
                           "046"),
                  {0})
            .empty());
  CHECK(framer.on_timeout({500}) == Frame{"046", false});
  CHECK(framer.feed(as_bytes("7\x03"), {600}).empty());
}

TEST_CASE("on a line with parity a NUL is a byte that failed it") {
  LineFramer::Options options;
  options.nul_is_damage = true;
  LineFramer framer(options);
  CHECK(framer.feed(as_bytes(std::string_view("\0"
                                              "04\0"
                                              "2\r043\r",
                                              10)),
                    {0}) == complete({"043"}));
  CHECK(framer.dropped() == 1);
}

TEST_CASE("SSI answers are no text, however they are cut") {
  LineFramer::Options options;
  options.skips_ssi_answers = true;
  const std::string_view bytes(
      "\x04\xd0\0\0\xff\x2c"
      "042\r\x04\xd1\0\0\xff\x2b\x04\xd0\0\0\xff\x2c",
      22);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    LineFramer framer(options);
    std::vector<Frame> frames = framer.feed(as_bytes(bytes.substr(0, cut)), {0});
    for (Frame& frame : framer.feed(as_bytes(bytes.substr(cut)), {0})) frames.push_back(frame);
    CHECK(frames == complete({"042"}));
    CHECK_FALSE(framer.deadline());
  }
  // One that is cut off does not eat the next scan for long.
  LineFramer framer(options);
  CHECK(framer.feed(as_bytes("\x04\xd0"), {0}).empty());
  CHECK_FALSE(framer.on_timeout({500}));
  CHECK(framer.feed(as_bytes("042\r"), {600}) == complete({"042"}));
}

TEST_CASE("any bytes: every way to cut them gives the same frames") {
  SeededRandom random(5);
  constexpr std::string_view kAlphabet(
      "\r\n\t\x02\x03\x04\x06\x15\0"
      "0123456789",
      19);
  for (int round = 0; round < 2000; ++round) {
    LineFramer::Options options;
    options.ends = static_cast<LineFramer::Ends>(random.below(3));
    options.tab_terminates = random.below(2) == 1;
    options.nul_is_damage = random.below(2) == 1;
    options.skips_ssi_answers = random.below(2) == 1;
    if (random.below(2) == 1) options.prefix = "1";
    if (random.below(2) == 1) options.suffix = "\x15";
    std::string bytes(random.below(60), '0');
    for (char& c : bytes) c = kAlphabet[random.below(kAlphabet.size())];
    const std::vector<Frame> whole = frames_of(bytes, options);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      LineFramer framer(options);
      std::vector<Frame> frames = framer.feed(as_bytes(bytes.substr(0, cut)), {0});
      for (Frame& frame : framer.feed(as_bytes(bytes.substr(cut)), {0})) {
        frames.push_back(std::move(frame));
      }
      REQUIRE(frames == whole);
    }
    LineFramer framer(options);
    std::vector<Frame> frames;
    for (const char& c : bytes) {
      for (Frame& frame : framer.feed(as_bytes({&c, 1}), {0})) frames.push_back(std::move(frame));
    }
    REQUIRE(frames == whole);
    for (const Frame& frame : frames) {
      CHECK_FALSE(frame.text.empty());
      CHECK(frame.text.find_first_of(std::string_view("\x02\x03\0", 3)) == std::string::npos);
      if (options.ends == LineFramer::Ends::stx_etx) continue;
      CHECK(frame.text.find_first_of("\r\n") == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace loyald::scanner
