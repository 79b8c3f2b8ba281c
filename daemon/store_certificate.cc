// SPDX-License-Identifier: Apache-2.0
#include "daemon/store_certificate.h"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <filesystem>
#include <memory>

#include "daemon/state_files.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/enrolment.pb.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxCertificateBytes = 16 * 1024;

}  // namespace

bool is_renewal_due(const certificates::Stated& certificate, Timestamp now) {
  const std::int64_t good_for = certificate.good_until.ms - certificate.good_from.ms;
  return now.ms >= certificate.good_until.ms - good_for / 3;
}

bool StoreCertificate::is_in(const std::string& state_directory) {
  return std::filesystem::exists(state_directory + "/" + kStoreCertificateFile);
}

StoreCertificate::StoreCertificate(boost::asio::io_context& io, const Clock& clock,
                                   std::string state_directory, StoreId store,
                                   const rpc::ConnectClient& client)
    : io_(io),
      clock_(clock),
      file_(std::move(state_directory) + "/" + kStoreCertificateFile),
      store_(store),
      client_(client),
      timer_(io) {}

void StoreCertificate::start() { look(); }

void StoreCertificate::stop() { timer_.cancel(); }

void StoreCertificate::look_after(std::chrono::minutes time) {
  timer_.expires_after(time);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) look();
  });
}

void StoreCertificate::look() {
  const auto text = read_text_file(file_, kMaxCertificateBytes);
  const auto said = text ? certificates::stated(*text) : fail(text.error());
  if (!said) {
    problem_ = "This store's certificate " + file_ + " cannot be read (" + said.error().message +
               "): enrol the store again.";
    return look_after(kWhileUnreadable);
  }
  look_after(kLookedAtEvery);
  ends_at_ = format(said->good_until);
  if (is_renewal_due(*said, clock_.now())) return renew();
  problem_.clear();
}

void StoreCertificate::renew() {
  const certificates::KeyAndRequest made = certificates::make_request();
  v1::RenewCertificateRequest request;
  request.set_store_id(store_);
  request.set_request(made.request_pem);
  client_.call<v1::RenewCertificateResponse>(
      "loyald.v1.EnrolmentService/Renew", request,
      [this, key = made.key_pem, alive = std::weak_ptr<Alive>(alive_),
       &io = io_](rpc::CallReply<v1::RenewCertificateResponse> reply) {
        // On the client's thread.
        const auto certificate =
            std::move(reply.result).map([](const v1::RenewCertificateResponse& response) {
              return response.certificate();
            });
        boost::asio::post(io, [this, key, certificate, alive] {
          if (alive.lock()) take(key, certificate);
        });
      });
}

void StoreCertificate::take(const std::string& key, const Result<std::string>& certificate) {
  Result<void> taken = certificate ? certificates::check_pair(key + *certificate)
                                   : Result<void>(fail(certificate.error()));
  if (taken) taken = replace_file(file_, key + *certificate);
  if (taken) {
    spdlog::info("this store's certificate is renewed");
    problem_.clear();
    return;
  }
  problem_ = "This store's certificate ends on " + ends_at_ + " and is not renewed yet (" +
             taken.error().message +
             "): it is tried again every hour; where it has ended, enrol "
             "the store again.";
}

}  // namespace loyald::daemon
