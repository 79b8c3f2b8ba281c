// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/http_server.h"

#include <doctest/doctest.h>

#include <mutex>
#include <vector>

#include "tests/sync/rpc/raw_socket.h"
#include "tests/sync/rpc/running_server.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

std::string post(std::string_view body, std::string_view fields = "") {
  return "POST /p?q=1 HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Keeps requests until the test answers them.
struct Shelf {
  HttpServer::Handler handler() {
    return [this](HttpRequest, Responder responder) {
      const std::lock_guard lock(mutex);
      kept.push_back(std::move(responder));
    };
  }
  std::size_t size() {
    const std::lock_guard lock(mutex);
    return kept.size();
  }
  void wait_for(RunningServer& server, std::size_t count) {
    server.wait_until([&] { return size() >= count; });
  }
  std::mutex mutex;
  std::vector<Responder> kept;
};

}  // namespace

TEST_CASE("a connection is used again, also byte by byte") {
  RunningServer server(echo);
  RawSocket socket(server.port());
  for (int round = 0; round < 3; ++round) {
    for (const char byte : post("hello")) REQUIRE(socket.send({&byte, 1}));
    const std::string reply = socket.read_reply();
    CHECK(reply.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(has(reply, "Connection: keep-alive\r\n"));
    CHECK(reply.ends_with("POST /p?q=1 hello"));
  }
}

TEST_CASE("pipelined requests are answered in their order") {
  RunningServer server(echo);
  RawSocket socket(server.port());
  std::string all;
  for (int i = 0; i < 200; ++i) all += post(std::to_string(i));
  REQUIRE(socket.send(all));
  for (int i = 0; i < 200; ++i) {
    REQUIRE(socket.read_reply().ends_with("POST /p?q=1 " + std::to_string(i)));
  }
}

TEST_CASE("chunked bodies and 100 Continue are understood") {
  RunningServer server(echo);
  RawSocket socket(server.port());
  REQUIRE(
      socket.send("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"));
  CHECK(socket.read_reply().ends_with("POST /p hello"));
  REQUIRE(
      socket.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                  "Expect: 100-continue\r\n\r\n"));
  CHECK(socket.read_to("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  REQUIRE(socket.send("ok"));
  CHECK(socket.read_reply().ends_with("POST /p ok"));
}

TEST_CASE("a HEAD reply has the length but not the body; HTTP/1.0 is closed") {
  RunningServer server(echo);
  RawSocket socket(server.port());
  REQUIRE(socket.send("HEAD /p HTTP/1.1\r\nHost: x\r\n\r\nGET /q HTTP/1.0\r\n\r\n"));
  CHECK(has(socket.read_to("\r\n\r\n"), "Content-Length: 8\r\n"));
  const std::string rest = socket.read_to_end();
  CHECK(rest.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(rest.ends_with("Connection: close\r\n\r\nGET /q "));
}

TEST_CASE("malformed and oversized requests are answered, then closed") {
  HttpServerOptions options;
  options.limits.header_bytes = 1000;
  options.limits.body_bytes = 1000;
  RunningServer server(echo, options);
  const auto answer = [&](const std::string& bytes) {
    RawSocket socket(server.port());
    // Taken to the last byte, wanted or not: a reset could overtake the reply.
    CHECK(socket.send(bytes));
    const std::string reply = socket.read_to_end();
    CHECK(has(reply, "Connection: close\r\n"));
    return reply;
  };
  CHECK(answer("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
  CHECK(answer("GET /" + std::string(2000, 'x')).starts_with("HTTP/1.1 431 "));
  // The peer sends a megabyte that nobody wants; the reply must reach it all the same.
  const std::string large = answer(post(std::string(1 << 20, 'x')));
  CHECK(large.starts_with("HTTP/1.1 413 "));
  CHECK(has(large, "\"code\":\"resource_exhausted\""));
  CHECK(answer("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n")
            .starts_with("HTTP/1.1 413 "));
  CHECK(answer("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n"
               "Expect: 100-continue\r\n\r\n")
            .starts_with("HTTP/1.1 413 "));
}

TEST_CASE("a request that dawdles is cut off in total, an idle connection is closed silently") {
  HttpServerOptions options;
  options.limits.request_time = std::chrono::milliseconds(100);
  options.limits.idle_time = std::chrono::minutes(10);
  RunningServer server(echo, options);
  SUBCASE("slow loris") {
    options.limits.header_bytes = 100'000'000;
    RunningServer patient(echo, options);
    RawSocket socket(patient.port());
    REQUIRE(socket.send("POST /p HTTP/1.1\r\nHost: x\r\nX: "));
    // A byte at a time, for as long as the server listens.
    while (!socket.readable() && socket.send("x")) std::this_thread::yield();
    CHECK(has(socket.read_to_end(), "HTTP/1.1 408 "));
  }
  SUBCASE("half a request") {
    RawSocket socket(server.port());
    REQUIRE(socket.send("POST /p HTTP/1.1\r\n"));
    CHECK(has(socket.read_to_end(), "HTTP/1.1 408 "));
  }
  SUBCASE("half a body") {
    RawSocket socket(server.port());
    REQUIRE(socket.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"));
    CHECK(has(socket.read_to_end(), "HTTP/1.1 408 "));
  }
  SUBCASE("nothing") {
    options.limits.idle_time = std::chrono::milliseconds(100);
    RunningServer impatient(echo, options);
    RawSocket socket(impatient.port());
    CHECK(socket.read_to_end() == "");
  }
  SUBCASE("a handler may take its time") {
    Shelf shelf;
    options.limits.idle_time = std::chrono::milliseconds(100);
    RunningServer patient(shelf.handler(), options);
    RawSocket socket(patient.port());
    RawSocket idle(patient.port());
    REQUIRE(socket.send(post("a")));
    shelf.wait_for(patient, 1);
    CHECK(idle.read_to_end() == "");  // so the idle time has passed
    shelf.kept[0].send({});
    CHECK(socket.read_reply().starts_with("HTTP/1.1 200 "));
  }
}

TEST_CASE("a peer that has said all it will (half-open) is still answered") {
  Shelf shelf;
  RunningServer server(shelf.handler());
  RawSocket socket(server.port());
  REQUIRE(socket.send(post("a")));
  socket.shut_down_writing();
  shelf.wait_for(server, 1);
  shelf.kept[0].send({});
  CHECK(socket.read_to_end().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("an answer may come later from any thread; one that never comes is a 500") {
  Shelf shelf;
  RunningServer server(shelf.handler());
  RawSocket socket(server.port());
  REQUIRE(socket.send(post("a")));
  shelf.wait_for(server, 1);
  HttpReply reply;
  reply.status = 409;
  shelf.kept[0].send(reply);  // on the test's thread
  CHECK(socket.read_reply().starts_with("HTTP/1.1 409 "));
  REQUIRE(socket.send(post("b")));
  shelf.wait_for(server, 2);
  shelf.kept.clear();
  const std::string dropped = socket.read_reply();
  CHECK(dropped.starts_with("HTTP/1.1 500 "));
  CHECK(has(dropped, "\"code\":\"internal\""));
}

TEST_CASE("an answer for a peer that has left, or a server that is gone, goes nowhere") {
  Shelf shelf;
  {
    RunningServer server(shelf.handler());
    {
      RawSocket socket(server.port());
      REQUIRE(socket.send(post("a")));
      shelf.wait_for(server, 1);
    }
    shelf.kept[0].send({});
    RawSocket socket(server.port());
    REQUIRE(socket.send(post("b")));
    shelf.wait_for(server, 2);
    server.on_io_thread([&] { shelf.kept.erase(shelf.kept.begin()); });
    // Before the io_context goes.
    server.stop(std::chrono::milliseconds(0)).wait();
    shelf.kept[0].send({});
    CHECK(socket.read_to_end() == "");
    shelf.kept.clear();
  }
}

TEST_CASE("a full house: the longest idle connection gives way, else 503") {
  Shelf shelf;
  HttpServerOptions options;
  options.limits.connections = 2;
  RunningServer server(shelf.handler(), options);
  RawSocket busy(server.port());
  REQUIRE(busy.send(post("a")));
  shelf.wait_for(server, 1);
  RawSocket idle(server.port());
  server.wait_until([&] { return server.server().connections() == 2; });
  RawSocket busy_too(server.port());
  REQUIRE(busy_too.send(post("b")));
  CHECK(idle.read_to_end() == "");
  shelf.wait_for(server, 2);
  RawSocket refused(server.port());
  CHECK(has(refused.read_to_end(), "HTTP/1.1 503 "));
  for (const Responder& responder : shelf.kept) responder.send({});
  CHECK(busy.read_reply().starts_with("HTTP/1.1 200 "));
  CHECK(busy_too.read_reply().starts_with("HTTP/1.1 200 "));
}

TEST_CASE(
    "only known host names are answered where that is asked for, but anything on Unix sockets") {
  HttpServerOptions options;
  options.allowed_hosts = {"kasse.example"};
  ScratchDirectory scratch;
  RunningServer server(echo, options);
  server.listen_unix(scratch.file("s"));
  const auto status = [](RawSocket& socket, const std::string& host) {
    socket.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return socket.read_reply().substr(9, 3);
  };
  RawSocket tcp(server.port());
  for (const char* good :
       {"localhost", "LOCALHOST:7411", "127.0.0.1:80", "[::1]:7411", "[::1]", "Kasse.example:1"}) {
    CHECK(status(tcp, good) == "200");
  }
  for (const char* evil : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "",
                           "xlocalhost", "[::1].evil.example"}) {
    CAPTURE(evil);
    CHECK(status(tcp, evil) == "403");
  }
  RawSocket unix_socket(scratch.file("s"));
  CHECK(status(unix_socket, "evil.example") == "200");
}

TEST_CASE("the handler learns who is at the other end") {
  ScratchDirectory scratch;
  RunningServer server([](HttpRequest request, Responder responder) {
    HttpReply reply;
    reply.body = (request.peer.kind == PeerKind::tcp ? "tcp " : "unix ") + request.peer.address;
    responder.send(reply);
  });
  server.listen_unix(scratch.file("s"));
  RawSocket tcp(server.port());
  RawSocket unix_socket(scratch.file("s"));
  REQUIRE(tcp.send(post("")));
  REQUIRE(unix_socket.send(post("")));
  CHECK(has(tcp.read_reply(), "tcp 127.0.0.1:"));
  CHECK(has(unix_socket.read_reply(), "unix " + scratch.file("s")));
}

TEST_CASE("a graceful stop finishes what has begun and closes the rest") {
  ScratchDirectory scratch;
  Shelf shelf;
  RunningServer server(shelf.handler());
  server.listen_unix(scratch.file("s"));
  RawSocket busy(server.port());
  RawSocket half(server.port());
  RawSocket idle(server.port());
  REQUIRE(busy.send(post("a")));
  REQUIRE(
      half.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                "Expect: 100-continue\r\n\r\n"));
  half.read_to("\r\n\r\n");  // so its head has arrived
  shelf.wait_for(server, 1);
  server.wait_until([&] { return server.server().connections() == 3; });
  auto stopped = server.stop(std::chrono::minutes(10));
  REQUIRE(half.send("a"));
  shelf.wait_for(server, 2);
  CHECK(idle.read_to_end() == "");
  CHECK_FALSE(std::filesystem::exists(scratch.file("s")));
  for (const Responder& responder : shelf.kept) responder.send({});
  CHECK(has(busy.read_to_end(), "Connection: close\r\n"));
  CHECK(has(half.read_to_end(), "HTTP/1.1 200 "));
  stopped.wait();
}

TEST_CASE("a graceful stop is forced at its deadline") {
  Shelf shelf;
  RunningServer server(shelf.handler());
  RawSocket busy(server.port());
  REQUIRE(busy.send(post("a")));
  shelf.wait_for(server, 1);
  server.stop(std::chrono::milliseconds(20)).wait();
  CHECK(busy.read_to_end() == "");
  shelf.kept.clear();
}
