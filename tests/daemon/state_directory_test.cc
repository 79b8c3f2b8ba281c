// SPDX-License-Identifier: Apache-2.0
#include "daemon/state_directory.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

namespace loyald::daemon {
namespace {

TEST_CASE("a state directory is made for its owner alone") {
  const testing::TemporaryDirectory above;
  const auto directory = StateDirectory::open(above.file("state"), "loyald");
  REQUIRE(directory);
  struct stat about {};
  REQUIRE(stat(directory->path().c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0700);
  CHECK(directory->file("books") == above.file("state") + "/books");
}

TEST_CASE("a second process is refused and told who has the directory, until that one is gone") {
  const testing::TemporaryDirectory above;
  const std::string path = above.file("state");
  {
    const auto directory = StateDirectory::open(path, "loyald");
    REQUIRE(directory);
    // A file lock belongs to the open file, so even this process cannot have it twice.
    const auto again = StateDirectory::open(path, "loyald");
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Errc::unavailable);
    CHECK(again.error().message == "another loyald is running on the state directory " + path +
                                       " (process " + std::to_string(getpid()) + ")");
  }
  CHECK(StateDirectory::open(path, "loyald"));
}

TEST_CASE("a process that is killed leaves no lock behind") {
  const testing::TemporaryDirectory above;
  const std::string path = above.file("state");
  const pid_t child = fork();
  if (child == 0) {
    const auto directory = StateDirectory::open(path, "loyald");
    kill(getpid(), SIGKILL);
    _exit(1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  CHECK(StateDirectory::open(path, "loyald"));
}

TEST_CASE("what is no directory, or has none above it, is refused in words") {
  const testing::TemporaryDirectory above;
  std::ofstream(above.file("file")) << "x";
  const auto file = StateDirectory::open(above.file("file"), "loyald");
  REQUIRE_FALSE(file);
  CHECK(file.error().code == Errc::failed_precondition);
  const auto nowhere = StateDirectory::open(above.file("no/state"), "loyald");
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().message.find("No such file or directory") != std::string::npos);
}

}  // namespace
}  // namespace loyald::daemon
