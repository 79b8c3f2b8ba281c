// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/base/result.h"
#include "sync/rpc/http.h"
#include "sync/rpc/message_codec.h"
#include "sync/rpc/responder.h"

namespace loyald::rpc {

// What a method knows about its call beside the message.
struct CallContext {
  std::string bearer_token;  // of "Authorization: Bearer …"; empty where there is none
  Peer peer;
  HttpHeaders headers;
  // How long the caller will wait, from when the request had arrived. Nothing: it did not say.
  std::optional<std::chrono::milliseconds> timeout;
};

// Unary methods of the Connect protocol over HTTP/1.1, "POST /package.Service/Method" with JSON or
// protobuf bodies (connectrpc.com/docs/protocol). Methods are added before the first request;
// handle() may then be called from one thread at a time.
class ConnectService {
 public:
  template <class Res>
  using Done = std::function<void(Result<Res>)>;
  template <class Req, class Res>
  using Method = std::function<void(const Req&, CallContext, Done<Res>)>;

  struct Options {
    std::size_t message_bytes = 1024 * 1024;  // uncompressed
  };

  ConnectService() = default;
  explicit ConnectService(Options options) : options_(options) {}

  // `service` has its package: add<…>("loyald.v1.RegisterService", "Quote", …). The request lives
  // until `method` returns: what answers later copies what it needs. `done` is called once, from
  // any thread, which then also encodes the reply; the caller gets `internal` where it is dropped.
  template <class Req, class Res>
  void add(std::string_view service, std::string_view method, Method<Req, Res> handler) {
    add_untyped(service, method, Req::default_instance(),
                [handler = std::move(handler)](const google::protobuf::Message& request,
                                               CallContext context, Finish finish) {
                  handler(static_cast<const Req&>(request), std::move(context),
                          [finish = std::move(finish)](Result<Res> reply) {
                            if (reply) {
                              finish(&*reply);
                            } else {
                              finish(fail(std::move(reply).error()));
                            }
                          });
                });
  }

  // Answers any request, unknown paths with 404.
  void handle(HttpRequest request, Responder responder) const;

  // True for the path of a method that was added.
  bool has(std::string_view path) const { return methods_.contains(path); }

 private:
  using Finish = std::function<void(Result<const google::protobuf::Message*>)>;
  using Untyped = std::function<void(const google::protobuf::Message&, CallContext, Finish)>;
  struct Entry {
    const google::protobuf::Message* prototype;
    Untyped call;
  };

  void add_untyped(std::string_view service, std::string_view method,
                   const google::protobuf::Message& prototype, Untyped call);
  HttpReply no_such_path(const std::string& path) const;
  // The message's bytes, uncompressed.
  Result<std::string> plain_body(HttpRequest& request) const;

  Options options_;
  std::map<std::string, Entry, std::less<>> methods_;
};

}  // namespace loyald::rpc
