// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/shop_cards.h"

namespace loyald::scanner::testing {

CardRecogniser shop_cards() {
  return CardRecogniser::make({
                                  {"bonus", "042", 13, 13, Characters::digits, Check::mod10, {}},
                                  {"upc", "9", 12, 12, Characters::digits, Check::mod10, {}},
                                  {"club", "627", 16, 19, Characters::digits, Check::luhn, {}},
                                  {"staff", "K", 8, 8, Characters::alphanumeric, Check::mod43, {}},
                              })
      .value();
}

std::vector<std::string> card_texts() {
  const auto checked = [](Check check, std::string_view number) {
    return with_check(check, number).value();
  };
  const std::string recipient = "8018" + checked(Check::mod10, "95060123400000001");
  return {
      "0420000001232",
      "]E00420000001232",
      " 0420000001232  ",
      "]E0 0420000001232",
      checked(Check::mod10, "42000000777"),  // the bonus card, read as UPC-A
      checked(Check::mod10, "091000007770"),
      checked(Check::luhn, "627000000000001"),
      checked(Check::luhn, "627000000000001234"),
      checked(Check::mod43, "KA1B2C3"),
      "k" + checked(Check::mod43, "KZZ9ZZZ").substr(1),
      recipient,
      "]C1" + recipient,
      "]Q3" + std::string("21ABC\x1d") + recipient,
      "https://id.shop.example/x/8018/" + recipient.substr(4) + "?a=b#c",
      "HTTP://ID.SHOP.EXAMPLE/8018/" + recipient.substr(4),
  };
}

}  // namespace loyald::scanner::testing
