// SPDX-License-Identifier: Apache-2.0
#include "daemon/static_page.h"

#include <array>

#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

constexpr std::array<PageFile, 2> kFiles = {
    {{"/index.html", "text/html; charset=utf-8", "<!doctype html>"},
     {"/cashier.js", "text/javascript; charset=utf-8", "'use strict';"}}};

rpc::HttpRequest get(const std::string& path) {
  rpc::HttpRequest request;
  request.method = "GET";
  request.path = path;
  return request;
}

TEST_CASE("the page and its files are served with a strict policy") {
  const StaticPage page(kFiles);
  const auto index = page.reply(get("/"));
  REQUIRE(index);
  CHECK(index->status == 200);
  CHECK(index->body == "<!doctype html>");
  CHECK(index->headers.get("content-type") == "text/html; charset=utf-8");
  CHECK(index->headers.get("content-security-policy").starts_with("default-src 'self';"));
  CHECK(page.reply(get("/cashier.js"))->body == "'use strict';");
  CHECK_FALSE(page.reply(get("/../etc/passwd")));
  CHECK_FALSE(page.reply(get("/cashier.js/")));
  rpc::HttpRequest post = get("/");
  post.method = "POST";
  CHECK_FALSE(page.reply(post));
}

TEST_CASE("what the browser has is not sent again") {
  const StaticPage page(kFiles);
  rpc::HttpRequest request = get("/cashier.js");
  request.headers.add("If-None-Match", std::string(page.reply(request)->headers.get("etag")));
  const auto again = page.reply(request);
  REQUIRE(again);
  CHECK(again->status == 304);
  CHECK(again->body.empty());
  request.path = "/";
  CHECK(page.reply(request)->status == 200);
}

TEST_CASE("the program has the cashier page in it") {
  const StaticPage page(page_files());
  const auto index = page.reply(get("/"));
  REQUIRE(index);
  CHECK(index->body.find("<html") != std::string::npos);
  for (const PageFile& file : page_files()) {
    CAPTURE(file.path);
    CHECK_FALSE(file.type.empty());
    CHECK_FALSE(file.bytes.empty());
  }
}

}  // namespace
}  // namespace loyald::daemon
