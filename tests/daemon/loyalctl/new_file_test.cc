// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/new_file.h"

#include "tests/daemon/loyalctl/printed.h"

namespace loyald::loyalctl::testing {
namespace {

struct InDirectory {
  loyald::testing::TemporaryDirectory directory;
  std::string path = directory.file("cards.csv");
};

}  // namespace

TEST_CASE_FIXTURE(InDirectory, "a file is there when it is kept, and gone when it is not") {
  {
    auto file = NewFile::create(path);
    REQUIRE(file);
    REQUIRE(file->write("half"));
    CHECK(std::filesystem::exists(path));
  }
  CHECK_FALSE(std::filesystem::exists(path));
  std::string written;
  {
    auto file = NewFile::create(path);
    REQUIRE(file);
    for (int i = 0; i < 50'000; ++i) {
      const std::string line = std::to_string(i) + "\n";
      REQUIRE(file->write(line));
      written += line;
    }
    REQUIRE(file->keep());
  }
  CHECK(file_text(path) == written);
}

TEST_CASE_FIXTURE(InDirectory, "what is there already is left alone") {
  std::ofstream(path) << "mine";
  CHECK(NewFile::create(path).error().code == Errc::already_exists);
  CHECK(file_text(path) == "mine");
  CHECK(NewFile::create(directory.file("no/such/place.csv")).error().code == Errc::unavailable);
}

}  // namespace loyald::loyalctl::testing
