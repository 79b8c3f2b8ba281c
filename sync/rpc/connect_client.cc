// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/connect_client.h"

#include <algorithm>
#include <charconv>

#include "store/base/text.h"
#include "sync/rpc/compression.h"
#include "sync/rpc/connect_error.h"
#include "sync/rpc/message_codec.h"

namespace loyald::rpc {
namespace {

constexpr std::int64_t kRetryAfterMax = 3600;

// Only the form in seconds (RFC 9110, 10.2.3): a date would need both clocks to be right.
std::optional<std::chrono::seconds> retry_after(const HttpReply& reply) {
  const std::string_view text = trim(reply.headers.get("retry-after"));
  std::int64_t seconds = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || seconds < 0) return {};
  return std::chrono::seconds(std::min(seconds, kRetryAfterMax));
}

// Undoes the body's compression in place.
Result<void> uncompress(HttpReply& reply, std::size_t limit) {
  const std::string_view encoding = trim(reply.headers.get("content-encoding"));
  if (encoding.empty() || equal_ignoring_case(encoding, "identity") || reply.body.empty())
    return {};
  if (!equal_ignoring_case(encoding, "zstd")) {
    return fail(Errc::unavailable, "the server answered in an encoding we did not ask for");
  }
  LOYALD_ASSIGN(reply.body, zstd_decompress(reply.body, limit));
  return {};
}

Result<void> read_reply(HttpReply reply, std::size_t limit, google::protobuf::Message& message) {
  LOYALD_TRY(uncompress(reply, limit));
  if (reply.status != 200) return fail(read_error_reply(reply));
  const auto codec = codec_of(reply.headers.get("content-type"));
  if (!codec || *codec != Codec::proto) {
    return fail(Errc::unavailable, "something other than a Loyald server answered",
                "is the address right? A portal that asks for a login may be in between");
  }
  if (const auto decoded = decode(Codec::proto, reply.body, message); !decoded) {
    return fail(Errc::data_loss, "the server's answer cannot be read: " + decoded.error().message);
  }
  return {};
}

}  // namespace

ConnectClient::ConnectClient(HttpClient& http, Options options)
    : http_(http), options_(std::move(options)) {
  if (options_.base_url.empty()) options_.base_url = "http://localhost";
  while (options_.base_url.ends_with('/')) options_.base_url.pop_back();
}

void ConnectClient::start(std::string_view procedure, const google::protobuf::Message& message,
                          google::protobuf::Message& reply,
                          std::function<void(Outcome)> done) const {
  auto body = encode(Codec::proto, message);
  if (!body) return done({fail(std::move(body).error()), std::nullopt});
  HttpClient::Request request;
  request.url = options_.base_url + "/" + std::string(procedure);
  request.unix_socket_path = options_.unix_socket_path;
  request.timeout = options_.timeout;
  request.max_reply_bytes = options_.message_bytes;
  request.headers.add("Content-Type", std::string(content_type(Codec::proto)));
  request.headers.add("Connect-Protocol-Version", "1");
  request.headers.add("Connect-Timeout-Ms", std::to_string(options_.timeout.count()));
  request.headers.add("Accept-Encoding", "zstd");
  if (!options_.bearer_token.empty()) {
    request.headers.add("Authorization", "Bearer " + options_.bearer_token);
  }
  if (body->size() >= kCompressFrom) {
    request.headers.add("Content-Encoding", "zstd");
    *body = zstd_compress(*body);
  }
  request.body = *std::move(body);
  http_.post(std::move(request), [done = std::move(done), &reply,
                                  limit = options_.message_bytes](Result<HttpReply> answer) {
    if (!answer) return done({fail(std::move(answer).error()), std::nullopt});
    const auto later = retry_after(*answer);
    done({read_reply(*std::move(answer), limit, reply), later});
  });
}

}  // namespace loyald::rpc
