// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/base/hash.h"
#include "store/base/random.h"
#include "store/base/result.h"

namespace loyald::daemon {

// What a technician types at a store's PC to enrol it: 80 bits that nobody can guess, and the first
// 80 bits of the fingerprint of head office's authority, so that the store knows whom it shows them
// to. Written in Crockford's base 32 (crockford.com/base32.html), in groups of four, which can be
// read out on the telephone: no I, L, O, U. Pure; any thread.
struct EnrolmentCode {
  std::string secret;       // 16 characters
  std::string fingerprint;  // 16 characters
};

EnrolmentCode make_enrolment_code(Random& random, const Hash& authority);
// "XXXX-XXXX-…", 32 characters in all.
std::string format(const EnrolmentCode& code);
// Small letters, blanks and dashes anywhere, O for 0, I and L for 1 are taken. invalid_argument,
// saying what is wrong, where it cannot be one.
Result<EnrolmentCode> parse_enrolment_code(std::string_view text);
// Whether the code was made for the authority with this fingerprint.
bool names_authority(const EnrolmentCode& code, const Hash& authority);

}  // namespace loyald::daemon
