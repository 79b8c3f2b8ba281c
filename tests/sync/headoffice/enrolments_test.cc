// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/enrolments.h"

#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

struct World {
  TemporaryDirectory directory;
  Office office{directory.file("office.db")};
  Enrolments& enrolments = office.books().enrolments;
  sql::Transaction transaction{office.books().database()};
  Timestamp until = kStart + kCodeValid;
};

}  // namespace

TEST_CASE_FIXTURE(World, "a code is good for its store, once, until its time is over") {
  enrolments.put_code(1, "right", until);
  CHECK_FALSE(enrolments.use_code(2, "right", kStart));
  CHECK_FALSE(enrolments.use_code(1, "wrong", kStart));
  CHECK_FALSE(enrolments.use_code(1, "right", until + std::chrono::milliseconds(1)));
  CHECK(enrolments.current(1) == 0);
  CHECK(enrolments.use_code(1, "right", until) == 1);
  CHECK(enrolments.current(1) == 1);
  CHECK_FALSE(enrolments.use_code(1, "right", kStart));

  // The next one takes its place, also that of one that was not used.
  enrolments.put_code(1, "second", until);
  enrolments.put_code(1, "third", until);
  CHECK_FALSE(enrolments.use_code(1, "second", kStart));
  CHECK(enrolments.use_code(1, "third", kStart) == 2);
}

TEST_CASE_FIXTURE(World, "who guesses has few tries, and a new code has all of them again") {
  enrolments.put_code(1, "right", until);
  for (int i = 0; i < kMostCodeTries; ++i) CHECK_FALSE(enrolments.use_code(1, "guess", kStart));
  CHECK_FALSE(enrolments.use_code(1, "right", kStart));
  enrolments.put_code(1, "next", until);
  for (int i = 1; i < kMostCodeTries; ++i) CHECK_FALSE(enrolments.use_code(1, "guess", kStart));
  CHECK(enrolments.use_code(1, "next", kStart) == 1);
}

}  // namespace loyald::testing
