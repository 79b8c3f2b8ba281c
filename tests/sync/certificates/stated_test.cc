// SPDX-License-Identifier: Apache-2.0
#include "sync/certificates/stated.h"

#include "sync/certificates/authority.h"
#include "tests/support/doctest.h"

namespace loyald::certificates {

TEST_CASE("what is no certificate says nothing, wherever it is broken off") {
  const Authority authority = Authority::make({1'800'000'000'000}, "Test chain");
  const std::string& pem = authority.certificate_pem();
  CHECK(stated(pem)->common_name == "Test chain");
  for (std::size_t size = 0; size + 30 < pem.size(); size += 13) {
    CHECK_FALSE(stated(pem.substr(0, size)));
    CHECK_FALSE(fingerprint_of(pem.substr(0, size)));
  }
  CHECK_FALSE(check_pair(pem));
  CHECK(check_pair(authority.to_pem()));
}

}  // namespace loyald::certificates
