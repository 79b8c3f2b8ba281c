// SPDX-License-Identifier: Apache-2.0
// Every input that the fuzzers have found worth keeping, and each of them cut off anywhere.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/targets.h"

namespace loyald::fuzz {
namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("the corpus breaks no promise") {
  for (const Target& target : kTargets) {
    CAPTURE(target.name);
    std::size_t inputs = 0;
    const std::filesystem::path corpus = "tests/fuzz/corpus";
    for (const auto& entry : std::filesystem::directory_iterator(corpus / target.name)) {
      CAPTURE(entry.path().string());
      const std::string input = content(entry.path());
      for (std::size_t length = 0; length <= input.size(); length += input.size() / 16 + 1) {
        target.run(as_bytes(input).first(length));
      }
      target.run(as_bytes(input));
      ++inputs;
    }
    CHECK(inputs >= 10);
  }
}

}  // namespace
}  // namespace loyald::fuzz
