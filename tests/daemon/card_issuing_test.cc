// SPDX-License-Identifier: Apache-2.0
#include "daemon/card_issuing.h"

#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

using scanner::CardFormat;
using scanner::CardRecogniser;
using scanner::Characters;
using scanner::Check;
using scanner::Symbology;

CardRecogniser formats() {
  auto made = CardRecogniser::make({
      {"bonus", "042", 13, 13, Characters::digits, Check::mod10, {}},
      {"staff", "LC", 12, 12, Characters::alphanumeric, Check::mod97, {Symbology::code128}},
      {"any length", "77", 10, 14, Characters::digits, Check::luhn, {}},
      {"unchecked", "55", 13, 13, Characters::digits, Check::none, {}},
  });
  REQUIRE(made);
  return *std::move(made);
}

v1::IssueCardsRequest request(const std::string& format, const std::string& symbology = "",
                              std::int32_t length = 0, bool is_signed = false) {
  v1::IssueCardsRequest made;
  made.set_batch("b");
  made.set_format(format);
  made.set_symbology(symbology);
  made.set_length(length);
  made.set_is_signed(is_signed);
  made.set_count(1);
  return made;
}

}  // namespace

TEST_CASE("a format says what numbers are made of, and each is one of its cards") {
  const CardRecogniser cards = formats();
  struct Wanted {
    v1::IssueCardsRequest request;
    CardShape shape;
    std::string unchecked;
    std::string number;
    std::string symbology;
  };
  const Wanted table[] = {
      {request("bonus"), {"042", 13, 9}, "042000000123", "0420000001232", "qr"},
      {request("bonus", "ean13"), {"042", 13, 9}, "042000000123", "0420000001232", "ean13"},
      {request("staff"), {"LC", 12, 8}, "LC00000001", "LC0000000157", "code128"},
      {request("any length", "", 11), {"77", 11, 8}, "7700000001", "77000000011", "qr"},
      {request("unchecked"), {"55", 13, 11}, "5500000000001", "5500000000001", "qr"},
  };
  for (const Wanted& wanted : table) {
    const auto issue = parse_issue(wanted.request, cards);
    REQUIRE_MESSAGE(issue, (issue ? "" : issue.error().message));
    CHECK(issue->batch.shape == wanted.shape);
    CHECK(issue->batch.symbology == wanted.symbology);
    const auto number = issue->complete(wanted.unchecked);
    REQUIRE(number);
    CHECK(cards.recognise(*number)->format == wanted.request.format());
    if (wanted.request.format() == "bonus") CHECK(*number == wanted.number);
    CHECK(number->starts_with(wanted.unchecked));
    CHECK(number->size() == wanted.shape.length);
  }
}

TEST_CASE("a number that another format fits as well is not used") {
  auto cards = CardRecogniser::make({
      {"wide", "04", 13, 13, Characters::digits, Check::none, {}},
      {"narrow", "042", 13, 13, Characters::digits, Check::mod10, {}},
  });
  REQUIRE(cards);
  const auto issue = parse_issue(request("wide"), *cards);
  REQUIRE(issue);
  CHECK(issue->complete("0410000001232"));
  CHECK_FALSE(issue->complete("0420000001232"));
}

TEST_CASE("what makes no sense is refused with what to do") {
  const CardRecogniser cards = formats();
  const std::pair<v1::IssueCardsRequest, const char*> table[] = {
      {request(""), "there are several"},
      {request("bonsu"), "there is no card format"},
      {request("any length"), "length"},
      {request("any length", "", 15), "length"},
      {request("any length", "", -1), "length"},
      {request("bonus", "nonsense"), "there is no \"nonsense\""},
      {request("bonus", "maxicode"), "not what cards are printed in"},
      {request("bonus", "ean8"), "exactly 8 digits"},
      {request("bonus", "itf"), "even number"},
      {request("unchecked", "ean13"), "check = \"mod10\""},
      {request("staff", "qr"), "scanners would not take"},
      {request("bonus", "ean13", 0, true), "too long"},
  };
  for (const auto& [asked, words] : table) {
    const auto issue = parse_issue(asked, cards);
    REQUIRE_FALSE(issue);
    CHECK(issue.error().code == Errc::invalid_argument);
    CHECK(issue.error().message.find(words) != std::string::npos);
  }
  CHECK(parse_issue(request("bonu"), cards).error().hint == "did you mean \"bonus\"?");
  CHECK(parse_issue(request("bonus", "qr", 0, true), cards));
}

}  // namespace loyald::daemon
