// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "store/base/time.h"

// Codes that change with the time (RFC 6238 with HMAC-SHA1, as wallets on phones make them). Pure,
// callable from any thread.
namespace loyald {

inline constexpr std::chrono::seconds kTotpPeriod(30);
inline constexpr std::size_t kTotpDigits = 8;

// Which of the spans of kTotpPeriod since 1970 an instant from 1970 on is in.
inline std::int64_t totp_slot(Timestamp time) {
  return time.ms / std::chrono::milliseconds(kTotpPeriod).count();
}

// The code of a slot, 0 or more: kTotpDigits digits.
std::string totp(std::string_view key, std::int64_t slot);

}  // namespace loyald
