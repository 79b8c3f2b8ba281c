// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/http.h"

#include <doctest/doctest.h>

#include "sync/rpc/http_text.h"

using namespace loyald::rpc;

TEST_CASE("header names compare without case and the first field wins") {
  HttpHeaders headers;
  headers.add("Content-Type", "a");
  headers.add("CONTENT-TYPE", "b");
  CHECK(headers.get("content-type") == "a");
  CHECK_FALSE(headers.find("content-typ").has_value());
  headers.set("content-type", "c");
  CHECK(headers.fields().size() == 1);
  CHECK(headers.get("Content-Type") == "c");
}

TEST_CASE("a query's values are percent-decoded") {
  CHECK(query_value("register=1&name=a%20b+c", "name") == "a b c");
  CHECK(query_value("register=1&name=x", "register") == "1");
  CHECK(query_value("a=1", "b") == std::nullopt);
  CHECK(query_value("flag", "flag") == "");
  CHECK(query_value("a=%4", "a") == "%4");
  CHECK(query_value("a=%zz", "a") == "%zz");
  CHECK(query_value("", "a") == std::nullopt);
  CHECK(query_value("&&a=1", "a") == "1");
  CHECK(query_value("%61=1", "a") == "1");
}

TEST_CASE("a media type is what stands before its parameters") {
  CHECK(media_type("Application/JSON ; charset=utf-8") == "application/json");
  CHECK(media_type("") == "");
}

TEST_CASE("a host is compared without its port") {
  CHECK(host_without_port("shop:80") == "shop");
  CHECK(host_without_port(" 127.0.0.1 ") == "127.0.0.1");
  CHECK(host_without_port("[::1]:80") == "[::1]");
  CHECK(host_without_port("[::1") == "[::1");
}

TEST_CASE("no value of a reply's field can forge another field") {
  HttpReply reply;
  reply.headers.add("X-Hint", "a\r\nSet-Cookie: b");
  const std::string head = reply_head(reply, true, Framing::length);
  CHECK(head ==
        "HTTP/1.1 200 OK\r\nX-Hint: a  Set-Cookie: b\r\nContent-Length: 0\r\n"
        "Connection: keep-alive\r\n\r\n");
}

TEST_CASE("a chunk says its size in hexadecimal; nothing is no chunk") {
  CHECK(http_chunk(std::string(26, 'x')) == "1a\r\n" + std::string(26, 'x') + "\r\n");
  CHECK(http_chunk("") == "");
}
