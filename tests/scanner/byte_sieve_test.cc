// SPDX-License-Identifier: Apache-2.0
#include "scanner/byte_sieve.h"

#include <doctest/doctest.h>

#include "tests/scanner/shop_cards.h"

namespace loyald::scanner {
namespace {

// All bytes that go on, fed in two pieces.
std::string passed(std::string_view bytes, std::size_t cut, bool then_silence = true) {
  const CardRecogniser cards = testing::shop_cards();
  ByteSieve sieve(cards, {});
  std::string out;
  const auto take = [&](const std::vector<ByteSieve::Passed>& pieces) {
    for (const ByteSieve::Passed& piece : pieces) out += piece.bytes;
  };
  take(sieve.feed(as_bytes(bytes.substr(0, cut)), {0}));
  take(sieve.feed(as_bytes(bytes.substr(cut)), {10}));
  if (then_silence) take(sieve.on_timeout({10'000}));
  return out;
}

TEST_CASE("cards are taken out with what ends them; every other byte goes on, cut anywhere") {
  struct Case {
    std::string in;
    std::string out;
  };
  const std::vector<Case> cases = {
      {"5901234123457\r\n", "5901234123457\r\n"},
      {"0420000001232\r\n", ""},
      {"]E00420000001232\r", ""},
      {"5901234123457\r\n0420000001232\r\n5901234123457\r\n", "5901234123457\r\n5901234123457\r\n"},
      {"0420000001232\r\n\x06", "\x06"},  // an answer to the till's command
      {"0420000001232\r\n\x06\r\n", "\x06"},
      {"\x02"
       "0420000001232\x03",
       ""},
      {"\x02"
       "5901234123457\x03\x02"
       "0420000001232\x03",
       "\x02"
       "5901234123457\x03"},
      {"59\x02"
       "0420000001232\x03",
       "59"},  // what an STX broke off is nobody's card
      {"]Z6REVINF\r\n", "]Z6REVINF\r\n"},
      {"0420000001233\r", "0420000001233\r"},  // the check digit is wrong
      {"5901234123457", "5901234123457"},      // ended by silence
      {"0420000001232", ""},
      {"\r\n", "\r\n"},
  };
  for (const Case& each : cases) {
    for (std::size_t cut = 0; cut <= each.in.size(); ++cut) {
      CAPTURE(each.in);
      CAPTURE(cut);
      CHECK(passed(each.in, cut) == each.out);
    }
  }
}

TEST_CASE("the text comes without AIM identifier, an answer has none") {
  const CardRecogniser cards = testing::shop_cards();
  ByteSieve sieve(cards, {});
  CHECK(
      sieve.feed(as_bytes("]E05901234123457\r]Z6REVINF\r"), {0}) ==
      std::vector<ByteSieve::Passed>{{"5901234123457", "]E05901234123457\r"}, {"", "]Z6REVINF\r"}});
}

TEST_CASE("bytes without an end go on") {
  const std::string flood(3 * LineFramer::kMaxFrameBytes, '7');
  CHECK(passed(flood, 100) == flood);
}

TEST_CASE("what was half read when the device was lost is forgotten") {
  const CardRecogniser cards = testing::shop_cards();
  ByteSieve sieve(cards, {});
  sieve.feed(as_bytes("042000"), {0});
  sieve.reset();
  CHECK_FALSE(sieve.deadline());
  CHECK(sieve.feed(as_bytes("0420000001232\r"), {1}).empty());
}

}  // namespace
}  // namespace loyald::scanner
