// SPDX-License-Identifier: Apache-2.0
#include "scanner/relayed_scanner.h"

#include <doctest/doctest.h>

#include "tests/scanner/fifo_till.h"
#include "tests/scanner/run_until.h"
#include "tests/scanner/shop_cards.h"

namespace loyald::scanner {
namespace {

using testing::run_until;

struct Counter {
  testing::FifoTill till;
  SystemClock clock;
  boost::asio::io_context io;
  CardRecogniser cards = testing::shop_cards();
  std::vector<Scan> scans;
  std::unique_ptr<RelayedScanner> scanner;

  explicit Counter(PassMode mode = PassMode::filter) {
    WedgeOptions options;
    options.name = "hand";
    options.register_id = "till-2";
    options.device = till.scanner();
    options.uinput = till.keyboard();
    options.mode = mode;
    options.settling = std::chrono::milliseconds(0);
    scanner = RelayedScanner::make(io, clock, cards, options, [this](Scan scan) {
                scans.push_back(std::move(scan));
              }).value();
  }
  bool until_text(const std::string& text) {
    // The state changes on the relay's thread; the beats keep the loop going.
    return run_until(io, [&] { return scanner->state().text == text; });
  }
};

TEST_CASE("a filtered scanner delivers scans, and the till gets what is no card") {
  Counter counter;
  CHECK(counter.scanner->state().text == "stopped");
  counter.scanner->start();
  counter.till.plug_in();
  REQUIRE(counter.until_text("reading (filter)"));
  counter.till.scan("0420000001232");
  counter.till.scan("5901234123457");
  REQUIRE(run_until(counter.io, [&] { return counter.scans.size() == 2; }));
  CHECK(counter.scans[0].text == "0420000001232");
  CHECK(counter.scans[0].source == "hand");
  CHECK(counter.scans[0].register_id == "till-2");
  CHECK(counter.scans[1].text == "5901234123457");
  CHECK(counter.till.keys(28) == testing::scan_edges("5901234123457"));
  CHECK(counter.scanner->state().scans == 2);
}

TEST_CASE("the mode and commands that were kept back are in its state") {
  Counter counter(PassMode::own);
  counter.scanner->start();
  counter.till.plug_in();
  REQUIRE(counter.until_text("reading (own)"));
  counter.till.send({{EV_KEY, KEY_F5, 1, {0}}, {EV_KEY, KEY_F5, 0, {0}}});
  REQUIRE(counter.until_text("reading (own), 1 keys with Ctrl, Alt and the like kept back"));
}

TEST_CASE("stopping ends it, also from within a scan") {
  Counter counter;
  std::unique_ptr<RelayedScanner> scanner;
  WedgeOptions options;
  options.device = counter.till.scanner();
  options.uinput = counter.till.keyboard();
  options.mode = PassMode::filter;
  options.settling = std::chrono::milliseconds(0);
  int scans = 0;
  scanner =
      RelayedScanner::make(counter.io, counter.clock, counter.cards, options, [&](const Scan&) {
        ++scans;
        scanner->stop();
      }).value();
  scanner->start();
  counter.till.plug_in();
  REQUIRE(run_until(counter.io, [&] { return scanner->state().text == "reading (filter)"; }));
  counter.till.scan("042");
  counter.till.scan("043");
  REQUIRE(run_until(counter.io, [&] { return scans == 1; }));
  CHECK(scanner->state().text == "stopped");
  // No work is left: the loop runs out by itself.
  counter.io.restart();
  counter.io.run();
  CHECK(scans == 1);
}

}  // namespace
}  // namespace loyald::scanner
