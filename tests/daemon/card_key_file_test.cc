// SPDX-License-Identifier: Apache-2.0
#include "daemon/card_key_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/support/temporary_directory.h"

namespace loyald::daemon {
namespace {

TEST_CASE("keys are kept, for their owner's eyes alone") {
  const loyald::testing::TemporaryDirectory directory;
  const std::string path = directory.file("card-keys");
  SeededRandom random(1);
  auto file = CardKeyFile::read(path);
  REQUIRE(file);
  CHECK(file->keys().empty());
  const auto signing = file->make(CardKeyKind::signing, 1, random);
  const auto rotating = file->make(CardKeyKind::rotating, 1, random);
  REQUIRE((signing && rotating));
  CHECK(signing->material == to_string(public_key_of(*file->signing_seed(1))));
  CHECK(rotating->material == to_string(*file->code_master(1)));
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto again = CardKeyFile::read(path);
  REQUIRE(again);
  CHECK(again->keys() == file->keys());
  CHECK(again->has(CardKeyKind::rotating, 1));
  CHECK_FALSE(again->has(CardKeyKind::rotating, 2));
  CHECK_FALSE(again->signing_seed(2));
}

TEST_CASE("what is no file of keys is refused, naming the line") {
  const loyald::testing::TemporaryDirectory directory;
  const std::string path = directory.file("card-keys");
  const std::string good = "signing 1 " + std::string(64, 'a') + "\n";
  for (const std::string& wrong :
       {std::string("x\n"), std::string("\n"), "signing 0 " + std::string(64, 'a') + "\n",
        "signing 1000 " + std::string(64, 'a') + "\n", "signing 2 " + std::string(62, 'a') + "\n",
        "sealing 2 " + std::string(64, 'a') + "\n", "signing 2 " + std::string(64, 'a') + " more\n",
        good}) {
    std::ofstream(path) << good << wrong;
    const auto file = CardKeyFile::read(path);
    REQUIRE_FALSE(file);
    CHECK(file.error().code == Errc::failed_precondition);
    CHECK(file.error().message.find("line 2") != std::string::npos);
  }
  std::ofstream(path) << good;
  CHECK(CardKeyFile::read(path));
}

}  // namespace
}  // namespace loyald::daemon
