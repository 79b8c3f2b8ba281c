// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "daemon/books_thread.h"
#include "daemon/headoffice_access.h"
#include "proto/loyald/v1/enrolment.pb.h"
#include "proto/loyald/v1/headoffice.pb.h"
#include "store/base/clock.h"
#include "store/base/random.h"
#include "sync/certificates/authority.h"
#include "sync/headoffice/head_office.h"
#include "sync/rpc/connect_service.h"

namespace loyald::daemon {

// loyald.v1.EnrolmentService, and the code that a person at head office asks for. Belongs to the
// I/O thread; answers are given where the books thread delivers them.
class EnrolmentService {
 public:
  // The arguments must outlive this.
  EnrolmentService(BooksThread<HeadOffice>& books, const HeadOfficeAccess& access,
                   const Clock& clock, Random& random, const certificates::Authority& authority,
                   std::chrono::hours good_for)
      : books_(books),
        access_(access),
        clock_(clock),
        random_(random),
        authority_(authority),
        good_for_(good_for) {}

  // Adds the methods, which refer to this object.
  void add_to(rpc::ConnectService& service);

 private:
  void begin(const v1::BeginEnrolmentRequest& request, const rpc::CallContext& context,
             rpc::ConnectService::Done<v1::BeginEnrolmentResponse> done);
  void enrol(const v1::EnrolStoreRequest& request,
             rpc::ConnectService::Done<v1::EnrolStoreResponse> done);
  void renew(const v1::RenewCertificateRequest& request, const rpc::CallContext& context,
             rpc::ConnectService::Done<v1::RenewCertificateResponse> done);
  Result<std::string> issue(const EnrolledStore& store, const std::string& request) const;

  BooksThread<HeadOffice>& books_;
  const HeadOfficeAccess& access_;
  const Clock& clock_;
  Random& random_;
  const certificates::Authority& authority_;
  const std::chrono::hours good_for_;
};

}  // namespace loyald::daemon
