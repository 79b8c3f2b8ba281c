// SPDX-License-Identifier: Apache-2.0
#include "daemon/headoffice_tls.h"

#include <spdlog/spdlog.h>

#include "daemon/authority_file.h"
#include "daemon/text_file.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxCertificateBytes = 64 * 1024;

}  // namespace

HeadOfficeTls::HeadOfficeTls(boost::asio::io_context& io, const Clock& clock, TlsSettings settings,
                             certificates::Authority authority)
    : clock_(clock), settings_(std::move(settings)), authority_(std::move(authority)), timer_(io) {}

Result<std::unique_ptr<HeadOfficeTls>> HeadOfficeTls::start(
    boost::asio::io_context& io, const Clock& clock, const HeadOfficeDaemonSettings& settings) {
  LOYALD_ASSIGN(auto authority, read_or_make_authority(settings.state_directory, clock.now()));
  std::unique_ptr<HeadOfficeTls> tls(
      new HeadOfficeTls(io, clock, *settings.tls, std::move(authority)));
  LOYALD_ASSIGN(const rpc::TlsContext::Files files, tls->shown());
  LOYALD_ASSIGN(tls->context_, rpc::TlsContext::make(files));
  tls->renew_daily();
  return tls;
}

Result<rpc::TlsContext::Files> HeadOfficeTls::shown() const {
  rpc::TlsContext::Files files;
  files.client_authority = authority_.certificate_pem();
  if (settings_.certificate_file.empty()) {
    LOYALD_ASSIGN(files.key_and_certificate,
                  authority_.issue_server(clock_.now(), settings_.names, kGoodFor));
  } else {
    LOYALD_ASSIGN(files.key_and_certificate,
                  read_text_file(settings_.certificate_file, kMaxCertificateBytes));
  }
  return files;
}

void HeadOfficeTls::renew_daily() {
  timer_.expires_after(kLookedAtEvery);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    const auto files = shown();
    const Result<void> renewed = files ? context_->replace(*files) : fail(files.error());
    // What it showed so far stays.
    if (!renewed) spdlog::warn("head office's certificate: {}", renewed.error().message);
    renew_daily();
  });
}

}  // namespace loyald::daemon
