// SPDX-License-Identifier: Apache-2.0
#include "store/base/card_token.h"

#include <doctest/doctest.h>

#include "store/base/random.h"

namespace loyald {
namespace {

constexpr Timestamp kNow{1'700'000'010'250};

std::string random_card(Random& random, std::string_view characters) {
  std::string card(kMinTokenCard + random.below(kMaxTokenCard - kMinTokenCard + 1), '0');
  for (char& c : card) c = characters[random.below(characters.size())];
  return card;
}

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kAll = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_genuine(const SignedCard& card, const PublicKey& key) {
  return is_signed(card_words(card.key, card.card), card.signature, key);
}

TEST_CASE("what was written is read: signed cards of every length") {
  SeededRandom random(1);
  for (int i = 0; i < 500; ++i) {
    SigningSeed seed{};
    random.fill(seed);
    const int key = 1 + static_cast<int>(random.below(kMaxCardKey));
    const std::string card = random_card(random, i % 2 == 0 ? kDigits : kAll);
    const std::string text = signed_card_text(key, seed, card);
    CHECK(text.find_first_not_of(kDigits) == std::string::npos);
    const auto read = read_card_token(text);
    REQUIRE(read);
    const auto& token = std::get<SignedCard>(*read);
    CHECK(token.key == key);
    CHECK(token.card == card);
    CHECK(card_of(*read) == card);
    CHECK(is_genuine(token, public_key_of(seed)));
  }
}

TEST_CASE("every changed digit of a signed card is noticed, and every digit left out or added") {
  const SigningSeed seed{7};
  const PublicKey key = public_key_of(seed);
  for (const std::string card : {"0420000001232", "AB12"}) {
    const std::string text = signed_card_text(12, seed, card);
    const auto is_accepted = [&](const std::string& changed) {
      const auto read = read_card_token(changed);
      const auto* token = read ? std::get_if<SignedCard>(&*read) : nullptr;
      return token != nullptr && is_genuine(*token, key);
    };
    REQUIRE(is_accepted(text));
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const char digit : kDigits) {
        std::string changed = text;
        changed[at] = digit;
        CHECK(is_accepted(changed) == (digit == text[at]));
        CHECK_FALSE(is_accepted(text.substr(0, at) + digit + text.substr(at)));
      }
      CHECK_FALSE(is_accepted(text.substr(0, at) + text.substr(at + 1)));
    }
    CHECK_FALSE(is_accepted(text + text));
    CHECK_FALSE(is_accepted(text + " "));
  }
}

TEST_CASE("a signature is of one card and one key's number") {
  const SigningSeed seed{7};
  const std::string text = signed_card_text(12, seed, "0420000001232");
  const auto token = std::get<SignedCard>(*read_card_token(text));
  CHECK(is_genuine(token, public_key_of(seed)));
  CHECK_FALSE(is_genuine(token, public_key_of({8})));
  CHECK_FALSE(is_genuine({13, token.card, token.signature}, public_key_of(seed)));
  CHECK_FALSE(is_genuine({12, "0420000001249", token.signature}, public_key_of(seed)));
  // Words that this key signs for something else are no card's.
  CHECK(card_words(12, "0420").starts_with("lj1/card"));
}

TEST_CASE("rotating codes are read back, and each card has a key of its own") {
  SeededRandom random(2);
  CodeMaster master{};
  random.fill(master);
  for (int i = 0; i < 200; ++i) {
    const std::string card = random_card(random, i % 2 == 0 ? kDigits : kAll);
    const CodeKey key = code_key_of(master, card);
    CHECK(key != code_key_of(master, card + "0"));
    CHECK(key != code_key_of({}, card));
    const std::string text = rotating_code_text(3, key, card, kNow);
    const auto read = read_card_token(text);
    REQUIRE(read);
    const auto& token = std::get<RotatingCode>(*read);
    CHECK(token.key == 3);
    CHECK(token.card == card);
    CHECK(token.time == Timestamp{1'700'000'010'000});
    CHECK(token.code.size() == 8);
  }
}

TEST_CASE("a wallet's pattern makes the same text") {
  const std::string card = "0420000001232";
  std::string pattern = rotating_code_pattern(3, card);
  CHECK(pattern == "74120030420000001232{totp_timestamp_seconds}{totp_value_0}");
  const std::string text = rotating_code_text(3, code_key_of({}, card), card, kNow);
  CHECK(text.starts_with("741200304200000012321700000010"));
  CHECK(text.size() == 38);
}

TEST_CASE("other texts are no tokens") {
  const std::string text = signed_card_text(12, {7}, "0420000001232");
  for (const std::string& other :
       {std::string(), std::string("7411"), std::string("0420000001232"),
        std::string(text.size(), '7'), "7415" + text.substr(4), "]Q1" + text,
        "7411000" + text.substr(7),  // there is no key 0
        "7413" + text.substr(4),     // a card of digits is not written as letters
        "7411012" + std::string(65, '1') + text.substr(20),
        "7412003042" + std::string(18, '1')}) {  // a card of 3
    CHECK_FALSE(read_card_token(other));
  }
  // The largest numbers of each part do not fit into its bytes.
  CHECK_FALSE(read_card_token(text.substr(0, 20) + std::string(156, '9')));
  CHECK_FALSE(read_card_token(text.substr(0, text.size() - 3) + "256"));
}

TEST_CASE("any digits are read without harm") {
  SeededRandom random(3);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "741" + std::to_string(1 + random.below(4));
    text.resize(4 + random.below(300));
    for (std::size_t at = 4; at < text.size(); ++at) text[at] = kDigits[random.below(10)];
    if (const auto read = read_card_token(text)) CHECK(fits_card_token(card_of(*read)));
  }
}

}  // namespace
}  // namespace loyald
