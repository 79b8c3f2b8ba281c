// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"

// PINs as they are kept: hashed with Argon2id and a salt of its own, so that the configuration
// tells nobody a PIN. Callable from any thread; hashing and verifying take some 50 ms of a
// processor and 32 MiB of memory each.
namespace loyald::daemon {

inline constexpr std::size_t kMinPinBytes = 4;
inline constexpr std::size_t kMaxPinBytes = 64;

// Printable text to keep. Errors: invalid_argument (too short, too long, characters that nobody can
// type), resource_exhausted (not enough memory).
Result<std::string> hash_pin(const std::string& pin);
// Whether text is one of those.
bool is_pin_hash(const std::string& text);
bool is_pin_of(const std::string& hash, const std::string& pin);

}  // namespace loyald::daemon
