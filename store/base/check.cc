// SPDX-License-Identifier: Apache-2.0
#include "store/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace loyald {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "loyald: bug: CHECK(%s) failed at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace loyald
