// SPDX-License-Identifier: Apache-2.0
#include "daemon/register_router.h"

#include "sync/rpc/connect_error.h"

namespace loyald::daemon {
namespace {

// A browser says which page a request comes from. A page of another site that the cashier has open
// must not be able to sell or return anything here.
bool is_from_other_site(const rpc::HttpRequest& request) {
  const auto origin = request.headers.find("origin");
  return origin && *origin != "http://" + std::string(request.headers.get("host"));
}

rpc::HttpReply not_allowed(const char* method) {
  rpc::HttpReply reply =
      rpc::error_reply(Error(Errc::unimplemented, std::string("use ") + method + " here"), 405);
  reply.headers.add("Allow", method);
  return reply;
}

}  // namespace

void RegisterRouter::handle(rpc::HttpRequest request, rpc::Responder responder) {
  if (is_from_other_site(request)) {
    return responder.send(rpc::error_reply(
        Error(Errc::permission_denied, "pages of other sites may not use this address")));
  }
  if (request.path == "/events") {
    if (request.method != "GET") return responder.send(not_allowed("GET"));
    return events_.subscribe(request, responder);
  }
  if (request.path == "/picture") {
    if (request.method != "POST") return responder.send(not_allowed("POST"));
    return pictures_.handle(std::move(request), std::move(responder));
  }
  if (auto reply = page_.reply(request)) return responder.send(*std::move(reply));
  witness_.hear(request);
  service_.handle(std::move(request), witness_.telling(std::move(responder)));
}

}  // namespace loyald::daemon
