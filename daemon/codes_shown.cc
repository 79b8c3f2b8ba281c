// SPDX-License-Identifier: Apache-2.0
#include "daemon/codes_shown.h"

#include <algorithm>

#include "store/base/card_token.h"

namespace loyald::daemon {

Result<void> CodesShown::note(Identifier& who, const std::string& register_id, Timestamp now) {
  const auto token = read_card_token(who.code);
  if (!token || !std::holds_alternative<RotatingCode>(*token) || register_id.empty()) return {};
  std::erase_if(
      shown_, [&](const auto& each) { return std::chrono::abs(now - each.second.at) > kCodeKept; });
  // Whoever floods a till with codes has to show each of them again.
  if (shown_.size() >= kMostCodesKept && !shown_.contains(who.code)) shown_.clear();
  const Shown& first = shown_.try_emplace(who.code, Shown{register_id, now}).first->second;
  if (first.register_id != register_id) {
    return fail(Errc::permission_denied,
                "this code was shown at register " + first.register_id + " just now",
                "ask for the code that the phone shows now");
  }
  who.shown_at = first.at;
  return {};
}

}  // namespace loyald::daemon
