// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyald::rpc {

// Header fields in the order they came. Names compare without regard to ASCII case (RFC 9110, 5.1).
class HttpHeaders {
 public:
  struct Field {
    std::string name;
    std::string value;
  };

  // The first field of that name. The view lives as long as this object is not changed.
  std::optional<std::string_view> find(std::string_view name) const;
  // The same, or empty where there is none.
  std::string_view get(std::string_view name) const { return find(name).value_or(""); }
  void add(std::string name, std::string value);
  // Replaces every field of that name.
  void set(std::string name, std::string value);
  void clear() { fields_.clear(); }
  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

// Who is at the other end: a TCP socket can be anybody on the network, a Unix socket's file mode
// says who may connect.
enum class PeerKind { tcp, unix_socket };

struct Peer {
  PeerKind kind = PeerKind::tcp;
  std::string address;  // "127.0.0.1:40112", "[::1]:40112", or the Unix socket's path
  bool is_encrypted = false;
  // The subject's common name of the certificate that it showed and that was verified.
  std::optional<std::string> certificate_name = std::nullopt;
};

struct HttpRequest {
  std::string method;  // as sent; methods are case-sensitive
  std::string path;    // the target up to the first '?', not percent-decoded
  std::string query;   // behind the '?', not percent-decoded
  HttpHeaders headers;
  std::string body;
  Peer peer;
};

// Content-Length, Transfer-Encoding and Connection are the server's business and are not set here.
struct HttpReply {
  int status = 200;
  HttpHeaders headers;
  std::string body;
};

// ASCII case is ignored.
bool equal_ignoring_case(std::string_view a, std::string_view b);

// The percent-decoded value of `key` in "a=1&b=2" ('+' is a blank), or nothing where it is absent.
// A broken escape is taken as it stands.
std::optional<std::string> query_value(std::string_view query, std::string_view key);

// "Application/JSON; charset=utf-8" -> "application/json"
std::string media_type(std::string_view content_type);

}  // namespace loyald::rpc
