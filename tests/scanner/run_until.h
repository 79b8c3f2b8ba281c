// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

namespace loyald::scanner::testing {

// Runs the loop until `done` says so; false where that does not happen within half a minute. Waits
// on events only, never for a time to pass.
template <class Done>
bool run_until(boost::asio::io_context& io, Done done) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!done()) {
    io.restart();
    if (io.run_one_until(give_up) == 0 && !done()) return false;
  }
  return true;
}

}  // namespace loyald::scanner::testing
