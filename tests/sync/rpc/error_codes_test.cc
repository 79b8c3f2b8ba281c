// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/error_codes.h"

#include <doctest/doctest.h>

#include "sync/rpc/connect_error.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

constexpr Errc kLast = Errc::internal;

HttpReply reply_with(int status, std::string type, std::string body) {
  HttpReply reply;
  reply.status = status;
  reply.headers.add("Content-Type", std::move(type));
  reply.body = std::move(body);
  return reply;
}

}  // namespace

TEST_CASE("every code survives the way to the other end, but for the two that Connect lacks") {
  for (int i = 0; i <= static_cast<int>(kLast); ++i) {
    const auto code = static_cast<Errc>(i);
    const HttpReply reply = error_reply(Error(code, "what", "do that"));
    const Error read = read_error_reply(reply);
    CHECK(reply.status == http_status(code));
    CHECK(read.message == "what. do that");
    if (code == Errc::not_a_card) {
      CHECK(read.code == Errc::not_found);
    } else if (code == Errc::insufficient) {
      CHECK(read.code == Errc::failed_precondition);
    } else {
      CHECK(read.code == code);
    }
  }
}

TEST_CASE("codes of other servers are understood") {
  CHECK(errc_from_connect("canceled") == Errc::deadline_exceeded);
  CHECK(errc_from_connect("aborted") == Errc::unavailable);
  CHECK(errc_from_connect("out_of_range") == Errc::invalid_argument);
  CHECK(errc_from_connect("unknown") == Errc::internal);
  CHECK(errc_from_connect("made_up") == Errc::internal);
}

TEST_CASE("without a Connect body the status decides") {
  const auto code = [](int status) {
    return read_error_reply(reply_with(status, "text/html", "<html>")).code;
  };
  CHECK(code(400) == Errc::internal);
  CHECK(code(401) == Errc::unauthenticated);
  CHECK(code(403) == Errc::permission_denied);
  CHECK(code(404) == Errc::unimplemented);
  CHECK(code(429) == Errc::unavailable);
  CHECK(code(502) == Errc::unavailable);
  CHECK(code(503) == Errc::unavailable);
  CHECK(code(504) == Errc::unavailable);
  CHECK(code(302) == Errc::unavailable);
  CHECK(code(500) == Errc::internal);
  CHECK(read_error_reply(reply_with(503, "application/json", "[1")).code == Errc::unavailable);
  CHECK(read_error_reply(reply_with(503, "application/json", "{\"code\":7}")).code ==
        Errc::unavailable);
  CHECK(read_error_reply(reply_with(503, "application/json", "{\"code\":\"not_found\"}")).code ==
        Errc::not_found);
}

TEST_CASE("an error's text is safe JSON whatever is in it") {
  const Error error(Errc::internal, std::string("a\"b\\c\n\0\x7f", 8) + "ä");
  CHECK(read_error_reply(error_reply(error)).message == error.message);
  CHECK(read_error_reply(error_reply(Error(Errc::internal, "bad \xff!"))).message == "bad ?!");
}

TEST_CASE("a message from outside is cut, not within a character") {
  std::string umlauts;
  while (umlauts.size() < 5000) umlauts += "ä";
  const Error read = read_error_reply(error_reply(Error(Errc::internal, "x" + umlauts)));
  CHECK(read.message.size() == 999);
}

TEST_CASE("the hint follows the message as a sentence") {
  CHECK(joined_message(Error(Errc::internal, "What?", "Do that")) == "What? Do that");
  CHECK(joined_message(Error(Errc::internal, "what", "do that")) == "what. do that");
  CHECK(joined_message(Error(Errc::internal, "what")) == "what");
  CHECK(joined_message(Error(Errc::internal, "", "do that")) == "do that");
}
