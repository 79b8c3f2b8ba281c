// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/connect_service.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <vector>

#include "store/base/check.h"
#include "store/base/text.h"
#include "sync/rpc/compression.h"
#include "sync/rpc/connect_error.h"

namespace loyald::rpc {
namespace {

constexpr std::string_view kEncodings = "zstd, identity";
constexpr std::size_t kTimeoutDigitsMax = 10;  // by the protocol
constexpr std::size_t kPathComparedMax = 256;  // a longer path resembles none of ours

HttpReply with_header(HttpReply reply, std::string name, std::string value) {
  reply.headers.add(std::move(name), std::move(value));
  return reply;
}

Result<CallContext> context_of(HttpRequest& request) {
  const auto version = request.headers.find("connect-protocol-version");
  if (version && *version != "1") {
    return fail(Errc::invalid_argument, "Connect-Protocol-Version must be 1");
  }
  CallContext context;
  if (const auto timeout = request.headers.find("connect-timeout-ms")) {
    std::int64_t ms = 0;
    const char* end = timeout->data() + timeout->size();
    const auto parsed = std::from_chars(timeout->data(), end, ms);
    if (parsed.ec != std::errc() || parsed.ptr != end || ms < 0 ||
        timeout->size() > kTimeoutDigitsMax) {
      return fail(Errc::invalid_argument, "Connect-Timeout-Ms must be a number of 1 to 10 digits");
    }
    context.timeout = std::chrono::milliseconds(ms);
  }
  constexpr std::string_view kBearer = "bearer ";
  const std::string_view authorization = request.headers.get("authorization");
  if (equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer)) {
    context.bearer_token = trim(authorization.substr(kBearer.size()));
  }
  context.peer = request.peer;
  context.headers = std::move(request.headers);
  return context;
}

// Whether an Accept-Encoding list has zstd with a weight other than 0 (RFC 9110, 12.5.3).
bool accepts_zstd(std::string_view list) {
  while (!list.empty()) {
    std::string_view item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), item.size() + 1));
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    if (!equal_ignoring_case(trim(item.substr(0, semicolon)), "zstd")) continue;
    const std::string_view weight = trim(item.substr(std::min(item.size(), semicolon + 1)));
    return !weight.starts_with("q=0") || weight.find_first_not_of("q=0.") != std::string_view::npos;
  }
  return false;
}

HttpReply encode_reply(Codec codec, bool zstd,
                       const Result<const google::protobuf::Message*>& result) {
  if (!result) return error_reply(result.error());
  auto body = encode(codec, **result);
  if (!body) return error_reply(body.error());
  HttpReply reply;
  reply.headers.add("Content-Type", std::string(content_type(codec)));
  if (zstd && body->size() >= kCompressFrom) {
    reply.headers.add("Content-Encoding", "zstd");
    reply.body = zstd_compress(*body);
  } else {
    reply.body = *std::move(body);
  }
  return reply;
}

}  // namespace

void ConnectService::add_untyped(std::string_view service, std::string_view method,
                                 const google::protobuf::Message& prototype, Untyped call) {
  std::string path = "/" + std::string(service) + "/" + std::string(method);
  CHECK(methods_.emplace(std::move(path), Entry{&prototype, std::move(call)}).second);
}

void ConnectService::handle(HttpRequest request, Responder responder) const {
  const auto found = methods_.find(request.path);
  if (found == methods_.end()) return responder.send(no_such_path(request.path));
  if (request.method != "POST") {
    const Error error(Errc::unimplemented, "methods are called with POST, not " + request.method);
    return responder.send(with_header(error_reply(error, 405), "Allow", "POST"));
  }
  const auto codec = codec_of(request.headers.get("content-type"));
  if (!codec) {
    const Error error(Errc::invalid_argument, "unknown Content-Type",
                      "use application/json or application/proto");
    return responder.send(
        with_header(error_reply(error, 415), "Accept-Post", "application/json, application/proto"));
  }
  const auto body = plain_body(request);
  if (!body) {
    const int status = body.error().code == Errc::resource_exhausted ? 413 : 0;
    HttpReply reply = status ? error_reply(body.error(), status) : error_reply(body.error());
    return responder.send(
        with_header(std::move(reply), "Accept-Encoding", std::string(kEncodings)));
  }
  const bool zstd = accepts_zstd(request.headers.get("accept-encoding"));
  auto context = context_of(request);
  if (!context) return responder.send(error_reply(context.error()));
  const std::unique_ptr<google::protobuf::Message> message(found->second.prototype->New());
  if (const auto decoded = decode(*codec, *body, *message); !decoded) {
    return responder.send(error_reply(decoded.error()));
  }
  found->second.call(
      *message, *std::move(context),
      [responder, codec = *codec, zstd](Result<const google::protobuf::Message*> result) {
        responder.send(encode_reply(codec, zstd, result));
      });
}

HttpReply ConnectService::no_such_path(const std::string& path) const {
  std::vector<std::string> known;
  for (const auto& [name, entry] : methods_) known.push_back(name);
  const std::string near = path.size() > kPathComparedMax ? "" : nearest(path, known);
  return error_reply(Error(Errc::unimplemented, "there is no such path here",
                           near.empty() ? "" : "did you mean " + near + "?"),
                     404);
}

Result<std::string> ConnectService::plain_body(HttpRequest& request) const {
  const std::string_view encoding = trim(request.headers.get("content-encoding"));
  const bool zstd = equal_ignoring_case(encoding, "zstd");
  if (!zstd && !encoding.empty() && !equal_ignoring_case(encoding, "identity")) {
    return fail(Errc::unimplemented, "unknown Content-Encoding",
                "supported are " + std::string(kEncodings));
  }
  // An empty body is an empty message in any encoding.
  if (zstd && !request.body.empty()) {
    return zstd_decompress(request.body, options_.message_bytes);
  }
  if (request.body.size() > options_.message_bytes) {
    return fail(Errc::resource_exhausted,
                "the body is larger than " + std::to_string(options_.message_bytes) + " bytes");
  }
  return std::move(request.body);
}

}  // namespace loyald::rpc
