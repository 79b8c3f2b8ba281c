// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <memory>

#include "daemon/config.h"
#include "daemon/enrolment_code.h"
#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "daemon/state_files.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/enrolment.pb.h"
#include "proto/loyald/v1/headoffice.pb.h"
#include "sync/certificates/stated.h"

// A store's PC gets the certificate with which it speaks to head office.
namespace loyald::loyalctl {
namespace {

using daemon::EnrolmentCode;

struct Arguments {
  HeadOfficeAddress address;
  std::int32_t store = 0;
  std::string code;
  std::string config = "/etc/loyald/loyald.toml";
};

template <class Res>
Result<Res> call(const rpc::HttpClient::Options& http, const std::string& url,
                 const char* procedure, const google::protobuf::Message& request) {
  rpc::HttpClient client(http);
  rpc::ConnectClient::Options options;
  options.base_url = url;
  return rpc::ConnectClient(client, options).call_and_wait<Res>(procedure, request).result;
}

// The authority's certificate, which is what the code says it is, whoever sent it.
Result<std::string> fetch_authority(const std::string& url, const EnrolmentCode& code) {
  rpc::HttpClient::Options trusting;
  trusting.verifies_server = false;
  LOYALD_ASSIGN(const auto reply, call<v1::GetAuthorityResponse>(
                                      trusting, url, "loyald.v1.EnrolmentService/GetAuthority",
                                      v1::GetAuthorityRequest()));
  LOYALD_ASSIGN(const Hash fingerprint, certificates::fingerprint_of(reply.certificate()));
  if (daemon::names_authority(code, fingerprint)) return reply.certificate();
  return fail(Errc::permission_denied,
              "whoever answers at " + url + " is not the head office that the code is of",
              "check the address and the code; if both are right, somebody is in between");
}

// A file of the daemon's user, whoever runs this.
Result<void> write_as_owner(const std::string& directory, const char* name,
                            const std::string& text) {
  const std::string path = directory + "/" + name;
  LOYALD_TRY(daemon::replace_file(path, text));
  struct stat owner {};
  if (::stat(directory.c_str(), &owner) != 0 ||
      ::chown(path.c_str(), owner.st_uid, owner.st_gid) != 0) {
    return fail(Errc::permission_denied, path + " cannot be given to the daemon's user",
                "run this as root, or as that user");
  }
  return {};
}

// The daemon makes it at its first start; a store may be enrolled before.
Result<void> make_directory(const std::string& path) {
  constexpr mode_t kOwnerOnly = 0700;
  if (::mkdir(path.c_str(), kOwnerOnly) == 0 || errno == EEXIST) return {};
  return fail(Errc::failed_precondition,
              "cannot make the state directory " + path + ": " + std::strerror(errno),
              "check that the directory above exists, and run this as root or the daemon's user");
}

// Gone when this is.
struct TemporaryFile {
  std::string path;
  ~TemporaryFile() { ::unlink(path.c_str()); }
};

Result<void> enrol(const Arguments& arguments) {
  LOYALD_ASSIGN(const daemon::DaemonSettings settings, daemon::read_config(arguments.config));
  LOYALD_ASSIGN(const EnrolmentCode code, daemon::parse_enrolment_code(arguments.code));
  if (!settings.head_office || !settings.head_office->url.starts_with("https://")) {
    return fail(Errc::failed_precondition,
                arguments.config + " has no head office that is reached by https",
                "set head_office.url to https://…");
  }
  const std::string& url = settings.head_office->url;
  LOYALD_ASSIGN(const std::string authority, fetch_authority(url, code));
  LOYALD_TRY(make_directory(settings.state_directory));
  // Beside the one that a store may be enrolled with: that one is good until this has gone well.
  const TemporaryFile asked{settings.state_directory + "/" + daemon::kStoreAuthorityFile + ".new"};
  LOYALD_TRY(daemon::replace_file(asked.path, authority));
  const certificates::KeyAndRequest made = certificates::make_request();
  v1::EnrolStoreRequest request;
  request.set_store_id(settings.store_id);
  request.set_code(arguments.code);
  request.set_request(made.request_pem);
  rpc::HttpClient::Options http;
  // A head office with another authority's certificate is verified as the daemon does it.
  const std::string& ca_file = settings.head_office->ca_file;
  http.ca_file = ca_file.empty() ? asked.path : ca_file;
  LOYALD_ASSIGN(const auto reply, call<v1::EnrolStoreResponse>(
                                      http, url, "loyald.v1.EnrolmentService/Enrol", request));
  LOYALD_TRY(certificates::check_pair(made.key_pem + reply.certificate()));
  LOYALD_TRY(write_as_owner(settings.state_directory, daemon::kStoreAuthorityFile, authority));
  LOYALD_TRY(write_as_owner(settings.state_directory, daemon::kStoreCertificateFile,
                            made.key_pem + reply.certificate()));
  LOYALD_ASSIGN(const certificates::Stated said, certificates::stated(reply.certificate()));
  std::cout << "store " << settings.store_id << " is enrolled as " << said.common_name << ", until "
            << format(said.good_until)
            << "; it is renewed by itself. Restart the daemon, and remove head_office.token from "
            << arguments.config << "\n";
  return {};
}

Result<void> begin_enrolment(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::BeginEnrolmentRequest request;
  request.set_store_id(arguments.store);
  LOYALD_ASSIGN(const auto reply, remote->call<v1::BeginEnrolmentResponse>(
                                      "loyald.v1.HeadOfficeService/BeginEnrolment", request));
  std::cout << reply.code() << "\n"
            << "at store " << arguments.store << ", once, before " << reply.valid_until()
            << ":  loyalctl enrol " << reply.code() << "\n";
  return {};
}

}  // namespace

void add_enrol_command(CLI::App& app, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "enrol", "get this store's certificate from head office, with a code from there");
  command->add_option("CODE", arguments->code, "what \"loyalctl headoffice enrol\" printed")
      ->required();
  command->add_option("--config", arguments->config, "the daemon's configuration")
      ->capture_default_str();
  on_run(*command, outcome, [arguments] { return enrol(*arguments); });
}

void add_begin_enrolment_command(CLI::App& office, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = office.add_subcommand(
      "enrol", "print a code with which a store's PC gets its certificate, once");
  command->add_option("STORE", arguments->store, "the store's number")
      ->required()
      ->check(CLI::PositiveNumber);
  add_head_office_address(*command, arguments->address);
  on_run(*command, outcome, [arguments] { return begin_enrolment(*arguments); });
}

}  // namespace loyald::loyalctl
