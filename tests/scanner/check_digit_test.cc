// SPDX-License-Identifier: Apache-2.0
#include "scanner/check_digit.h"

#include <doctest/doctest.h>

#include <array>

#include "store/base/random.h"

namespace loyald::scanner {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLettersToo = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kCode39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";

struct Method {
  Check check;
  std::string_view alphabet;
};
constexpr std::array<Method, 5> kMethods{{
    {Check::mod10, kDigits},
    {Check::luhn, kDigits},
    {Check::mod97, kDigits},
    {Check::mod97, kLettersToo},
    {Check::mod43, kCode39},
}};

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

std::string random_text(std::string_view alphabet, Random& random) {
  std::string text(1 + random.below(24), '0');
  for (char& c : text) c = alphabet[random.below(alphabet.size())];
  return text;
}

TEST_CASE("published numbers verify") {
  CHECK(with_check(Check::mod10, "590123412345").value() == "5901234123457");
  CHECK(with_check(Check::mod10, "50601234567890123").value() == "506012345678901238");
  CHECK(with_check(Check::mod10, "042000000123").value() == "0420000001232");
  CHECK(with_check(Check::mod10, "200000012345").value() == "2000000123455");
  CHECK(with_check(Check::luhn, "7992739871").value() == "79927398713");
  CHECK(verifies(Check::luhn, "4111111111111111"));
  // ISO 7064's example, and an LEI from ISO 17442.
  CHECK(with_check(Check::mod97, "794").value() == "79444");
  CHECK(verifies(Check::mod97, "5493001KJTIIGC8Y1R12"));
  CHECK(with_check(Check::mod43, "CODE39").value() == "CODE39W");
}

TEST_CASE("what is appended verifies, and every single wrong character is found") {
  SeededRandom random(39);
  for (const Method& method : kMethods) {
    for (int round = 0; round < 200; ++round) {
      const std::string text =
          with_check(method.check, random_text(method.alphabet, random)).value();
      CAPTURE(text);
      REQUIRE(verifies(method.check, text));
      for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char wrong : method.alphabet) {
          // MOD 97-10 guarantees it among letters and among digits.
          const bool same_kind = is_letter(wrong) == is_letter(text[i]);
          if (wrong == text[i] || (method.check == Check::mod97 && !same_kind)) continue;
          std::string broken = text;
          broken[i] = wrong;
          CHECK_FALSE(verifies(method.check, broken));
        }
      }
    }
  }
}

TEST_CASE("too short or strange texts do not verify") {
  for (const Method& method : kMethods) {
    CHECK_FALSE(verifies(method.check, ""));
    CHECK_FALSE(verifies(method.check, "0"));
    CHECK_FALSE(verifies(method.check,
                         "12\xff"
                         "4"));
    CHECK_FALSE(verifies(method.check, std::string_view("1\0"
                                                        "2",
                                                        3)));
    CHECK_FALSE(with_check(method.check, ""));
    CHECK_FALSE(with_check(method.check, "a"));
  }
  CHECK_FALSE(verifies(Check::mod10, "CODE39W"));
  CHECK(verifies(Check::none, ""));
}

TEST_CASE("names lead back") {
  for (const Check check : {Check::none, Check::mod10, Check::luhn, Check::mod97, Check::mod43}) {
    CHECK(check_named(name(check)) == check);
  }
  CHECK_FALSE(check_named("crc32"));
}

}  // namespace
}  // namespace loyald::scanner
