// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <vector>

#include "tests/sync/rpc/raw_socket.h"
#include "tests/sync/rpc/running_server.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

constexpr const char* kAsk = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

// Opens a stream for every request and keeps it. Only looked at on the I/O thread.
struct Events {
  HttpServer::Handler handler() {
    return [this](HttpRequest, Responder responder) {
      HttpReply head;
      head.headers.add("Content-Type", "text/event-stream");
      head.body = ": hello\n\n";
      streams.push_back(responder.open_stream(std::move(head)));
      streams.back().on_closed([this] { ++closed; });
    };
  }
  std::vector<Stream> streams;
  int closed = 0;
};

}  // namespace

TEST_CASE("a stream is sent as it is written, and ended") {
  Events events;
  RunningServer server(events.handler());
  RawSocket socket(server.port());
  REQUIRE(socket.send(kAsk));
  const std::string head = socket.read_to("\r\n\r\n");
  CHECK(head.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
  CHECK(head.find("Content-Length") == std::string::npos);
  CHECK(socket.read_to("\n\n\r\n") == "9\r\n: hello\n\n\r\n");
  server.on_io_thread([&] { events.streams[0].write("data: 1\n\n"); });
  CHECK(socket.read_to("\n\n\r\n") == "9\r\ndata: 1\n\n\r\n");
  server.on_io_thread([&] {
    events.streams[0].write("data: 2\n\n");
    events.streams[0].close();
    CHECK(events.closed == 0);  // never from within
  });
  CHECK(socket.read_to_end() == "9\r\ndata: 2\n\n\r\n0\r\n\r\n");
  server.wait_until([&] { return events.closed == 1; });
}

TEST_CASE("an HTTP/1.0 reader gets the plain bytes until the end") {
  Events events;
  RunningServer server(events.handler());
  RawSocket socket(server.port());
  REQUIRE(socket.send("GET /events HTTP/1.0\r\n\r\n"));
  CHECK(socket.read_to("\r\n\r\n").find("chunked") == std::string::npos);
  CHECK(socket.read_to("\n\n") == ": hello\n\n");
  server.on_io_thread([&] { events.streams.clear(); });
  CHECK(socket.read_to_end() == "");
}

TEST_CASE("a reader that leaves closes the stream") {
  Events events;
  RunningServer server(events.handler());
  {
    RawSocket socket(server.port());
    REQUIRE(socket.send(kAsk));
    socket.read_to("\n\n\r\n");
  }
  server.wait_until([&] { return events.closed == 1; });
  CHECK_FALSE(server.on_io_thread([&] { return events.streams[0].write("x"); }));
}

TEST_CASE("a reader that does not keep up is disconnected, the others are not") {
  Events events;
  HttpServerOptions options;
  options.limits.stream_bytes = 100'000;
  RunningServer server(events.handler(), options);
  RawSocket slow(server.port(), 4096);
  REQUIRE(slow.send(kAsk));
  slow.read_to("\n\n\r\n");
  RawSocket quick(server.port());
  REQUIRE(quick.send(kAsk));
  quick.read_to("\n\n\r\n");
  const std::string event = std::string(9'998, 'x') + "\n\n";
  // The kernel takes some megabytes before the server notices.
  for (int i = 0; i < 10'000 && server.on_io_thread([&] { return events.closed; }) == 0; ++i) {
    server.on_io_thread([&] {
      events.streams[0].write(event);
      events.streams[1].write(event);
    });
    REQUIRE(quick.read_to("\n\n\r\n").size() == 10'008);
  }
  CHECK(server.on_io_thread([&] { return events.closed; }) == 1);
  CHECK_FALSE(server.on_io_thread([&] { return events.streams[0].is_open(); }));
  CHECK(server.on_io_thread([&] { return events.streams[1].is_open(); }));
}

TEST_CASE("a reader that takes nothing for the write time is disconnected") {
  Events events;
  HttpServerOptions options;
  options.limits.stream_bytes = 64 * 1024 * 1024;
  options.limits.write_time = std::chrono::milliseconds(100);
  RunningServer server(events.handler(), options);
  RawSocket slow(server.port(), 4096);
  REQUIRE(slow.send(kAsk));
  slow.read_to("\n\n\r\n");
  server.on_io_thread([&] { CHECK(events.streams[0].write(std::string(32 * 1024 * 1024, 'x'))); });
  server.wait_until([&] { return events.closed == 1; });
}

TEST_CASE("only so many streams are open at once") {
  Events events;
  HttpServerOptions options;
  options.limits.streams = 1;
  RunningServer server(events.handler(), options);
  RawSocket first(server.port());
  REQUIRE(first.send(kAsk));
  first.read_to("\n\n\r\n");
  RawSocket second(server.port());
  REQUIRE(second.send(kAsk));
  CHECK(second.read_reply().starts_with("HTTP/1.1 503 "));
  CHECK(server.on_io_thread([&] { return events.closed; }) == 1);
  // The connection that was refused a stream is not lost.
  server.on_io_thread([&] { events.streams.clear(); });
  first.read_to_end();
  REQUIRE(second.send(kAsk));
  CHECK(second.read_to("\n\n\r\n").ends_with(": hello\n\n\r\n"));
}

TEST_CASE("a graceful stop ends streams, and a destroyed server closes them") {
  Events events;
  auto server = std::make_unique<RunningServer>(events.handler());
  RawSocket socket(server->port());
  REQUIRE(socket.send(kAsk));
  socket.read_to("\n\n\r\n");
  SUBCASE("stopped") {
    server->on_io_thread([&] { events.streams[0].write("last"); });
    server->stop(std::chrono::minutes(10)).wait();
    CHECK(socket.read_to_end() == "4\r\nlast\r\n0\r\n\r\n");
  }
  SUBCASE("destroyed") {
    server.reset();
    CHECK(socket.read_to_end() == "");
  }
  server.reset();
  CHECK(events.closed == 1);
}
