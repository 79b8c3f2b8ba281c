// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace loyald {

// Prints the place and the broken condition to standard error, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace loyald

// An assertion that stays on in release: a broken one is our bug, and books that may be wrong are
// worse than a restart.
#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::loyald::check_failed(#condition, __FILE__, __LINE__))
