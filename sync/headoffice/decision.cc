// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/decision.h"

#include "store/base/text.h"
#include "store/requests.h"

namespace loyald {

Result<void> check_words(const std::string& reason, const std::string& by) {
  if (trim(reason).empty() || reason.size() > kMaxReasonBytes) {
    return fail(Errc::invalid_argument,
                "reason: say why, in 1 to " + std::to_string(kMaxReasonBytes) + " bytes");
  }
  if (by.size() > kMaxDecidedByBytes) {
    return fail(Errc::invalid_argument,
                "by: at most " + std::to_string(kMaxDecidedByBytes) + " bytes");
  }
  return {};
}

}  // namespace loyald
