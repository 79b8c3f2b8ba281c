// SPDX-License-Identifier: Apache-2.0
#include "sync/certificates/authority.h"

#include <cstdlib>
#include <fstream>

#include "sync/certificates/stated.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

namespace loyald::certificates {
namespace {

// OpenSSL's own tool looks at the dates by the real clock.
Timestamp today() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

// What "openssl verify" says of the certificate.
bool verifies(const std::string& authority_pem, const std::string& certificate_pem,
              const std::string& more) {
  testing::TemporaryDirectory directory;
  std::ofstream(directory.file("ca.pem")) << authority_pem;
  std::ofstream(directory.file("it.pem")) << certificate_pem;
  const std::string command = "openssl verify -x509_strict " + more + " -CAfile " +
                              directory.file("ca.pem") + " " + directory.file("it.pem") +
                              " >/dev/null 2>&1";
  return std::system(command.c_str()) == 0;
}

}  // namespace

TEST_CASE("what an authority issues is what other programs accept, for what it is for alone") {
  const Authority authority = Authority::make(today(), "Test chain");
  const Authority other = Authority::make(today(), "Test chain");
  const auto server = authority.issue_server(today(), {"office.example", "10.1.2.3", "::1"},
                                             std::chrono::hours(24));
  REQUIRE(server);
  const auto client = authority.issue_client(today(), make_request().request_pem, "store-7-1",
                                             std::chrono::hours(24));
  REQUIRE(client);
  const std::string& own = authority.certificate_pem();
  CHECK(verifies(own, *server, "-purpose sslserver -verify_hostname office.example"));
  CHECK(verifies(own, *server, "-purpose sslserver -verify_ip 10.1.2.3"));
  CHECK(verifies(own, *server, "-purpose sslserver -verify_ip ::1"));
  CHECK(verifies(own, *client, "-purpose sslclient"));
  CHECK_FALSE(verifies(own, *server, "-purpose sslserver -verify_hostname other.example"));
  CHECK_FALSE(verifies(own, *server, "-purpose sslclient"));
  CHECK_FALSE(verifies(own, *client, "-purpose sslserver"));
  CHECK_FALSE(verifies(other.certificate_pem(), *server, ""));
}

TEST_CASE("an authority is kept as text and read again") {
  const Authority authority = Authority::make({1'800'000'000'000}, "Test chain");
  const auto again = Authority::from_pem(authority.to_pem());
  REQUIRE(again);
  CHECK(again->fingerprint() == authority.fingerprint());
  CHECK(again->certificate_pem() == authority.certificate_pem());
  CHECK(authority.certificate_pem().find("PRIVATE KEY") == std::string::npos);
  CHECK(fingerprint_of(authority.certificate_pem()) == authority.fingerprint());
  // Somebody else's key, half of it, a leaf's, or nothing.
  const Authority other = Authority::make({1'800'000'000'000}, "Other");
  const std::string text = authority.to_pem();
  const std::string key = text.substr(0, text.find("-----BEGIN CERTIFICATE"));
  CHECK_FALSE(Authority::from_pem(key + other.certificate_pem()));
  CHECK_FALSE(Authority::from_pem(key));
  CHECK_FALSE(Authority::from_pem(authority.certificate_pem()));
  CHECK_FALSE(Authority::from_pem(
      *authority.issue_server({1'800'000'000'000}, {"a"}, std::chrono::hours(1))));
  CHECK_FALSE(Authority::from_pem(""));
  CHECK_FALSE(Authority::from_pem(std::string(100'000, 'x')));
}

TEST_CASE("a request's own words do not count, and its key must be its own") {
  const Authority authority = Authority::make({1'800'000'000'000}, "Test chain");
  const KeyAndRequest made = make_request();
  const auto issued = authority.issue_client({1'800'000'000'000}, made.request_pem, "store-7-1",
                                             std::chrono::hours(48));
  REQUIRE(issued);
  const auto said = stated(*issued);
  REQUIRE(said);
  CHECK(said->common_name == "store-7-1");
  CHECK(said->good_from.ms == 1'800'000'000'000 - 3'600'000);
  CHECK(said->good_until.ms == 1'800'000'000'000 + 48 * 3'600'000);
  CHECK(check_pair(made.key_pem + *issued));
  CHECK_FALSE(check_pair(make_request().key_pem + *issued));

  const auto refused = [&](const std::string& request) {
    const auto result =
        authority.issue_client({1'800'000'000'000}, request, "store-7-1", std::chrono::hours(1));
    return !result && result.error().code == Errc::invalid_argument;
  };
  CHECK(refused(""));
  CHECK(refused("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"));
  CHECK(refused(*issued));
  CHECK(refused(std::string(100'000, 'x')));
  // A signature that does not fit: a letter changed before the end.
  for (std::size_t at = 60; at + 60 < made.request_pem.size(); at += 17) {
    std::string changed = made.request_pem;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    CHECK((changed == made.request_pem || refused(changed)));
  }
}

TEST_CASE("names that a certificate cannot have are refused with what to do") {
  const Authority authority = Authority::make({1'800'000'000'000}, "Test chain");
  for (const char* name : {"", "https://office.example", "office.example:7412", "a,DNS:b", "a b"}) {
    CAPTURE(name);
    const auto issued = authority.issue_server({1'800'000'000'000}, {name}, std::chrono::hours(1));
    REQUIRE_FALSE(issued);
    CHECK(issued.error().code == Errc::invalid_argument);
  }
  CHECK_FALSE(authority.issue_server({1'800'000'000'000}, {}, std::chrono::hours(1)));
}

}  // namespace loyald::certificates
