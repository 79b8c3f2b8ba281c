// SPDX-License-Identifier: Apache-2.0
#include "scanner/gs1.h"

#include <doctest/doctest.h>

namespace loyald::scanner {
namespace {

using Kind = Gs1Key::Kind;
constexpr std::string_view kGsrn = "506012345678901238";

void check_recipient(const Gs1Key& key) {
  CHECK(key.kind == Kind::recipient);
  CHECK(key.digits == kGsrn);
}

TEST_CASE("element strings: the recipient is found wherever it stands") {
  check_recipient(read_element_string("8018506012345678901238"));
  check_recipient(
      read_element_string("8018506012345678901238\x1d"
                          "80191"));
  check_recipient(
      read_element_string("\x1d"
                          "8018506012345678901238"));
  // behind a date (fixed length), a batch (ends at the separator) and even an article
  check_recipient(read_element_string("112611218018506012345678901238"));
  check_recipient(
      read_element_string("10LOT7\x1d"
                          "8018506012345678901238"));
  check_recipient(read_element_string("01095060001343528018506012345678901238"));
}

TEST_CASE("element strings that are something else") {
  CHECK(read_element_string("0109506000134352").kind == Kind::product);
  CHECK(read_element_string("010950600013435210ABC").kind == Kind::product);
  CHECK(read_element_string("8017506012345678901238").kind == Kind::none);
  CHECK(read_element_string("801850601234567890123").kind == Kind::none);        // a digit short
  CHECK(read_element_string("80185060123456789012381").kind == Kind::none);      // a digit long
  CHECK(read_element_string("10LOT8018506012345678901238").kind == Kind::none);  // inside a batch
  CHECK(read_element_string("").kind == Kind::none);
}

TEST_CASE("digital links of any host") {
  check_recipient(read_digital_link("https://id.gs1.org/8018/506012345678901238"));
  check_recipient(read_digital_link("http://a.example/loyal/8018/506012345678901238?x=1#y"));
  check_recipient(read_digital_link("HTTPS://A.EXAMPLE/8018/506012345678901238/8019/3"));
  CHECK(read_digital_link("https://id.gs1.org/01/09506000134352").kind == Kind::product);
  CHECK(read_digital_link("https://id.gs1.org/01/09506000134352/10/A").kind == Kind::product);
}

TEST_CASE("links that are none of GS1's") {
  for (const std::string_view text :
       {"https://a.example/", "https://", "https://a.example", "ftp://a/8018/506012345678901238",
        "https://8018/506012345678901238", "https://a.example/?q=/8018/506012345678901238",
        "https://a.example/8018/5060123456789012", "8018/506012345678901238"}) {
    CAPTURE(text);
    CHECK(read_digital_link(text).kind == Kind::none);
  }
}

}  // namespace
}  // namespace loyald::scanner
