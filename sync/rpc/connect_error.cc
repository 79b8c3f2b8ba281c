// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/connect_error.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>

#include "store/base/text.h"
#include "sync/rpc/error_codes.h"

namespace loyald::rpc {
namespace {

// An error body is read only up to here; ours have a few hundred bytes.
constexpr std::size_t kErrorBodyMax = 64 * 1024;
constexpr std::size_t kErrorMessageMax = 1000;

// JSON needs valid UTF-8; anything else in a message becomes '?' per byte.
std::string json_string(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const bool utf8 = is_utf8(text);
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7f) {
      out += {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += byte >= 0x80 && !utf8 ? '?' : c;
    }
  }
  return out + '"';
}

// At most kErrorMessageMax bytes, not cut within a character.
std::string shortened(std::string text) {
  if (text.size() <= kErrorMessageMax) return text;
  std::size_t end = kErrorMessageMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;
  text.resize(end);
  return text;
}

// Empty where there is none.
std::string string_field(const boost::json::object& object, std::string_view name) {
  const boost::json::value* found = object.if_contains({name.data(), name.size()});
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

Error error_from_status(const HttpReply& reply) {
  const std::string status = std::to_string(reply.status);
  const std::string type = media_type(reply.headers.get("content-type"));
  if (reply.status >= 300 && reply.status < 400) {
    return {Errc::unavailable, "the server answered with a redirect (HTTP " + status + ")",
            "is the address right? A portal that asks for a login may be in between"};
  }
  return {errc_from_http(reply.status),
          "the server answered HTTP " + status + (type.empty() ? "" : " with " + shortened(type))};
}

}  // namespace

std::string joined_message(const Error& error) {
  if (error.hint.empty()) return error.message;
  if (error.message.empty()) return error.hint;
  const bool stopped = std::string_view(".!?:;").find(error.message.back()) != std::string::npos;
  return error.message + (stopped ? " " : ". ") + error.hint;
}

HttpReply error_reply(const Error& error) { return error_reply(error, http_status(error.code)); }

HttpReply error_reply(const Error& error, int status) {
  HttpReply reply;
  reply.status = status;
  reply.headers.add("Content-Type", "application/json");
  reply.body = "{\"code\":" + json_string(connect_code(error.code)) +
               ",\"message\":" + json_string(joined_message(error)) + ",\"details\":[]}";
  return reply;
}

Error read_error_reply(const HttpReply& reply) {
  if (media_type(reply.headers.get("content-type")) != "application/json" ||
      reply.body.size() > kErrorBodyMax) {
    return error_from_status(reply);
  }
  boost::json::error_code ec;
  const boost::json::value body = boost::json::parse(reply.body, ec);
  if (ec || !body.is_object()) return error_from_status(reply);
  const boost::json::object& object = body.get_object();
  const std::string code = string_field(object, "code");
  if (code.empty()) return error_from_status(reply);
  return {errc_from_connect(code), shortened(string_field(object, "message"))};
}

}  // namespace loyald::rpc
