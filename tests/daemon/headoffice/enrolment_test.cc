// SPDX-License-Identifier: Apache-2.0
// A head office that speaks HTTPS, in this process, and stores that are enrolled with it.
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <optional>

#include "daemon/enrolment_code.h"
#include "daemon/state_files.h"
#include "daemon/store_certificate.h"
#include "daemon/text_file.h"
#include "sync/certificates/stated.h"
#include "sync/limits.h"
#include "sync/rpc/connect_client.h"
#include "tests/daemon/support/head_office_thread.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

namespace loyald::daemon {
namespace {

constexpr const char* kAdmin = "admin-token-00000";

class ShiftedClock : public Clock {
 public:
  Timestamp now() const override { return clock_.now() + ahead; }
  Timestamp steady() const override { return clock_.steady(); }
  Date local_date() const override { return clock_.local_date(); }
  std::chrono::milliseconds ahead{0};

 private:
  SystemClock clock_;
};

class Served {
 public:
  Served() {
    HeadOfficeDaemonSettings settings{directory_.path(),
                                      "127.0.0.1",
                                      0,
                                      kAdmin,
                                      {{1, "One", ""}, {2, "Two", "store-token-00002"}}};
    settings.tls = TlsSettings{{"localhost"}, {}, std::chrono::days(30)};
    thread_.emplace(clock_, settings);
  }

  std::string url() const { return "https://localhost:" + std::to_string(thread_->port()); }
  rpc::HttpClient::Options http(const std::string& certificate_file = {}) const {
    rpc::HttpClient::Options options;
    options.ca_file = directory_.file(kAuthorityCertificateFile);
    options.certificate_file = certificate_file;
    return options;
  }
  template <class Res>
  Result<Res> call(const std::string& procedure, const google::protobuf::Message& request,
                   const std::string& certificate_file = {}, const std::string& token = {}) {
    rpc::HttpClient client(http(certificate_file));
    rpc::ConnectClient::Options options;
    options.base_url = url();
    options.bearer_token = token;
    return rpc::ConnectClient(client, options)
        .call_and_wait<Res>("loyald.v1." + procedure, request)
        .result;
  }
  Result<std::string> code(std::int32_t store) {
    v1::BeginEnrolmentRequest request;
    request.set_store_id(store);
    LOYALD_ASSIGN(const auto reply, call<v1::BeginEnrolmentResponse>(
                                        "HeadOfficeService/BeginEnrolment", request, {}, kAdmin));
    return reply.code();
  }
  // The file with key and certificate.
  Result<std::string> enrol(std::uint64_t store, const std::string& code) {
    const auto made = certificates::make_request();
    v1::EnrolStoreRequest request;
    request.set_store_id(store);
    request.set_code(code);
    request.set_request(made.request_pem);
    LOYALD_ASSIGN(const auto reply,
                  call<v1::EnrolStoreResponse>("EnrolmentService/Enrol", request));
    const std::string file = directory_.file("client" + std::to_string(++files_) + ".pem");
    std::ofstream(file) << made.key_pem << reply.certificate();
    return file;
  }
  Result<v1::OpenResponse> open(std::uint64_t store, const std::string& certificate_file,
                                const std::string& token = {}) {
    v1::OpenRequest request;
    request.mutable_genesis()->set_store_id(store);
    request.mutable_genesis()->set_incarnation(std::string(16, 'i'));
    request.mutable_genesis()->set_device_pubkey(std::string(32, 'k'));
    request.set_oldest_protocol(sync::kOldestProtocol);
    request.set_newest_protocol(sync::kNewestProtocol);
    return call<v1::OpenResponse>("SyncService/Open", request, certificate_file, token);
  }

 private:
  loyald::testing::TemporaryDirectory directory_;
  SystemClock clock_;
  std::optional<testing::HeadOfficeThread> thread_;
  int files_ = 0;
};

template <class Value>
bool is_refused(const Result<Value>& result, Errc code) {
  return !result && result.error().code == code;
}

}  // namespace

TEST_CASE("a code becomes a certificate once, and the certificate is its store's alone") {
  Served office;
  CHECK(is_refused(office.open(1, {}), Errc::unauthenticated));
  const auto code = office.code(1);
  REQUIRE(code);
  CHECK(is_refused(office.enrol(2, *code), Errc::unauthenticated));
  const auto file = office.enrol(1, *code);
  REQUIRE_MESSAGE(file, (file ? "" : file.error().message));
  CHECK(is_refused(office.enrol(1, *code), Errc::unauthenticated));

  CHECK(office.open(1, *file));
  CHECK(is_refused(office.open(2, *file), Errc::unauthenticated));
  // A token is as good, over the same line.
  CHECK(office.open(2, {}, "store-token-00002"));
  CHECK(is_refused(office.open(2, {}, "store-token-00003"), Errc::unauthenticated));
  // A certificate is nobody's administrator.
  CHECK(is_refused(office.call<v1::ListStoresResponse>("HeadOfficeService/ListStores",
                                                       v1::ListStoresRequest(), *file),
                   Errc::unauthenticated));
}

TEST_CASE("enrolling again takes the place of the certificate before") {
  Served office;
  const auto first = office.enrol(1, *office.code(1));
  REQUIRE(office.open(1, *first));
  const auto second = office.enrol(1, *office.code(1));
  REQUIRE(second);
  CHECK(office.open(1, *second));
  CHECK(is_refused(office.open(1, *first), Errc::permission_denied));
}

TEST_CASE("codes are only for stores that there are, and wrong ones use up a code") {
  Served office;
  CHECK(is_refused(office.code(7), Errc::not_found));
  v1::BeginEnrolmentRequest request;
  request.set_store_id(1);
  CHECK(is_refused(
      office.call<v1::BeginEnrolmentResponse>("HeadOfficeService/BeginEnrolment", request),
      Errc::unauthenticated));
  const auto code = office.code(1);
  const auto other = office.code(2);
  CHECK(is_refused(office.enrol(1, "AAAA"), Errc::invalid_argument));
  for (int i = 0; i < kMostCodeTries; ++i) {
    CHECK(is_refused(office.enrol(1, *other), Errc::unauthenticated));
  }
  CHECK(is_refused(office.enrol(1, *code), Errc::unauthenticated));
  CHECK(office.enrol(2, *other));
}

TEST_CASE("a store renews its certificate by itself when it is due, and goes on with the new one") {
  Served office;
  const auto file = office.enrol(1, *office.code(1));
  REQUIRE(file);
  loyald::testing::TemporaryDirectory state;
  const std::string own = state.file(kStoreCertificateFile);
  REQUIRE(replace_file(own, *read_text_file(*file, 10'000)));
  const std::string before = *read_text_file(own, 10'000);
  rpc::HttpClient http(office.http(own));
  rpc::ConnectClient::Options options;
  options.base_url = office.url();
  const rpc::ConnectClient client(http, options);
  boost::asio::io_context io;
  ShiftedClock clock;
  {
    StoreCertificate certificate(io, clock, state.path(), 1, client);
    certificate.start();
    CHECK(io.poll() == 0);
    CHECK(*read_text_file(own, 10'000) == before);
    // Head office's clock says what the certificates are good for; ours when it is due.
    clock.ahead = std::chrono::days(21);
    certificate.start();
    CHECK(io.run_one() == 1);  // the look before that was put off
    while (*read_text_file(own, 10'000) == before)
      REQUIRE(io.run_one_for(std::chrono::seconds(20)) == 1);
    CHECK(certificate.problem().empty());
  }
  CHECK(office.open(1, own));
  CHECK(certificates::check_pair(*read_text_file(own, 10'000)));
}

TEST_CASE("a certificate that cannot be renewed is said") {
  Served office;
  const auto file = office.enrol(1, *office.code(1));
  REQUIRE(office.enrol(1, *office.code(1)));  // takes its place
  loyald::testing::TemporaryDirectory state;
  REQUIRE(replace_file(state.file(kStoreCertificateFile), *read_text_file(*file, 10'000)));
  rpc::HttpClient http(office.http(*file));
  rpc::ConnectClient::Options options;
  options.base_url = office.url();
  const rpc::ConnectClient client(http, options);
  boost::asio::io_context io;
  ShiftedClock clock;
  clock.ahead = std::chrono::days(25);
  StoreCertificate certificate(io, clock, state.path(), 1, client);
  certificate.start();
  while (certificate.problem().empty()) REQUIRE(io.run_one_for(std::chrono::seconds(20)) == 1);
  CHECK(certificate.problem().find("another enrolment") != std::string::npos);
  CHECK(certificate.problem().find("enrol") != std::string::npos);
  certificate.stop();
}

TEST_CASE("a certificate that cannot be read is said, until it can be") {
  Served office;
  loyald::testing::TemporaryDirectory state;
  const std::string own = state.file(kStoreCertificateFile);
  rpc::HttpClient http(office.http());
  const rpc::ConnectClient client(http, {});
  boost::asio::io_context io;
  ShiftedClock clock;
  StoreCertificate certificate(io, clock, state.path(), 1, client);
  REQUIRE(replace_file(own, "rubbish"));
  certificate.start();
  CHECK(certificate.problem().find("cannot be read") != std::string::npos);
  REQUIRE(replace_file(own, *read_text_file(*office.enrol(1, *office.code(1)), 10'000)));
  certificate.start();
  CHECK(certificate.problem().empty());
  certificate.stop();
}

TEST_CASE("a certificate is due when two thirds of its time are over") {
  const certificates::Stated said{"store-1-1", {0}, {300}};
  CHECK_FALSE(is_renewal_due(said, {199}));
  CHECK(is_renewal_due(said, {200}));
  CHECK(is_renewal_due(said, {1000}));
}

}  // namespace loyald::daemon
