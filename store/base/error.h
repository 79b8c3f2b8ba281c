// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace loyald {

// What can go wrong in a way the caller is expected to deal with. The order is the precedence:
// where two codes fit, the earlier one is returned. sync/rpc/error_codes.cc maps them to Connect.
enum class Errc {
  invalid_argument,     // the request is malformed or breaks a limit; repeating it cannot help
  not_a_card,           // the text matches no configured card format, or its check digit is wrong
  unauthenticated,      // no token, or not the one we know
  permission_denied,    // known, but not allowed: a blocked card, a lost card
  not_found,            // no such sale, member, reward, programme or entry
  already_exists,       // the same id was used for other content
  failed_precondition,  // not in this state: nothing left to return, a voided sale, no programme
                        // yet
  insufficient,         // not enough units to spend, or not enough may be spent offline
  resource_exhausted,   // too large, too many, or the disk is full
  unavailable,          // the other end or the disk is away; the same request may work later
  deadline_exceeded,    // no answer in time; the outcome is unknown
  data_loss,            // stored bytes do not verify
  unimplemented,        // no such method or encoding
  internal,             // a bug
};

std::string_view name(Errc code);

// True where repeating the very same request later may succeed.
bool is_transient(Errc code);

struct [[nodiscard]] Error {
  Error(Errc error_code, std::string text, std::string what_to_do = {})
      : code(error_code), message(std::move(text)), hint(std::move(what_to_do)) {}

  Errc code;
  std::string message;  // what is wrong, for the person who reads it
  std::string hint;     // what to do about it; may be empty

  friend bool operator==(const Error&, const Error&) = default;
};

}  // namespace loyald
