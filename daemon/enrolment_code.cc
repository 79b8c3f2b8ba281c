// SPDX-License-Identifier: Apache-2.0
#include "daemon/enrolment_code.h"

#include <array>
#include <span>

namespace loyald::daemon {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kHalf = 16;  // characters
constexpr std::size_t kHalfBytes = 10;
constexpr std::size_t kGroup = 4;

std::string encode(std::span<const std::uint8_t> bytes) {
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 5; count -= 5) {
      text.push_back(kAlphabet[bits >> (count - 5) & 31U]);
    }
  }
  return text;
}

// What somebody may have written for it.
char as_written(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') return '0';
  if (c == 'I' || c == 'L') return '1';
  return c;
}

std::string fingerprint_text(const Hash& authority) {
  return encode(std::span(authority).first<kHalfBytes>());
}

}  // namespace

EnrolmentCode make_enrolment_code(Random& random, const Hash& authority) {
  std::array<std::uint8_t, kHalfBytes> secret;
  random.fill(secret);
  return {encode(secret), fingerprint_text(authority)};
}

std::string format(const EnrolmentCode& code) {
  const std::string all = code.secret + code.fingerprint;
  std::string text;
  for (std::size_t at = 0; at < all.size(); at += kGroup) {
    text += (at == 0 ? "" : "-") + all.substr(at, kGroup);
  }
  return text;
}

Result<EnrolmentCode> parse_enrolment_code(std::string_view text) {
  std::string all;
  for (const char written : text) {
    const char c = as_written(written);
    if (c == '-' || c == ' ') continue;
    if (kAlphabet.find(c) == std::string_view::npos) {
      return fail(Errc::invalid_argument,
                  "an enrolment code has no \"" + std::string(1, written) + "\"",
                  "type it as \"loyalctl headoffice enrol\" printed it");
    }
    all.push_back(c);
  }
  if (all.size() != 2 * kHalf) {
    return fail(Errc::invalid_argument,
                "an enrolment code has " + std::to_string(2 * kHalf) + " characters, this has " +
                    std::to_string(all.size()),
                "type it as \"loyalctl headoffice enrol\" printed it");
  }
  return EnrolmentCode{all.substr(0, kHalf), all.substr(kHalf)};
}

bool names_authority(const EnrolmentCode& code, const Hash& authority) {
  return code.fingerprint == fingerprint_text(authority);
}

}  // namespace loyald::daemon
