// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "store/base/signature.h"
#include "store/base/time.h"

// The texts of codes that prove more than a card's number, digits alone:
//
//   signed    "7411" key:3 card signature:156
//   rotating  "7412" key:3 card time:10 code:8
//
// A card of digits is written as it is; one with letters makes the first four digits 7413 and 7414,
// and each of its characters two digits, A being 10. The signature is nine times seven bytes in 17
// digits and one byte in three, each big-endian. `time` is in seconds since 1970.
//
// Digits, because a QR code packs them best (a signed card of 13 digits is version 5, 37 modules a
// side; tests/scanner/card_token_size_test.cc prints it beside base32), and because scanners that
// type as keyboards get them through where a wrong layout or Caps Lock changes letters.
//
// The signature is over "lj1/card", the key's number and the card (card_words). The rotating code
// is RFC 6238's, as Google Wallet's rotating barcodes make it on the phone, with a key of the
// card's own. Pure, callable from any thread. What is genuine is decided in store/card_proof.h.
namespace loyald {

inline constexpr int kMaxCardKey = 999;  // keys are numbered from 1
inline constexpr std::size_t kMinTokenCard = 4;
inline constexpr std::size_t kMaxTokenCard = 64;

// Whose signature it is remains to be seen.
struct SignedCard {
  int key = 0;
  std::string card;  // canonical: digits and upper-case letters
  Signature signature{};
};

struct RotatingCode {
  int key = 0;
  std::string card;
  Timestamp time;    // whole seconds
  std::string code;  // kTotpDigits digits
};

using CardToken = std::variant<SignedCard, RotatingCode>;

const std::string& card_of(const CardToken& token);

// Nothing where the text, without blanks and AIM identifier, is not of that form.
std::optional<CardToken> read_card_token(std::string_view text);

// True where a token can name the card: 4 to 64 digits and upper-case letters.
bool fits_card_token(std::string_view card);

// What is signed, and the signed text itself; for a key of 1 to kMaxCardKey and a card that fits.
std::string card_words(int key, std::string_view card);
std::string signed_card_text(int key, const SigningSeed& seed, std::string_view card);

// What a rotating code is made from: 32 random bytes of the chain's, and the key of one card that
// follows from them, which its holder's phone gets.
using CodeMaster = std::array<std::uint8_t, 32>;
using CodeKey = std::array<std::uint8_t, 20>;
CodeKey code_key_of(const CodeMaster& master, std::string_view card);

// The text that a phone shows at `time`, and the pattern that makes Google Wallet show it
// (rotatingBarcode.valuePattern; totpDetails: TOTP_SHA1, kTotpPeriod, kTotpDigits and the card's
// key).
std::string rotating_code_text(int key, const CodeKey& code_key, std::string_view card,
                               Timestamp time);
std::string rotating_code_pattern(int key, std::string_view card);

}  // namespace loyald
