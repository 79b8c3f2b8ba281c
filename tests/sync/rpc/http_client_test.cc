// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/http_client.h"

#include <doctest/doctest.h>

#include <future>
#include <optional>
#include <set>
#include <vector>

#include "tests/sync/rpc/raw_socket.h"
#include "tests/sync/rpc/running_server.h"
#include "tests/sync/rpc/scripted_server.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

std::future<Result<HttpReply>> start(HttpClient& client, HttpClient::Request request) {
  auto promise = std::make_shared<std::promise<Result<HttpReply>>>();
  client.post(std::move(request),
              [promise](Result<HttpReply> reply) { promise->set_value(std::move(reply)); });
  return promise->get_future();
}

Result<HttpReply> post(HttpClient& client, HttpClient::Request request) {
  return start(client, std::move(request)).get();
}

HttpClient::Request to(const std::string& url, const std::string& body = "") {
  HttpClient::Request request;
  request.url = url;
  request.body = body;
  return request;
}

// Sets an environment variable for as long as it lives.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() { ::unsetenv(name_); }

 private:
  const char* name_;
};

}  // namespace

TEST_CASE("requests and replies arrive as they were sent, over one connection") {
  std::set<std::string> peers;
  RunningServer server([&](HttpRequest request, Responder responder) {
    peers.insert(request.peer.address);
    HttpReply reply;
    reply.status = 201;
    reply.headers.add("X-Back", std::string(request.headers.get("x-there")));
    reply.body = request.method + request.path + request.body;
    responder.send(reply);
  });
  HttpClient client({});
  std::string body(100'000, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i);
  for (int round = 0; round < 20; ++round) {
    auto request = to(server.url() + "/a", body);
    request.headers.add("X-There", std::to_string(round));
    request.headers.add("X-Empty", "");
    const auto reply = post(client, request).value();
    CHECK(reply.status == 201);
    CHECK(reply.headers.get("x-back") == std::to_string(round));
    CHECK(reply.body == "POST/a" + body);
  }
  CHECK(peers.size() == 1);
}

TEST_CASE("many at once, but not more than allowed") {
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  std::vector<Responder> kept;
  RunningServer server([&](HttpRequest, Responder responder) {
    most = std::max<int>(most, ++now);
    kept.push_back(std::move(responder));
    if (kept.size() < 4) return;
    for (const Responder& each : kept) --now, each.send({});
    kept.clear();
  });
  HttpClient::Options options;
  options.concurrent_max = 4;
  HttpClient client(options);
  std::vector<std::future<Result<HttpReply>>> replies;
  for (int i = 0; i < 100; ++i) replies.push_back(start(client, to(server.url())));
  for (auto& reply : replies) CHECK(reply.get().value().status == 200);
  CHECK(most == 4);
}

TEST_CASE("beyond the waiting room a request is refused at once") {
  std::optional<Responder> kept;
  RunningServer server([&](HttpRequest, Responder responder) { kept = std::move(responder); });
  HttpClient::Options options;
  options.concurrent_max = 1;
  options.waiting_max = 1;
  std::future<Result<HttpReply>> first;
  std::future<Result<HttpReply>> second;
  {
    HttpClient client(options);
    first = start(client, to(server.url()));
    server.wait_until([&] { return kept.has_value(); });
    second = start(client, to(server.url()));
    const auto refused = post(client, to(server.url()));
    CHECK(refused.error().code == Errc::resource_exhausted);
  }
  // The client's end cancels what is on the way and what waits.
  CHECK(first.get().error().code == Errc::unavailable);
  CHECK(second.get().error().code == Errc::unavailable);
  server.on_io_thread([&] { kept.reset(); });
}

TEST_CASE("a callback may post again") {
  RunningServer server(echo);
  std::promise<std::string> second;
  HttpClient client({});
  client.post(to(server.url() + "/1"), [&](Result<HttpReply>) {
    client.post(to(server.url() + "/2"),
                [&](Result<HttpReply> reply) { second.set_value(reply.value().body); });
  });
  CHECK(second.get_future().get() == "POST /2 ");
}

TEST_CASE("nobody there, no answer, and half an answer are told apart") {
  HttpClient client({});
  std::uint16_t free_port = 0;
  {
    RunningServer gone(echo);
    free_port = gone.port();
  }
  const auto refused = post(client, to("http://127.0.0.1:" + std::to_string(free_port)));
  CHECK(refused.error().code == Errc::unavailable);
  CHECK(refused.error().message.find("cannot connect") != std::string::npos);

  std::optional<Responder> kept;
  RunningServer silent([&](HttpRequest, Responder responder) { kept = std::move(responder); });
  auto request = to(silent.url());
  request.timeout = std::chrono::milliseconds(100);
  CHECK(post(client, request).error().code == Errc::deadline_exceeded);
  silent.on_io_thread([&] { kept.reset(); });

  ScriptedServer cut(answers("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
  CHECK(post(client, to(cut.url())).error().code == Errc::unavailable);
  ScriptedServer mute(answers(""));
  CHECK(post(client, to(mute.url())).error().code == Errc::unavailable);
  ScriptedServer noise(answers("\x16\x03\x01garbage\r\n\r\n"));
  CHECK(post(client, to(noise.url())).error().code == Errc::unavailable);
}

TEST_CASE("a transfer that stalls is given up") {
  std::promise<void> over;
  auto done = over.get_future().share();
  ScriptedServer stalls([done](RawSocket& socket) {
    socket.read_to("\r\n\r\n");
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    done.wait();
  });
  HttpClient::Options options;
  options.stall_timeout = std::chrono::seconds(1);
  HttpClient client(options);
  CHECK(post(client, to(stalls.url())).error().code == Errc::deadline_exceeded);
  over.set_value();
}

TEST_CASE("a reply is not read beyond its limit") {
  RunningServer server([](HttpRequest request, Responder responder) {
    HttpReply reply;
    reply.body = std::string(std::stoul(request.body), 'x');
    responder.send(reply);
  });
  HttpClient client({});
  auto request = to(server.url(), "5000");
  request.max_reply_bytes = 5000;
  CHECK(post(client, request).value().body.size() == 5000);
  request.max_reply_bytes = 4999;
  CHECK(post(client, request).error().code == Errc::resource_exhausted);
  ScriptedServer endless_header([](RawSocket& socket) {
    socket.read_to("\r\n\r\n");
    socket.send("HTTP/1.1 200 OK\r\n");
    while (socket.send("X: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  CHECK(post(client, to(endless_header.url())).error().code == Errc::resource_exhausted);
}

TEST_CASE("a redirect is handed back, not followed; an interim reply is skipped") {
  HttpClient client({});
  ScriptedServer portal(
      answers("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"));
  CHECK(post(client, to(portal.url())).value().status == 302);
  ScriptedServer interim(
      answers("HTTP/1.1 103 Early Hints\r\nX-A: 1\r\n\r\n"
              "HTTP/1.1 200 OK\r\nX-B: 2\r\nContent-Length: 0\r\n\r\n"));
  const auto reply = post(client, to(interim.url())).value();
  CHECK(reply.status == 200);
  CHECK(reply.headers.get("x-a") == "");
  CHECK(reply.headers.get("x-b") == "2");
}

TEST_CASE("a kept connection that has died is replaced without the caller noticing") {
  ScriptedServer server(answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  HttpClient client({});
  for (int i = 0; i < 3; ++i) CHECK(post(client, to(server.url())).value().status == 200);
  CHECK(server.connections() == 3);
}

TEST_CASE("Unix sockets and loopback addresses ignore a proxy in the environment") {
  ScratchDirectory scratch;
  RunningServer server(echo);
  server.listen_unix(scratch.file("s"));
  const Environment proxy("http_proxy", "http://127.0.0.1:1");
  HttpClient client({});
  CHECK(post(client, to(server.url() + "/tcp")).value().body == "POST /tcp ");
  auto request = to("http://shop.example/unix");
  request.unix_socket_path = scratch.file("s");
  CHECK(post(client, request).value().body == "POST /unix ");
  // While other hosts go through it.
  CHECK(post(client, to("http://192.0.2.1/")).error().message.find("cannot connect") !=
        std::string::npos);
}

TEST_CASE("what is no address or would forge a field is refused before it is sent") {
  HttpClient client({});
  for (const char* url :
       {"", "shop", "file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://a b/"}) {
    CAPTURE(url);
    CHECK(post(client, to(url)).error().code == Errc::invalid_argument);
  }
  auto request = to("http://127.0.0.1:1/");
  request.headers.add("X", "a\r\nY: b");
  CHECK(post(client, request).error().code == Errc::invalid_argument);
  request = to("http://127.0.0.1:1/");
  request.timeout = std::chrono::milliseconds(0);
  CHECK(post(client, request).error().code == Errc::unavailable);
}
