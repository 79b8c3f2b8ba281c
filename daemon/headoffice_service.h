// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "daemon/books_thread.h"
#include "daemon/card_key_file.h"
#include "daemon/headoffice_access.h"
#include "scanner/card_recogniser.h"
#include "store/base/clock.h"
#include "sync/headoffice/head_office.h"
#include "sync/rpc/connect_service.h"

namespace loyald::daemon {

// loyald.v1.SyncService and loyald.v1.HeadOfficeService. Tokens are checked when a call comes in;
// all else happens on the books thread, where the calls of many stores share a transaction. Belongs
// to the I/O thread; answers are given where the books thread delivers them.
class HeadOfficeService {
 public:
  // The arguments must outlive this. `cards`: what cards are issued; null: none.
  // `keys`: what signs them, for the books thread.
  HeadOfficeService(BooksThread<HeadOffice>& books, const HeadOfficeAccess& access,
                    const Clock& clock, const scanner::CardRecogniser* cards,
                    const CardKeyFile* keys)
      : books_(books), access_(access), clock_(clock), cards_(cards), keys_(keys) {}

  // Adds the methods, which refer to this object.
  void add_to(rpc::ConnectService& service);

 private:
  // `check(token, certificate, request)` says whether the caller may, `call(office, request)` runs
  // on the books thread.
  template <class Req, class Res, class Check, class Call>
  void add(rpc::ConnectService& service, std::string_view name, std::string_view method,
           Check check, Call call);
  template <class Req, class Res, class StoreOf, class Call>
  void add_for_stores(rpc::ConnectService& service, std::string_view method, StoreOf store_of,
                      Call call);
  template <class Req, class Res, class Call>
  void add_for_admin(rpc::ConnectService& service, std::string_view method, Call call);
  void add_cards(rpc::ConnectService& service);
  // On the books thread.
  Result<v1::IssueCardsResponse> issue_cards(HeadOffice& office,
                                             const v1::IssueCardsRequest& request);

  BooksThread<HeadOffice>& books_;
  const HeadOfficeAccess& access_;
  const Clock& clock_;
  const scanner::CardRecogniser* cards_;
  const CardKeyFile* keys_;
};

}  // namespace loyald::daemon
