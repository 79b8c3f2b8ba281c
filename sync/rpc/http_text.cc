// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/http_text.h"

#include <array>
#include <charconv>

#include "store/base/text.h"

namespace loyald::rpc {
namespace {

// RFC 9110, 15; clients ignore the words, people who read a trace do not.
std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  out += "\r\n";
}

}  // namespace

std::string reply_head(const HttpReply& reply, bool keep_alive, Framing framing) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + ' ';
  out += reason(reply.status);
  out += "\r\n";
  for (const auto& field : reply.headers.fields()) append_field(out, field.name, field.value);
  const bool bodiless = reply.status == 204 || reply.status == 304;
  if (framing == Framing::length && !bodiless) {
    append_field(out, "Content-Length", std::to_string(reply.body.size()));
  } else if (framing == Framing::chunked) {
    append_field(out, "Transfer-Encoding", "chunked");
  }
  append_field(out, "Connection", keep_alive ? "keep-alive" : "close");
  return out + "\r\n";
}

std::string http_chunk(std::string_view bytes) {
  if (bytes.empty()) return {};
  std::array<char, 16> size;
  const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
  std::string out(size.data(), end);
  out += "\r\n";
  out += bytes;
  return out + "\r\n";
}

std::string_view host_without_port(std::string_view host) {
  host = trim(host);
  const std::size_t from = host.starts_with('[') ? host.find(']') : 0;
  return from == std::string_view::npos ? host : host.substr(0, host.find(':', from));
}

}  // namespace loyald::rpc
