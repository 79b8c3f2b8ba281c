// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/request_parser.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/base/random.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

HttpLimits small_limits() {
  HttpLimits limits;
  limits.header_bytes = 512;
  limits.body_bytes = 64;
  return limits;
}

// Feeds `bytes` as a connection does, in pieces that end at `cuts`; returns what was not taken.
std::string feed(RequestParser& parser, std::string_view bytes,
                 const std::vector<std::size_t>& cuts) {
  std::string held;
  std::size_t from = 0;
  const auto offer = [&](std::size_t to) {
    held += bytes.substr(from, to - from);
    from = to;
    if (parser.state() == RequestParser::State::more) held.erase(0, parser.feed(held));
  };
  for (const std::size_t cut : cuts) offer(cut);
  offer(bytes.size());
  return held;
}

int refused(std::string_view bytes) {
  RequestParser parser(small_limits());
  feed(parser, bytes, {});
  return parser.state() == RequestParser::State::failed ? parser.failure().status : 0;
}

std::string with(std::string_view fields, std::string_view body = "") {
  return "POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

}  // namespace

TEST_CASE("a request means the same however its bytes are split") {
  const std::vector<std::string> requests = {
      "POST /p/q?a=1?b HTTP/1.1\r\nHost: x\r\nX-One:  two \r\nContent-Length: 5\r\n\r\nhello",
      "POST /p/q?a=1?b HTTP/1.1\r\nHost: x\r\nX-One: two\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2;ext=1\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: t\r\n\r\n"};
  SeededRandom random(1);
  for (const std::string& text : requests) {
    for (int round = 0; round < 500; ++round) {
      std::vector<std::size_t> cuts;
      for (std::size_t at = 1; at < text.size(); ++at) {
        // Round 0 splits everywhere, the others at random places.
        if (round == 0 || random.below(4) == 0) cuts.push_back(at);
      }
      RequestParser parser(small_limits());
      REQUIRE(feed(parser, text + "GET", cuts) == "GET");
      REQUIRE(parser.state() == RequestParser::State::done);
      REQUIRE(parser.keep_alive());
      const HttpRequest request = parser.take();
      REQUIRE(request.method == "POST");
      REQUIRE(request.path == "/p/q");
      REQUIRE(request.query == "a=1?b");
      REQUIRE(request.headers.get("x-one") == "two");
      REQUIRE(request.body == "hello");
    }
  }
}

TEST_CASE("what two readers could understand differently is refused") {
  CHECK(refused(with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")) == 400);
  CHECK(refused(with("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n")) == 400);
  CHECK(refused(with("Content-Length: 1\r\nContent-Length: 2\r\n")) == 400);
  CHECK(refused(with("Transfer-Encoding: gzip\r\n")) == 501);
  CHECK(refused(with("Transfer-Encoding: gzip, chunked\r\n")) == 501);
  CHECK(refused(with("Transfer-Encoding: xchunked\r\n")) == 501);
  CHECK(refused(with("Content-Length: -1\r\n")) == 400);
  CHECK(refused(with("Content-Length: 0x5\r\n")) == 400);
  CHECK(refused(with("Content-Length: 99999999999999999999999\r\n")) == 400);
  CHECK(refused(with("Host: y\r\n")) == 400);
  CHECK(refused(with("Bad Name: y\r\n")) == 400);
  CHECK(refused(with(std::string("Nul: a\0b\r\n", 10))) == 400);
  CHECK(refused("POST /a HTTP/1.1\r\n\r\n") == 400);
  CHECK(refused("POST a HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
  CHECK(refused("POST http://x/a HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
  CHECK(refused("POST /a HTTP/2.0\r\nHost: x\r\n\r\n") != 0);
  CHECK(refused("POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
  CHECK(refused("\x16\x03\x01 not http\r\n\r\n") == 400);
  CHECK(refused(with("Transfer-Encoding: chunked\r\n", "zz\r\n")) == 400);
}

TEST_CASE("limits hold before anything is stored") {
  CHECK(refused(with("Content-Length: 65\r\n")) == 413);
  CHECK(refused(with("Content-Length: 1000000000\r\n")) == 413);
  CHECK(refused(with("Transfer-Encoding: chunked\r\n", "41\r\n")) == 413);
  CHECK(refused(with("Transfer-Encoding: chunked\r\n",
                     "40\r\n" + std::string(64, 'x') + "\r\n1\r\n")) == 413);
  CHECK(refused(with("X: " + std::string(600, 'x') + "\r\n")) == 431);
  CHECK(refused("POST /" + std::string(600, 'x')) == 431);
  CHECK(refused(with("Transfer-Encoding: chunked\r\n", "1;" + std::string(600, 'x'))) == 431);
  CHECK(refused(with("Transfer-Encoding: chunked\r\n", "0\r\nT: " + std::string(600, 'x'))) == 431);
  CHECK(refused(with("Content-Length: 64\r\n", std::string(64, 'x'))) == 0);
}

TEST_CASE("garbage never does worse than fail") {
  const std::string good =
      with("Transfer-Encoding: chunked\r\n", "2;e=1\r\nhe\r\n0\r\nT: t\r\n\r\n");
  SeededRandom random(2);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
      const std::size_t at = random.below(bytes.size());
      if (random.below(3) == 0) {
        bytes.erase(at, 1 + random.below(3));
      } else {
        bytes[at] = static_cast<char>(random.below(256));
      }
    }
    RequestParser parser(small_limits());
    feed(parser, bytes, {random.below(bytes.size())});
    if (parser.state() == RequestParser::State::done) REQUIRE(parser.take().body.size() <= 64);
  }
}

TEST_CASE("a peer that waits for 100 Continue is recognised once its head is complete") {
  RequestParser parser(small_limits());
  feed(parser, with("Content-Length: 2\r\nExpect: 100-Continue\r\n"), {});
  CHECK(parser.state() == RequestParser::State::more);
  CHECK(parser.expects_continue());
}

TEST_CASE("HTTP/1.0 closes unless it asks not to, and gets no chunks") {
  RequestParser parser(small_limits());
  feed(parser, "GET / HTTP/1.0\r\n\r\n", {});
  REQUIRE(parser.state() == RequestParser::State::done);
  CHECK_FALSE(parser.keep_alive());
  CHECK_FALSE(parser.chunks_allowed());
}
