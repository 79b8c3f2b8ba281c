// SPDX-License-Identifier: Apache-2.0
#include "daemon/enrolment_service.h"

#include <algorithm>

#include "daemon/enrolment_code.h"

namespace loyald::daemon {
namespace {

constexpr std::string_view kService = "loyald.v1.EnrolmentService";

}  // namespace

void EnrolmentService::add_to(rpc::ConnectService& service) {
  service.add<v1::GetAuthorityRequest, v1::GetAuthorityResponse>(
      kService, "GetAuthority",
      [this](const v1::GetAuthorityRequest&, rpc::CallContext,
             rpc::ConnectService::Done<v1::GetAuthorityResponse> done) {
        v1::GetAuthorityResponse response;
        response.set_certificate(authority_.certificate_pem());
        done(std::move(response));
      });
  service.add<v1::EnrolStoreRequest, v1::EnrolStoreResponse>(
      kService, "Enrol",
      [this](const v1::EnrolStoreRequest& request, rpc::CallContext,
             rpc::ConnectService::Done<v1::EnrolStoreResponse> done) {
        enrol(request, std::move(done));
      });
  service.add<v1::RenewCertificateRequest, v1::RenewCertificateResponse>(
      kService, "Renew",
      [this](const v1::RenewCertificateRequest& request, rpc::CallContext context,
             rpc::ConnectService::Done<v1::RenewCertificateResponse> done) {
        renew(request, context, std::move(done));
      });
  service.add<v1::BeginEnrolmentRequest, v1::BeginEnrolmentResponse>(
      "loyald.v1.HeadOfficeService", "BeginEnrolment",
      [this](const v1::BeginEnrolmentRequest& request, rpc::CallContext context,
             rpc::ConnectService::Done<v1::BeginEnrolmentResponse> done) {
        begin(request, context, std::move(done));
      });
}

Result<std::string> EnrolmentService::issue(const EnrolledStore& store,
                                            const std::string& request) const {
  return authority_.issue_client(clock_.now(), request, common_name_of(store), good_for_);
}

void EnrolmentService::begin(const v1::BeginEnrolmentRequest& request,
                             const rpc::CallContext& context,
                             rpc::ConnectService::Done<v1::BeginEnrolmentResponse> done) {
  if (const auto allowed = access_.require_admin(context.bearer_token); !allowed) {
    return done(fail(allowed.error()));
  }
  const auto store = static_cast<StoreId>(std::max(request.store_id(), 0));
  const EnrolmentCode code = make_enrolment_code(random_, authority_.fingerprint());
  books_.run<Timestamp>(
      [this, store, code](HeadOffice& office) {
        return office.begin_enrolment(clock_.now(), store, code.secret);
      },
      [code, done = std::move(done)](Result<Timestamp> until) {
        if (!until) return done(fail(std::move(until).error()));
        v1::BeginEnrolmentResponse response;
        response.set_code(format(code));
        response.set_valid_until(format(*until));
        done(std::move(response));
      });
}

void EnrolmentService::enrol(const v1::EnrolStoreRequest& request,
                             rpc::ConnectService::Done<v1::EnrolStoreResponse> done) {
  // A code is not used up for a request that nothing can be issued for.
  if (const auto sound = issue({request.store_id(), 1}, request.request()); !sound) {
    return done(fail(sound.error()));
  }
  const auto code = parse_enrolment_code(request.code());
  if (!code) return done(fail(code.error()));
  using Number = std::optional<std::uint64_t>;
  books_.run<Number>(
      [this, store = request.store_id(), secret = code->secret](HeadOffice& office) {
        return office.enrol(clock_.now(), store, secret);
      },
      [this, request, done = std::move(done)](Result<Number> number) {
        if (!number) return done(fail(std::move(number).error()));
        if (!*number) {
          return done(fail(Errc::unauthenticated,
                           "this code is not valid for store " + std::to_string(request.store_id()),
                           "a code is for one store and one day; ask head office for a new one"));
        }
        auto certificate = issue({request.store_id(), **number}, request.request());
        if (!certificate) return done(fail(std::move(certificate).error()));
        v1::EnrolStoreResponse response;
        response.set_certificate(*std::move(certificate));
        done(std::move(response));
      });
}

void EnrolmentService::renew(const v1::RenewCertificateRequest& request,
                             const rpc::CallContext& context,
                             rpc::ConnectService::Done<v1::RenewCertificateResponse> done) {
  const auto shown = enrolled_store(context.peer.certificate_name.value_or(""));
  if (!shown || shown->store != request.store_id()) {
    return done(fail(Errc::unauthenticated, "a certificate is renewed by whoever shows it"));
  }
  if (const auto allowed = access_.require_store("", shown, shown->store); !allowed) {
    return done(fail(allowed.error()));
  }
  books_.run<std::monostate>(
      [store = *shown](HeadOffice& office) -> Result<std::monostate> {
        LOYALD_TRY(office.require_renewable(store.store, store.enrolment));
        return std::monostate();
      },
      [this, store = *shown, request, done = std::move(done)](Result<std::monostate> counts) {
        if (!counts) return done(fail(std::move(counts).error()));
        auto certificate = issue(store, request.request());
        if (!certificate) return done(fail(std::move(certificate).error()));
        v1::RenewCertificateResponse response;
        response.set_certificate(*std::move(certificate));
        done(std::move(response));
      });
}

}  // namespace loyald::daemon
