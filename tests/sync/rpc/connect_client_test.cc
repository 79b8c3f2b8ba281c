// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/connect_client.h"

#include <doctest/doctest.h>
#include <google/protobuf/wrappers.pb.h>

#include <optional>

#include "sync/rpc/compression.h"
#include "sync/rpc/connect_service.h"
#include "tests/sync/rpc/raw_socket.h"
#include "tests/sync/rpc/running_server.h"
#include "tests/sync/rpc/scripted_server.h"

using namespace loyald;
using namespace loyald::rpc;
using google::protobuf::StringValue;

namespace {

// The real service behind the real server, called by the real client.
struct Fixture {
  Fixture()
      : server([this](HttpRequest request, Responder responder) {
          seen = request.headers;
          service.handle(std::move(request), std::move(responder));
        }) {
    server.on_io_thread([this] {
      service.add<StringValue, StringValue>("t.S", "Echo",
                                            [](const StringValue& in, CallContext call, auto done) {
                                              StringValue out = in;
                                              if (!call.bearer_token.empty())
                                                out.set_value(call.bearer_token + ":" + in.value());
                                              done(out);
                                            });
      service.add<StringValue, StringValue>("t.S", "Elsewhere",
                                            [this](const StringValue& in, CallContext, auto done) {
                                              worker = std::thread([in, done] { done(in); });
                                            });
      service.add<StringValue, StringValue>(
          "t.S", "Fail", [](const StringValue& in, CallContext, auto done) {
            done(fail(Errc::already_exists, "c-1 has other lines", in.value()));
          });
    });
  }
  ~Fixture() {
    if (worker.joinable()) worker.join();
  }

  CallReply<StringValue> call(const std::string& procedure, const std::string& text,
                              ConnectClient::Options options = {}) {
    if (options.base_url.empty() && options.unix_socket_path.empty()) {
      options.base_url = server.url() + "/";
    }
    StringValue request;
    request.set_value(text);
    return ConnectClient(http, options).call_and_wait<StringValue>(procedure, request);
  }

  ConnectService service;
  HttpHeaders seen;  // the I/O thread's while a call runs, the test's between calls
  RunningServer server;
  HttpClient http{{}};
  std::thread worker;
};

CallReply<StringValue> call_scripted(const std::string& answer) {
  ScriptedServer server(answers(answer));
  HttpClient http({});
  ConnectClient::Options options;
  options.base_url = server.url();
  options.message_bytes = 10'000;
  return ConnectClient(http, options).call_and_wait<StringValue>("t.S/Echo", StringValue());
}

std::string http_reply(const std::string& status, const std::string& fields,
                       const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a call goes there and back") {
  CHECK(call("t.S/Echo", "hello").result.value().value() == "hello");
  CHECK(seen.get("content-type") == "application/proto");
  CHECK(seen.get("connect-protocol-version") == "1");
  CHECK(seen.get("connect-timeout-ms") == "30000");
  CHECK(seen.get("content-encoding") == "");
  CHECK(seen.get("authorization") == "");
  ConnectClient::Options options;
  options.base_url = server.url();
  options.bearer_token = "token";
  CHECK(call("t.S/Echo", "hello", options).result.value().value() == "token:hello");
  CHECK(call("t.S/Elsewhere", "from another thread").result.value().value() ==
        "from another thread");
}

TEST_CASE_FIXTURE(Fixture, "large messages are compressed both ways") {
  const std::string big(500'000, 'b');
  CHECK(call("t.S/Echo", big).result.value().value() == big);
  CHECK(seen.get("content-encoding") == "zstd");
  CHECK(std::stoul(std::string(seen.get("content-length"))) < 1000);
}

TEST_CASE_FIXTURE(Fixture, "a Unix socket needs no address") {
  ScratchDirectory scratch;
  server.listen_unix(scratch.file("s"));
  ConnectClient::Options options;
  options.unix_socket_path = scratch.file("s");
  CHECK(call("t.S/Echo", "hello", options).result.value().value() == "hello");
}

TEST_CASE_FIXTURE(Fixture, "errors come back with their code and message") {
  const auto failed = call("t.S/Fail", "send the same lines").result;
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error() == Error(Errc::already_exists, "c-1 has other lines. send the same lines"));
  CHECK(call("t.S/Nothing", "").result.error().code == Errc::unimplemented);
  CHECK(call("t.S/Echo", std::string(3 << 20, 'x')).result.error().code ==
        Errc::resource_exhausted);
}

TEST_CASE("a server that asks to come back later is heard") {
  const auto later = call_scripted(http_reply(
      "503 Service Unavailable", "Retry-After: 120\r\nContent-Type: application/json\r\n",
      "{\"code\":\"unavailable\",\"message\":\"busy\"}"));
  CHECK(later.result.error() == Error(Errc::unavailable, "busy"));
  CHECK(later.retry_after == std::chrono::seconds(120));
  const auto capped = call_scripted(http_reply("429 x", "Retry-After: 99999999\r\n", ""));
  CHECK(capped.retry_after == std::chrono::seconds(3600));
  CHECK(call_scripted(http_reply("429 x", "Retry-After: -5\r\n", "")).retry_after == std::nullopt);
  CHECK(call_scripted(http_reply("429 x", "Retry-After: Sat, 21 Nov 2026 19:00:00 GMT\r\n", ""))
            .retry_after == std::nullopt);
}

TEST_CASE("what is no Connect server is never taken for one") {
  const auto code = [](const std::string& answer) {
    const auto reply = call_scripted(answer);
    REQUIRE_FALSE(reply.result.has_value());
    return reply.result.error().code;
  };
  CHECK(code(http_reply("200 OK", "Content-Type: text/html\r\n", "<html>log in")) ==
        Errc::unavailable);
  CHECK(code(http_reply("302 Found", "Location: http://portal/\r\n", "")) == Errc::unavailable);
  CHECK(code(http_reply("502 Bad Gateway", "Content-Type: text/html\r\n", "x")) ==
        Errc::unavailable);
  CHECK(code(http_reply("404 Not Found", "", "")) == Errc::unimplemented);
  CHECK(code(http_reply("200 OK", "Content-Type: application/proto\r\n", "\xff")) ==
        Errc::data_loss);
  CHECK(code(http_reply("200 OK", "Content-Type: application/proto\r\nContent-Encoding: br\r\n",
                        "x")) == Errc::unavailable);
  CHECK(code(http_reply("200 OK", "Content-Type: application/proto\r\nContent-Encoding: zstd\r\n",
                        zstd_compress(std::string(20'000'000, 'x')))) == Errc::resource_exhausted);
  CHECK(code(http_reply("200 OK", "Content-Type: application/proto\r\n",
                        std::string(10'001, 'x'))) == Errc::resource_exhausted);
}
