// SPDX-License-Identifier: Apache-2.0
#include "store/base/card_token.h"

#include <algorithm>
#include <charconv>

#include "store/base/bytes.h"
#include "store/base/check.h"
#include "store/base/mac.h"
#include "store/base/totp.h"

namespace loyald {
namespace {

constexpr std::size_t kPrefixDigits = 4;
constexpr std::size_t kKeyDigits = 3;
constexpr std::size_t kTimeDigits = 10;
constexpr std::size_t kChunkBytes = 7;  // the most whose digits fit into 64 bits, packed best
constexpr std::size_t kChunkDigits = 17;
constexpr std::size_t kLastDigits = 3;  // of the one byte that is left
constexpr std::size_t kSignatureDigits =
    sizeof(Signature) / kChunkBytes * kChunkDigits + kLastDigits;
static_assert(sizeof(Signature) % kChunkBytes == 1);

enum class Form { signed_card, rotating };

struct Prefix {
  std::string_view digits;
  Form form;
  bool with_letters;  // in the card
};
constexpr std::array<Prefix, 4> kPrefixes = {{{"7411", Form::signed_card, false},
                                              {"7412", Form::rotating, false},
                                              {"7413", Form::signed_card, true},
                                              {"7414", Form::rotating, true}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

std::string padded(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i > 0; --i, value /= 10) {
    text[i - 1] = static_cast<char>('0' + value % 10);
  }
  CHECK(value == 0);
  return text;
}

// Of digits that fit into 64 bits.
std::uint64_t number_of(std::string_view digits) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  CHECK(read.ec == std::errc() && read.ptr == digits.data() + digits.size());
  return value;
}

std::string card_digits(std::string_view card) {
  if (all_digits(card)) return std::string(card);
  std::string digits;
  for (const char c : card) {
    digits += padded(static_cast<std::uint64_t>(is_digit(c) ? c - '0' : c - 'A' + 10), 2);
  }
  return digits;
}

std::optional<std::string> read_card(std::string_view digits, bool with_letters) {
  std::string card(with_letters ? "" : digits);
  if (with_letters && digits.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; with_letters && i < digits.size(); i += 2) {
    const std::uint64_t value = number_of(digits.substr(i, 2));
    if (value >= 36) return std::nullopt;
    card += static_cast<char>(value < 10 ? '0' + value : 'A' + (value - 10));
  }
  // Each card has one text: what two texts said would be one card to the till and two to a list.
  if (!fits_card_token(card) || all_digits(card) == with_letters) return std::nullopt;
  return card;
}

std::string head(Form form, int key, std::string_view card) {
  CHECK(fits_card_token(card) && 1 <= key && key <= kMaxCardKey);
  const bool with_letters = !all_digits(card);
  const auto* prefix = std::ranges::find_if(kPrefixes, [&](const Prefix& each) {
    return each.form == form && each.with_letters == with_letters;
  });
  return std::string(prefix->digits) + padded(static_cast<std::uint64_t>(key), kKeyDigits) +
         card_digits(card);
}

std::string signature_digits(const Signature& signature) {
  std::string digits;
  for (std::size_t i = 0; i < signature.size(); i += kChunkBytes) {
    std::uint64_t value = 0;
    const std::size_t end = std::min(signature.size(), i + kChunkBytes);
    for (std::size_t byte = i; byte < end; ++byte) value = value << 8 | signature[byte];
    digits += padded(value, end == signature.size() ? kLastDigits : kChunkDigits);
  }
  return digits;
}

std::optional<Signature> read_signature(std::string_view digits) {
  Signature signature{};
  for (std::size_t i = 0; i < signature.size(); i += kChunkBytes) {
    const std::size_t end = std::min(signature.size(), i + kChunkBytes);
    const std::size_t size = std::min(kChunkDigits, digits.size());
    std::uint64_t value = number_of(digits.substr(0, size));
    digits.remove_prefix(size);
    for (std::size_t byte = end; byte > i; --byte, value >>= 8) {
      signature[byte - 1] = static_cast<std::uint8_t>(value);
    }
    if (value != 0) return std::nullopt;
  }
  return signature;
}

}  // namespace

const std::string& card_of(const CardToken& token) {
  return std::visit([](const auto& each) -> const std::string& { return each.card; }, token);
}

bool fits_card_token(std::string_view card) {
  return card.size() >= kMinTokenCard && card.size() <= kMaxTokenCard &&
         std::ranges::all_of(card, [](char c) { return is_digit(c) || is_letter(c); });
}

std::optional<CardToken> read_card_token(std::string_view text) {
  const auto* prefix = std::ranges::find_if(
      kPrefixes, [&](const Prefix& each) { return text.starts_with(each.digits); });
  if (prefix == kPrefixes.end() || !all_digits(text)) return std::nullopt;
  const bool is_signed_form = prefix->form == Form::signed_card;
  const std::size_t tail = is_signed_form ? kSignatureDigits : kTimeDigits + kTotpDigits;
  if (text.size() <= kPrefixDigits + kKeyDigits + tail) return std::nullopt;
  const int key = static_cast<int>(number_of(text.substr(kPrefixDigits, kKeyDigits)));
  text.remove_prefix(kPrefixDigits + kKeyDigits);
  auto card = read_card(text.substr(0, text.size() - tail), prefix->with_letters);
  if (key == 0 || !card) return std::nullopt;
  text.remove_prefix(text.size() - tail);
  if (!is_signed_form) {
    const auto seconds = static_cast<std::int64_t>(number_of(text.substr(0, kTimeDigits)));
    return RotatingCode{
        key, *std::move(card), {seconds * 1000}, std::string(text.substr(kTimeDigits))};
  }
  const auto signature = read_signature(text);
  if (!signature) return std::nullopt;
  return SignedCard{key, *std::move(card), *signature};
}

std::string card_words(int key, std::string_view card) {
  std::string words = "lj1/card";
  append_u32be(words, static_cast<std::uint32_t>(key));
  words += card;
  return words;
}

std::string signed_card_text(int key, const SigningSeed& seed, std::string_view card) {
  return head(Form::signed_card, key, card) + signature_digits(sign(card_words(key, card), seed));
}

CodeKey code_key_of(const CodeMaster& master, std::string_view card) {
  CodeKey key{};
  hkdf_sha256(to_string(master), "lj1/rotating", card, key);
  return key;
}

std::string rotating_code_text(int key, const CodeKey& code_key, std::string_view card,
                               Timestamp time) {
  CHECK(time.ms >= 0);
  return head(Form::rotating, key, card) +
         padded(static_cast<std::uint64_t>(time.ms / 1000), kTimeDigits) +
         totp(to_string(code_key), totp_slot(time));
}

std::string rotating_code_pattern(int key, std::string_view card) {
  return head(Form::rotating, key, card) + "{totp_timestamp_seconds}{totp_value_0}";
}

}  // namespace loyald
