// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_framer.h"

#include <doctest/doctest.h>

namespace loyald::scanner {
namespace {

using std::chrono::milliseconds;

constexpr Timestamp kStart{1000};

TEST_CASE("pieces become one scan with the identifier of the first, once") {
  HidFramer framer;
  CHECK(framer.feed({"]Q1", "one ", true}, kStart).empty());
  CHECK(framer.deadline() == kStart + HidFramer::kPatience);
  CHECK(framer.feed({"]Q1", "two ", true}, kStart + milliseconds(2)).empty());
  const auto frames = framer.feed({"]E0", "three", false}, kStart + milliseconds(4));
  CHECK(frames == std::vector<Frame>{{"]Q1one two three", true}});
  CHECK_FALSE(framer.deadline());
}

TEST_CASE("one line end at the end of the scan is the scanner's, more are the code's") {
  struct Row {
    std::string data;
    std::string text;
  };
  for (const Row& row : {Row{"042\r\n", "042"},
                         {"042\r", "042"},
                         {"042\n", "042"},
                         {"042\n\n", "042\n"},
                         {"042\r\r\n", "042\r"},
                         {"042\n\r", "042\n"},
                         {"0\r\n42", "0\r\n42"},
                         {"042\t", "042\t"}}) {
    CAPTURE(row.data);
    HidFramer framer;
    CHECK(framer.feed({"", row.data, false}, kStart) == std::vector<Frame>{{row.text, true}});
  }
  HidFramer framer;
  framer.feed({"", "042\r\n", true}, kStart);
  CHECK(framer.feed({"", "1\r", false}, kStart) == std::vector<Frame>{{"042\r\n1", true}});
}

TEST_CASE(
    "a scan that says it goes on and does not is handed out at the deadline, as not complete") {
  HidFramer framer;
  framer.feed({"]E0", "042", true}, kStart);
  CHECK_FALSE(framer.on_timeout(kStart + (HidFramer::kPatience - milliseconds(1))));
  CHECK(framer.on_timeout(kStart + HidFramer::kPatience) == Frame{"]E0042", false});
  CHECK_FALSE(framer.on_timeout(kStart + milliseconds(1000)));
}

TEST_CASE("a late timer does not join two scans") {
  HidFramer framer;
  framer.feed({"]E0", "042", true}, kStart);
  const auto frames = framer.feed({"]E0", "043", false}, kStart + HidFramer::kPatience);
  CHECK(frames == std::vector<Frame>{{"]E0042", false}, {"]E0043", true}});
}

TEST_CASE("answers to commands are no scans, even within one; nor is nothing") {
  HidFramer framer;
  CHECK(framer.feed({"]Z6", "REVINF\x06.", false}, kStart).empty());
  framer.feed({"]E0", "04", true}, kStart);
  CHECK(framer.feed({"]Z6", "BEEP\x06.", false}, kStart).empty());
  CHECK(framer.feed({"]E0", "2", false}, kStart) == std::vector<Frame>{{"]E0042", true}});
  CHECK(framer.feed({"]E0", "\r\n", false}, kStart).empty());
  CHECK(framer.feed({"", "", false}, kStart).empty());
}

TEST_CASE("a scan that is too long is dropped whole and counted, however it ends") {
  HidFramer framer;
  const HidPiece piece{"", std::string(56, 'x'), true};
  const auto fill = [&] {
    for (std::size_t bytes = 0; bytes <= kMaxScanBytes; bytes += piece.data.size()) {
      CHECK(framer.feed(piece, kStart).empty());
    }
  };
  fill();
  CHECK(framer.feed({"", "y", false}, kStart).empty());
  CHECK(framer.dropped() == 1);
  fill();
  CHECK_FALSE(framer.on_timeout(kStart + HidFramer::kPatience));
  CHECK(framer.dropped() == 2);
  CHECK(framer.feed({"", "042", false}, kStart + milliseconds(999)) ==
        std::vector<Frame>{{"042", true}});
  framer.feed({"", std::string(kMaxScanBytes, 'x'), true}, kStart + milliseconds(999));
  CHECK(framer.feed({"", "", false}, kStart + milliseconds(999)).size() == 1);
}

TEST_CASE("a lost device's half scan is forgotten") {
  HidFramer framer;
  framer.feed({"]E0", "04", true}, kStart);
  framer.reset();
  CHECK_FALSE(framer.deadline());
  CHECK(framer.feed({"]Q1", "2", false}, kStart) == std::vector<Frame>{{"]Q12", true}});
}

}  // namespace
}  // namespace loyald::scanner
