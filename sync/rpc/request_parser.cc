// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <utility>

#include "store/base/check.h"

namespace loyald::rpc {
namespace http = boost::beast::http;
namespace {

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct RequestParser::Wire {
  explicit Wire(const HttpLimits& bounds) : limits(bounds) {
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser.body_limit(limits.body_bytes);
    parser.eager(true);
  }

  HttpLimits limits;
  http::request_parser<http::string_body> parser;
  bool head_checked = false;
  std::optional<Failure> failure;
};

RequestParser::RequestParser(const HttpLimits& limits) : wire_(std::make_unique<Wire>(limits)) {}
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;
RequestParser::~RequestParser() = default;

std::size_t RequestParser::feed(std::string_view bytes) {
  CHECK(state_ == State::more);
  boost::beast::error_code ec;
  std::size_t used = 0;
  // put() may stop early, at the end of the head or of a chunk; it must not be called once the
  // message is complete.
  while (used < bytes.size() && !wire_->parser.is_done()) {
    const std::size_t n =
        wire_->parser.put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), ec);
    used += n;
    if (ec || n == 0) break;
  }
  if (ec == http::error::body_limit) {
    fail_with(413, Errc::resource_exhausted, "the body is too large");
  } else if (ec == http::error::header_limit) {
    fail_with(431, Errc::resource_exhausted, "the header is too large");
  } else if (ec && ec != http::error::need_more) {
    fail_with(400, Errc::invalid_argument, "this is not an HTTP/1.1 request");
  } else if (wire_->parser.is_header_done() && !wire_->head_checked) {
    wire_->head_checked = true;
    check_head();
  }
  if (state_ == State::more && wire_->parser.is_done()) state_ = State::done;
  // A chunk's extensions and the trailer have no limit of their own in the parser.
  if (state_ == State::more && bytes.size() - used > wire_->limits.header_bytes) {
    fail_with(431, Errc::resource_exhausted, "the header is too large");
  }
  return used;
}

void RequestParser::check_head() {
  const auto& message = wire_->parser.get();
  const auto hosts = std::distance(message.equal_range(http::field::host).first,
                                   message.equal_range(http::field::host).second);
  const auto encodings = std::distance(message.equal_range(http::field::transfer_encoding).first,
                                       message.equal_range(http::field::transfer_encoding).second);
  if (message.version() != 11 && message.version() != 10) {
    fail_with(505, Errc::unimplemented, "only HTTP/1.1 is spoken here");
  } else if (hosts > 1 || (hosts == 0 && message.version() == 11)) {
    fail_with(400, Errc::invalid_argument, "exactly one Host field is needed");
  } else if (encodings > 1 ||
             (encodings == 1 &&
              !boost::beast::iequals(message[http::field::transfer_encoding], "chunked"))) {
    fail_with(501, Errc::unimplemented, "unknown Transfer-Encoding", "only chunked is supported");
  } else if (encodings == 1 && message.version() == 10) {
    fail_with(400, Errc::invalid_argument, "HTTP/1.0 has no Transfer-Encoding");
  } else if (message.target().empty() || message.target().front() != '/') {
    fail_with(400, Errc::invalid_argument, "the request's target must be a path");
  }
}

void RequestParser::fail_with(int status, Errc code, const char* message, const char* hint) {
  state_ = State::failed;
  wire_->failure = Failure{status, Error(code, message, hint)};
}

bool RequestParser::expects_continue() const {
  return wire_->parser.is_header_done() && wire_->parser.get().version() == 11 &&
         boost::beast::iequals(wire_->parser.get()[http::field::expect], "100-continue");
}

bool RequestParser::keep_alive() const { return wire_->parser.keep_alive(); }

bool RequestParser::chunks_allowed() const { return wire_->parser.get().version() == 11; }

HttpRequest RequestParser::take() {
  CHECK(state_ == State::done);
  auto& message = wire_->parser.get();
  const std::string_view target = view(message.target());
  const std::size_t question = std::min(target.find('?'), target.size());
  HttpRequest request;
  request.method = view(message.method_string());
  request.path = target.substr(0, question);
  request.query = target.substr(std::min(target.size(), question + 1));
  for (const auto& field : message) {
    request.headers.add(std::string(view(field.name_string())), std::string(view(field.value())));
  }
  request.body = std::move(message.body());
  return request;
}

const RequestParser::Failure& RequestParser::failure() const {
  CHECK(wire_->failure.has_value());
  return *wire_->failure;
}

}  // namespace loyald::rpc
