// SPDX-License-Identifier: Apache-2.0
#include "tests/sync/support/temporary_directory.h"

#include <cstdlib>
#include <filesystem>

#include "store/base/check.h"

namespace loyald::test {

TemporaryDirectory::TemporaryDirectory() {
  // Memory-backed where there is such a place: these tests sync a great deal and cut no power.
  const bool has_memory = std::filesystem::exists("/dev/shm");
  std::string name =
      (has_memory ? std::string("/dev/shm") : std::filesystem::temp_directory_path().string()) +
      "/loyald-test-XXXXXX";
  CHECK(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace loyald::test
