// SPDX-License-Identifier: Apache-2.0
#include "scanner/card_beginning.h"

#include <doctest/doctest.h>

#include "tests/scanner/shop_cards.h"

namespace loyald::scanner {
namespace {

TEST_CASE("every beginning of every card may become a card") {
  const CardRecogniser cards = testing::shop_cards();
  const CardBeginnings beginnings(cards);
  for (const std::string& card : testing::card_texts()) {
    CAPTURE(card);
    REQUIRE(cards.recognise(card));
    for (std::size_t size = 0; size <= card.size(); ++size) {
      CAPTURE(size);
      CHECK(beginnings.may_become_card(std::string_view(card).substr(0, size)));
    }
  }
}

TEST_CASE("what is no card is known by as few characters as the formats allow") {
  const CardRecogniser cards = testing::shop_cards();
  const CardBeginnings beginnings(cards);
  struct Case {
    std::string text;
    std::size_t known_at;  // characters
  };
  const std::vector<Case> cases = {
      {"5901234123457", 1},
      {"0410000001232", 3},
      {"04200000012325", 14},      // a card and one digit more
      {"K-", 2},                   // Code 39's signs are for the last place
      {"8017000001232", 4},        // Italy; 8018 is a service relation number's AI
      {"]E05901234123457", 4},     // an AIM identifier, then a product
      {"]C10109501101530003", 5},  // GS1: an article
      {"]C100123456789012345675", 5},
      {"]Z6REVINF", 3},  // an answer to a command
      {"http:/x", 7},
      {"https://shop.example/p?x", 23},
      {"7415", 4},
      {"7411A", 5},
      {"042 1", 5},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const std::string_view text = each.text;
    CHECK(beginnings.may_become_card(text.substr(0, each.known_at - 1)));
    CHECK_FALSE(beginnings.may_become_card(text.substr(0, each.known_at)));
  }
}

TEST_CASE("what a scanner puts around its codes is taken away") {
  const CardRecogniser cards = testing::shop_cards();
  const CardBeginnings beginnings(cards, {"<#", "#>"});
  const std::string card = "<#0420000001232#>";
  for (std::size_t size = 0; size <= card.size(); ++size) {
    CHECK(beginnings.may_become_card(card.substr(0, size)));
  }
  CHECK(beginnings.stripped(card) == "0420000001232");
  CHECK(beginnings.stripped("<#>") == "<#>");
  CHECK(beginnings.stripped("<#0420000001232") == "<#0420000001232");
  CHECK_FALSE(beginnings.may_become_card("0"));
  CHECK_FALSE(beginnings.may_become_card("<#5"));
  CHECK_FALSE(beginnings.may_become_card("<#0420000001232#>#"));
}

TEST_CASE("a new kind of code is one line") {
  const CardRecogniser cards = testing::shop_cards();
  constexpr std::array<CodeKind, 1> kKinds{{{"LX", 6, Characters::alphanumeric}}};
  const CardBeginnings beginnings(cards, {}, kKinds);
  CHECK(beginnings.may_become_card("lx12a6"));
  CHECK_FALSE(beginnings.may_become_card("LX12A67"));
  CHECK_FALSE(beginnings.may_become_card("LX-"));
  CHECK_FALSE(beginnings.may_become_card("7411"));
}

}  // namespace
}  // namespace loyald::scanner
