// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/stream.h"

#include <doctest/doctest.h>

using namespace loyald::rpc;

TEST_CASE("what is written and on its way counts against the limit until it was sent") {
  auto buffer = std::make_shared<StreamBuffer>(10);
  Stream stream(buffer);
  int woken = 0;
  buffer->attach([&] { ++woken; });
  CHECK(stream.write("123456"));
  CHECK(woken == 1);
  CHECK(buffer->take() == "123456");
  CHECK(stream.write("1234"));
  SUBCASE("too slow") {
    CHECK_FALSE(stream.write("5"));
    CHECK(buffer->overflowed());
    CHECK_FALSE(stream.is_open());
    CHECK_FALSE(stream.write(""));
  }
  SUBCASE("caught up") {
    buffer->sent();
    CHECK(stream.write("567890"));
    CHECK(buffer->take() == "1234567890");
    CHECK_FALSE(buffer->overflowed());
  }
}

TEST_CASE("a stream that is destroyed or replaced is ended, with what was written before") {
  auto first = std::make_shared<StreamBuffer>(10);
  auto second = std::make_shared<StreamBuffer>(10);
  {
    Stream stream(first);
    CHECK(stream.write("a"));
    stream = Stream(second);
    CHECK(first->ended());
    CHECK_FALSE(second->ended());
  }
  CHECK(second->ended());
  CHECK(first->take() == "a");
}

TEST_CASE(
    "the end of the connection is told once, even to who asks late, and may destroy the stream") {
  auto stream = std::make_unique<Stream>(std::make_shared<StreamBuffer>(10));
  int told = 0;
  auto buffer = std::make_shared<StreamBuffer>(10);
  stream = std::make_unique<Stream>(buffer);
  stream->on_closed([&] {
    ++told;
    stream.reset();
  });
  buffer->closed();
  buffer->closed();
  CHECK(told == 1);
  Stream late(buffer);
  CHECK_FALSE(late.is_open());
  late.on_closed([&] { ++told; });
  CHECK(told == 2);
}

TEST_CASE("a stream of nothing is closed") {
  Stream stream;
  CHECK_FALSE(stream.is_open());
  CHECK_FALSE(stream.write("a"));
  stream.close();
}
