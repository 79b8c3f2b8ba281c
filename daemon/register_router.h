// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/event_stream.h"
#include "daemon/journal_witness.h"
#include "daemon/picture_endpoint.h"
#include "daemon/static_page.h"
#include "sync/rpc/connect_service.h"
#include "sync/rpc/http.h"
#include "sync/rpc/responder.h"

namespace loyald::daemon {

// Which part answers which path on the registers' address. Belongs to the I/O thread; the parts
// must outlive it.
class RegisterRouter {
 public:
  RegisterRouter(const rpc::ConnectService& service, EventStream& events, PictureEndpoint& pictures,
                 const StaticPage& page, JournalWitness& witness)
      : service_(service), events_(events), pictures_(pictures), page_(page), witness_(witness) {}

  void handle(rpc::HttpRequest request, rpc::Responder responder);

 private:
  const rpc::ConnectService& service_;
  EventStream& events_;
  PictureEndpoint& pictures_;
  const StaticPage& page_;
  JournalWitness& witness_;
};

}  // namespace loyald::daemon
