// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/message_codec.h"

#include <doctest/doctest.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/struct.pb.h>

#include "proto/loyald/v1/register.pb.h"
#include "proto/loyald/v1/sync.pb.h"
#include "sync/rpc/json_shape.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

template <class Message = v1::CheckoutRequest>
Message good(std::string_view text) {
  Message message;
  const auto result = decode(Codec::json, text, message);
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message));
  return message;
}

// "message | hint"
template <class Message = v1::CheckoutRequest>
std::string bad(std::string_view text) {
  Message message;
  const auto result = decode(Codec::json, text, message);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == Errc::invalid_argument);
  return result.error().message + " | " + result.error().hint;
}

// A length-delimited protobuf field.
std::string field(int number, const std::string& bytes) {
  std::string out(1, static_cast<char>(number << 3 | 2));
  std::size_t n = bytes.size();
  for (; n >= 0x80; n >>= 7) out += static_cast<char>((n & 0x7f) | 0x80);
  return out + static_cast<char>(n) + bytes;
}

}  // namespace

TEST_CASE("a content type names the codec, parameters or not") {
  CHECK(codec_of("application/json; charset=utf-8") == Codec::json);
  CHECK(codec_of("Application/Proto") == Codec::proto);
  CHECK(codec_of("application/connect+proto") == std::nullopt);
  CHECK(codec_of("") == std::nullopt);
}

TEST_CASE("JSON takes both spellings of a field and prints every number in camel case") {
  const auto message = good(R"({"checkoutId":"c","business_date":"2026-11-21",
                                "lines":[{"sku":"a","amount":-5,"quantity":2}],"rewards":null})");
  CHECK(message.checkout_id() == "c");
  CHECK(message.business_date() == "2026-11-21");
  CHECK(message.lines(0).amount() == -5);
  v1::Receipt receipt;
  receipt.set_id("r");
  CHECK(encode(Codec::json, receipt)
            .value()
            .starts_with(
                R"({"id":"r","seq":0,"headHash":"","memberId":"","businessDate":"","total":0)"));
}

TEST_CASE("both codecs bring a message back") {
  const auto message =
      good(R"({"checkoutId":"ä\u0000","lines":[{"sku":"a","tags":["x","y"]},{}]})");
  for (const Codec codec : {Codec::json, Codec::proto}) {
    v1::CheckoutRequest back;
    REQUIRE(decode(codec, encode(codec, message).value(), back).has_value());
    CHECK(back.SerializeAsString() == message.SerializeAsString());
  }
}

TEST_CASE("an unknown field is named with its place, and the nearest known one") {
  CHECK(bad(R"({"lines":[{},{"quantitty":1}]})") ==
        "lines[1].quantitty: there is no such field in Line | did you mean \"quantity\"?");
  CHECK(bad(R"({"chekout_id":"a"})") ==
        "chekout_id: there is no such field in CheckoutRequest | did you mean \"checkoutId\"?");
  CHECK(bad(R"({"zzzzzz":1})") == "zzzzzz: there is no such field in CheckoutRequest | ");
  CHECK(bad("{\"" + std::string(500'000, 'x') + "\":1}").size() < 200);
}

TEST_CASE("wrong types and numbers that do not fit name the field") {
  CHECK(bad(R"({"checkoutId":3})") == "checkoutId: 3 is not a string | ");
  CHECK(bad(R"({"checkoutId":{}})") == "checkoutId: an object is not a string | ");
  CHECK(bad(R"({"lines":{"sku":"a"}})") == "lines: an object is not an array | ");
  CHECK(bad(R"({"lines":[[[]]]})") == "lines[0]: an array is not an object | ");
  CHECK(bad(R"({"lines":[null]})") == "lines[0]: null cannot be an element | ");
  CHECK(bad(R"({"lines":[{"quantity":3000000000}]})") ==
        "lines[0].quantity: 3000000000 is not a whole number of 32 bits | ");
  CHECK(bad(R"({"lines":[{"quantity":9223372036854775808}]})") ==
        "lines[0].quantity: 9223372036854775808 is not a whole number of 32 bits | ");
  CHECK(bad(R"({"lines":[{"quantity":1.5}]})") ==
        "lines[0].quantity: 1.5E0 is not a whole number of 32 bits | ");
  CHECK(bad(R"({"lines":[{"quantity":true}]})") ==
        "lines[0].quantity: true is not a whole number | ");
  CHECK(bad(R"({"lines":[{"quantity":"abc"}]})").find("lines[0].quantity") != std::string::npos);
  CHECK(bad<v1::PushRequest>(R"({"firstSeq":-1})") ==
        "firstSeq: -1 is not a whole number of 64 bits without a sign | ");
  CHECK(bad<v1::Member>(R"({"isNew":1})") == "isNew: 1 is not true or false | ");
  CHECK(bad("[]") == "the body: an array is not an object | ");
  CHECK(bad("null") == "the body: null is not an object | ");
}

TEST_CASE("integers may be written as numbers without a fraction, or as strings") {
  CHECK(good(R"({"lines":[{"quantity":2147483647,"amount":-2147483648}]})").lines(0).amount() ==
        -2147483647 - 1);
  CHECK(good(R"({"lines":[{"quantity":1e3}]})").lines(0).quantity() == 1000);
  CHECK(good(R"({"lines":[{"quantity":"7"}]})").lines(0).quantity() == 7);
  CHECK(good<v1::PushRequest>(R"({"firstSeq":18446744073709551615})").first_seq() == UINT64_MAX);
  CHECK(good<v1::PushRequest>(R"({"firstSeq":"18446744073709551615"})").first_seq() == UINT64_MAX);
}

TEST_CASE("enum words are checked") {
  CHECK(good<v1::HeadOfficeLink>(R"({"state":"AWAY"})").state() == v1::HeadOfficeLink::AWAY);
  CHECK(good<v1::HeadOfficeLink>(R"({"state":2})").state() == v1::HeadOfficeLink::CONNECTED);
  CHECK(bad<v1::HeadOfficeLink>(R"({"state":"CONECTED"})") ==
        "state: \"CONECTED\" is not a word of State | did you mean \"CONNECTED\"?");
  CHECK(bad<v1::HeadOfficeLink>(R"({"state":[]})") == "state: an array is not a word of State | ");
}

TEST_CASE("only strict JSON is read") {
  for (const char* text : {"", "{", "{} x", "{'card':'a'}", "{\"card\":\"a\",}", "{card:1}",
                           "{\"card\":NaN}", "{\"card\":\"\x01\"}", "{\"card\":\"\xff\"}",
                           "{\"card\":\"\xc0\x80\"}", "{\"card\":\"\\ud800\"}", "// a\n{}"}) {
    CAPTURE(text);
    CHECK(bad(text).starts_with("the body is not valid JSON: "));
  }
  CHECK(bad("").ends_with("| send {} for a request without fields"));
}

TEST_CASE("deep JSON is refused without using the stack") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  CHECK(bad(deep).ends_with("| at most 64 levels are read"));
  CHECK(bad(std::string(1'000'000, '[')).ends_with("| at most 64 levels are read"));
  CHECK(bad<google::protobuf::Value>(std::string(70, '[') + std::string(70, ']'))
            .ends_with("| at most 64 levels are read"));
  google::protobuf::Value fits;
  CHECK(decode(Codec::json, std::string(32, '[') + std::string(32, ']'), fits).has_value());
}

TEST_CASE("protobuf's own messages keep their JSON forms") {
  CHECK(good<google::protobuf::Duration>("\"1.500s\"").nanos() == 500'000'000);
  CHECK(good<google::protobuf::ListValue>(R"([1,{"b":null}])").values_size() == 2);
  CHECK(bad<google::protobuf::Duration>("\"soon\"").starts_with("the body is not a valid google"));
}

TEST_CASE("protobuf bodies that are not one are refused, fields of a newer client are not") {
  v1::CheckoutRequest message;
  CHECK(decode(Codec::proto, "\xff\xff\xff", message).error().code == Errc::invalid_argument);
  // A length of 2 GiB, and nesting without end.
  CHECK_FALSE(decode(Codec::proto, "\x0a\xff\xff\xff\xff\x07", message).has_value());
  google::protobuf::Value value;
  std::string nested;  // a list in a value in a list …
  for (int i = 0; i < 200; ++i) nested = field(6, field(1, nested));
  CHECK_FALSE(decode(Codec::proto, nested, value).has_value());
  message.Clear();
  CHECK(decode(Codec::proto, "\xf8\x7f\x01", message).has_value());
}
