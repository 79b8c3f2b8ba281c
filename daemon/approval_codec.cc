// SPDX-License-Identifier: Apache-2.0
#include "daemon/approval_codec.h"

#include "daemon/field_check.h"
#include "daemon/identifier_codec.h"
#include "daemon/pin_hash.h"
#include "store/requests.h"

namespace loyald::daemon {

Result<Approval> parse_approval(const v1::Approval& message, const scanner::CardRecogniser& cards) {
  Approval approval;
  LOYALD_ASSIGN(approval.staff, parse_text("approval.staff", message.staff(), kMaxNameBytes));
  LOYALD_ASSIGN(approval.pin, parse_text("approval.pin", message.pin(), kMaxPinBytes));
  if (!message.card().empty()) {
    if (!approval.staff.empty() || !approval.pin.empty()) {
      return fail(Errc::invalid_argument, "approval.card: is of no use beside staff and pin",
                  "say either the card, or staff and pin");
    }
    LOYALD_ASSIGN(approval.card, parse_card("approval.card", message.card(), cards));
  }
  if (approval.staff.empty() != approval.pin.empty()) {
    return fail(Errc::invalid_argument,
                approval.staff.empty() ? "approval.staff: is required with a PIN"
                                       : "approval.pin: is required with staff",
                "say both, or scan the card of whoever approves");
  }
  return approval;
}

}  // namespace loyald::daemon
