// SPDX-License-Identifier: Apache-2.0
#include "scanner/typed_pass.h"

#include <doctest/doctest.h>

#include "tests/scanner/fifo_till.h"
#include "tests/scanner/run_until.h"

namespace loyald::scanner {
namespace {

TEST_CASE("scans are typed with Enter, in order, a long one at the pace") {
  testing::FifoTill till;
  SystemClock clock;
  boost::asio::io_context io;
  auto pass = TypedPass::make(io, clock, {.name = "front", .uinput = till.keyboard()}).value();
  const std::string text = "0104001234567890" + std::string(40, '7');
  pass->pass("5901234123457", "");
  pass->pass(text, "");
  std::vector<KeyEdge> expected = testing::scan_edges("5901234123457");
  const auto more = testing::scan_edges(text);
  expected.insert(expected.end(), more.begin(), more.end());
  const Timestamp start = clock.steady();
  REQUIRE(testing::run_until(io, [&] { return till.keys(0).size() == expected.size(); }));
  CHECK(till.keys(0) == expected);
  // 57 keys after a whole text: four milliseconds each.
  CHECK(clock.steady() - start > std::chrono::milliseconds(200));
  CHECK(pass->dropped() == 0);
  CHECK(pass->problem().empty());
}

TEST_CASE("what has no key is dropped whole, counted and said") {
  testing::FifoTill till;
  SystemClock clock;
  boost::asio::io_context io;
  auto pass = TypedPass::make(io, clock, {.name = "front", .uinput = till.keyboard()}).value();
  pass->pass("042\x1d", "");
  CHECK(pass->dropped() == 1);
  CHECK(pass->problem() == "a scan has a character that the layout \"us\" has no key for");
  pass->pass("1", "");
  CHECK(pass->problem().empty());
  CHECK(till.keys(4) == testing::scan_edges("1"));
}

TEST_CASE("without uinput scans are dropped and the reason said; a layout must exist") {
  SystemClock clock;
  boost::asio::io_context io;
  auto pass = TypedPass::make(io, clock, {.name = "front", .uinput = "/nonexistent"}).value();
  pass->pass("1", "");
  CHECK(pass->dropped() == 1);
  CHECK(pass->problem() == "cannot type through /nonexistent: No such file or directory");
  CHECK_FALSE(TypedPass::make(io, clock, {.name = "front", .layout = "klingon"}));
}

}  // namespace
}  // namespace loyald::scanner
