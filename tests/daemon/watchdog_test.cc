// SPDX-License-Identifier: Apache-2.0
#include "daemon/watchdog.h"

#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

BatchLoop::Pulse idle(std::uint64_t steps) { return {steps, true, false, 0}; }
BatchLoop::Pulse busy(std::uint64_t steps) { return {steps, false, false, 0}; }

TEST_CASE("an idle or moving writer is alive") {
  WriterPulse writer;
  CHECK(writer.is_alive(idle(0)));
  CHECK(writer.is_alive(idle(0)));
  CHECK(writer.is_alive(busy(1)));
  CHECK(writer.is_alive(busy(2)));
  CHECK(writer.is_alive(idle(2)));
}

TEST_CASE("a writer that has been at one thing since the last look is not") {
  WriterPulse writer;
  CHECK(writer.is_alive(idle(5)));
  CHECK(writer.is_alive(busy(5)));  // may have begun a moment ago
  CHECK_FALSE(writer.is_alive(busy(5)));
  CHECK_FALSE(writer.is_alive(busy(5)));
  CHECK(writer.is_alive(busy(6)));
}

}  // namespace
}  // namespace loyald::daemon
