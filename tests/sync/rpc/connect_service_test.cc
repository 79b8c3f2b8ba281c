// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/connect_service.h"

#include <doctest/doctest.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <memory>
#include <optional>

#include "proto/loyald/v1/register.pb.h"
#include "sync/rpc/compression.h"

using namespace loyald;
using namespace loyald::rpc;
using google::protobuf::StringValue;

namespace {

constexpr const char* kService = "test.v1.EchoService";

// A service of three methods, called without a socket.
struct Fixture {
  Fixture() {
    service.add<StringValue, StringValue>(
        kService, "Echo", [this](const StringValue& in, CallContext call, auto done) {
          context = std::move(call);
          done(in);
        });
    service.add<StringValue, StringValue>(
        kService, "Refuse", [](const StringValue&, CallContext, auto done) {
          done(fail(Errc::insufficient, "20 points are missing", "take fewer"));
        });
    service.add<v1::QuoteRequest, v1::QuoteResponse>(
        kService, "Later",
        [this](const v1::QuoteRequest&, CallContext, auto done) { later = std::move(done); });
  }

  void send(HttpRequest request) {
    reply.reset();
    service.handle(std::move(request),
                   Responder([this](HttpReply r, auto) { reply = std::move(r); }, kStreamLimit));
  }

  // The reply's status and body.
  std::string call(const std::string& path, const std::string& type, const std::string& body,
                   HttpHeaders headers = {}, const std::string& method = "POST") {
    headers.add("Content-Type", type);
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    request.body = body;
    send(std::move(request));
    REQUIRE(reply.has_value());
    return std::to_string(reply->status) + " " + reply->body;
  }
  std::string echo(const std::string& type, const std::string& body, HttpHeaders headers = {}) {
    return call("/test.v1.EchoService/Echo", type, body, std::move(headers));
  }

  static constexpr std::size_t kStreamLimit = 1000;
  ConnectService service;
  std::optional<HttpReply> reply;
  CallContext context;
  ConnectService::Done<v1::QuoteResponse> later;
};

HttpHeaders headers(const std::string& name, const std::string& value) {
  HttpHeaders all;
  all.add(name, value);
  return all;
}

std::string proto(const std::string& text) {
  StringValue value;
  value.set_value(text);
  return value.SerializeAsString();
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a call is answered in the codec it came in") {
  CHECK(echo("application/json", "\"hello\"") == "200 \"hello\"");
  CHECK(reply->headers.get("content-type") == "application/json");
  CHECK(echo("application/proto", proto("hello")) == "200 " + proto("hello"));
  CHECK(reply->headers.get("content-type") == "application/proto");
  CHECK(echo("application/proto", "") == "200 ");
}

TEST_CASE_FIXTURE(Fixture, "a method's error is Connect's JSON, whatever the codec") {
  for (const char* type : {"application/json", "application/proto"}) {
    CHECK(call("/test.v1.EchoService/Refuse", type,
               std::string(type) == "application/json" ? "\"\"" : "") ==
          "400 {\"code\":\"failed_precondition\",\"message\":\"20 points are missing. take fewer\","
          "\"details\":[]}");
    CHECK(reply->headers.get("content-type") == "application/json");
  }
}

TEST_CASE_FIXTURE(Fixture, "what is no call is refused by its closest status") {
  CHECK(call("/test.v1.EchoService/Ecko", "application/json", "{}") ==
        "404 {\"code\":\"unimplemented\",\"message\":\"there is no such path here. did you mean "
        "/test.v1.EchoService/Echo?\",\"details\":[]}");
  CHECK(call("/" + std::string(10'000, 'x'), "application/json", "{}").starts_with("404 "));
  CHECK(
      call("/test.v1.EchoService/Echo", "application/json", "\"\"", {}, "GET").starts_with("405 "));
  CHECK(reply->headers.get("allow") == "POST");
  CHECK(echo("text/plain", "\"\"").starts_with("415 "));
  CHECK(echo("application/connect+json", "\"\"").starts_with("415 "));
  CHECK(reply->headers.get("accept-post") == "application/json, application/proto");
  CHECK(echo("application/json", "\"\"", headers("Connect-Protocol-Version", "2"))
            .starts_with("400 {\"code\":\"invalid_argument\""));
  CHECK(echo("application/json", "\"\"", headers("Connect-Protocol-Version", "1")) == "200 \"\"");
  CHECK(echo("application/json", "{").starts_with("400 {\"code\":\"invalid_argument\""));
  CHECK(echo("application/proto", "\xff").starts_with("400 {\"code\":\"invalid_argument\""));
}

TEST_CASE_FIXTURE(Fixture, "a method learns who called and how long they wait") {
  HttpHeaders all = headers("Authorization", "bearer  abc ");
  all.add("Connect-Timeout-Ms", "1500");
  all.add("X-Trace", "7");
  CHECK(echo("application/json", "\"\"", all) == "200 \"\"");
  CHECK(context.bearer_token == "abc");
  CHECK(context.timeout == std::chrono::milliseconds(1500));
  CHECK(context.headers.get("x-trace") == "7");
  CHECK(echo("application/json", "\"\"", headers("Authorization", "Basic abc")) == "200 \"\"");
  CHECK(context.bearer_token == "");
  CHECK(context.timeout == std::nullopt);
  for (const char* text : {"", "-1", "1.5", "12345678901", "1s", " 1"}) {
    CHECK(echo("application/json", "\"\"", headers("Connect-Timeout-Ms", text))
              .starts_with("400 {\"code\":\"invalid_argument\""));
  }
}

TEST_CASE_FIXTURE(Fixture, "zstd both ways; replies only where it was asked for and pays") {
  const std::string big(5000, 'a');
  CHECK(echo("application/proto", zstd_compress(proto(big)), headers("Content-Encoding", "zstd")) ==
        "200 " + proto(big));
  CHECK(reply->headers.get("content-encoding") == "");
  echo("application/proto", proto(big), headers("Accept-Encoding", "gzip, zstd;q=0.5"));
  CHECK(reply->headers.get("content-encoding") == "zstd");
  CHECK(zstd_decompress(reply->body, 10'000) == proto(big));
  echo("application/proto", proto("small"), headers("Accept-Encoding", "zstd"));
  CHECK(reply->headers.get("content-encoding") == "");
  echo("application/proto", proto(big), headers("Accept-Encoding", "zstd;q=0, gzip"));
  CHECK(reply->headers.get("content-encoding") == "");
  CHECK(echo("application/proto", "", headers("Content-Encoding", "zstd")) == "200 ");
}

TEST_CASE_FIXTURE(Fixture, "encodings we do not know, broken ones and bombs are refused") {
  CHECK(echo("application/json", "\"\"", headers("Content-Encoding", "br")) ==
        "501 {\"code\":\"unimplemented\",\"message\":\"unknown Content-Encoding. supported are "
        "zstd, identity\",\"details\":[]}");
  CHECK(reply->headers.get("accept-encoding") == "zstd, identity");
  CHECK(echo("application/json", "\"\"", headers("Content-Encoding", "identity")) == "200 \"\"");
  CHECK(echo("application/json", "\"\"", headers("Content-Encoding", "zstd"))
            .starts_with("400 {\"code\":\"invalid_argument\""));
  const std::string bomb = zstd_compress(std::string(50'000'000, ' '));
  CHECK(echo("application/json", bomb, headers("Content-Encoding", "zstd"))
            .starts_with("413 {\"code\":\"resource_exhausted\""));
  CHECK(echo("application/json", std::string((1 << 20) + 1, ' '))
            .starts_with("413 {\"code\":\"resource_exhausted\""));
}

TEST_CASE_FIXTURE(Fixture, "a method may answer later, and one that never does is a 500") {
  HttpRequest request;
  request.method = "POST";
  request.path = "/test.v1.EchoService/Later";
  request.headers.add("Content-Type", "application/json");
  request.body = R"({"register":"1"})";
  send(request);
  CHECK_FALSE(reply.has_value());
  SUBCASE("answered") {
    v1::QuoteResponse quote;
    quote.set_total(250);
    later(quote);
    REQUIRE(reply.has_value());
    CHECK(reply->status == 200);
    CHECK(reply->body.find("\"total\":250,\"discount\":0") != std::string::npos);
  }
  SUBCASE("dropped") {
    later = nullptr;
    REQUIRE(reply.has_value());
    CHECK(reply->status == 500);
    CHECK(reply->body.find("\"code\":\"internal\"") != std::string::npos);
  }
}
