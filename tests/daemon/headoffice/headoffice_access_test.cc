// SPDX-License-Identifier: Apache-2.0
#include "daemon/headoffice_access.h"

#include "tests/support/doctest.h"

namespace loyald::daemon {

TEST_CASE("a token opens what it is for, and nothing else") {
  const HeadOfficeAccess access("admin-token-00000",
                                {{1, "One", "store-token-00001"}, {2, "Two", "store-token-00002"}});
  CHECK(access.require_admin("admin-token-00000"));
  CHECK(access.require_store("store-token-00001", {}, 1));
  CHECK(access.require_store("store-token-00002", {}, 2));

  const auto refused = [](const Result<void>& result) {
    return !result && result.error().code == Errc::unauthenticated;
  };
  for (const char* token : {"", "admin-token-0000", "admin-token-000000", "store-token-00001"}) {
    CHECK(refused(access.require_admin(token)));
  }
  for (const char* token : {"", "store-token-00002", "store-token-0000", "admin-token-00000"}) {
    CHECK(refused(access.require_store(token, {}, 1)));
  }
  // A store that is not known has no token at all, not even the administrator's.
  for (const char* token : {"", "store-token-00001", "admin-token-00000"}) {
    CHECK(refused(access.require_store(token, {}, 3)));
    CHECK(refused(access.require_store(token, {}, 0)));
  }
}

TEST_CASE("a certificate opens its own store, and one without a token nothing else does") {
  const HeadOfficeAccess access("admin-token-00000",
                                {{1, "One", "store-token-00001"}, {2, "Two", ""}});
  CHECK(access.require_store("", EnrolledStore{1, 4}, 1));
  CHECK(access.require_store("", EnrolledStore{2, 1}, 2));
  CHECK_FALSE(access.require_store("", EnrolledStore{1, 4}, 2));
  CHECK_FALSE(access.require_store("", EnrolledStore{3, 1}, 3));
  CHECK_FALSE(access.require_store("", std::nullopt, 2));
  CHECK_FALSE(access.require_store("admin-token-00000", std::nullopt, 2));
}

}  // namespace loyald::daemon
