// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls; LOYALD_FUZZ_TARGET is one of targets.h.
#include "tests/fuzz/targets.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  loyald::fuzz::LOYALD_FUZZ_TARGET({data, size});
  return 0;
}
