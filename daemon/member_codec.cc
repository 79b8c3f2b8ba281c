// SPDX-License-Identifier: Apache-2.0
#include "daemon/member_codec.h"

#include <algorithm>

#include "daemon/identifier_codec.h"
#include "daemon/origin_codec.h"
#include "daemon/person_codec.h"

namespace loyald::daemon {
namespace {

// A name that programs and exports can rely on.
Result<std::string> parse_consent(const std::string& consent) {
  LOYALD_ASSIGN(std::string name, parse_required("consent", consent, kMaxNameBytes));
  const bool is_name = std::ranges::all_of(
      name, [](char c) { return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
  if (is_name) return name;
  return fail(Errc::invalid_argument, "consent: has other characters than a to z, 0 to 9 and \"-\"",
              "write it like \"marketing\" or \"sms-offers\"");
}

}  // namespace

Result<UpdateMemberRequest> parse(const v1::UpdateMemberRequest& message,
                                  const scanner::CardRecogniser& cards) {
  UpdateMemberRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "update_id", message.update_id()));
  LOYALD_ASSIGN(request.change, parse_person_change(message.profile()));
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

Result<SetConsentRequest> parse(const v1::SetConsentRequest& message,
                                const scanner::CardRecogniser& cards) {
  SetConsentRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "consent_id", message.consent_id()));
  LOYALD_ASSIGN(request.consent, parse_consent(message.consent()));
  LOYALD_ASSIGN(request.text_version,
                parse_text("text_version", message.text_version(), kMaxNameBytes));
  if (message.given() && request.text_version.empty()) {
    return fail(Errc::invalid_argument, "text_version: is required where a consent is given",
                "say which text the person saw");
  }
  request.given = message.given();
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

Result<SetMemberStatusRequest> parse(const v1::SetMemberStatusRequest& message,
                                     const scanner::CardRecogniser& cards) {
  SetMemberStatusRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "status_id", message.status_id()));
  LOYALD_ASSIGN(request.reason, parse_required("reason", message.reason(), kMaxReasonBytes));
  request.may_earn = !message.may_not_earn();
  request.may_spend = !message.may_not_spend();
  request.is_staff = message.is_staff();
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

Result<JoinHouseholdRequest> parse(const v1::JoinHouseholdRequest& message,
                                   const scanner::CardRecogniser& cards) {
  JoinHouseholdRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "join_id", message.join_id()));
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  if (message.with_card().empty() == message.household().empty()) {
    return fail(Errc::invalid_argument, "with_card: give either it or household",
                "name a member of the household, or the household itself");
  }
  if (!message.with_card().empty()) {
    LOYALD_ASSIGN(request.with, parse_identifier("with_card", message.with_card(), cards));
    return request;
  }
  const auto household = id_from_hex<MemberId>(message.household());
  if (!household) {
    return fail(Errc::invalid_argument, "household: is not 32 hexadecimal digits",
                "take it from the answer to Identify");
  }
  request.household = *household;
  return request;
}

Result<LeaveHouseholdRequest> parse(const v1::LeaveHouseholdRequest& message,
                                    const scanner::CardRecogniser& cards) {
  LeaveHouseholdRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "leave_id", message.leave_id()));
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

Result<SegmentsWanted> parse(const v1::SetMemberSegmentsRequest& message,
                             const scanner::CardRecogniser& cards) {
  SegmentsWanted wanted;
  wanted.change = {{message.add().begin(), message.add().end()},
                   {message.remove().begin(), message.remove().end()}};
  LOYALD_TRY(check_segments(wanted.change));
  LOYALD_ASSIGN(wanted.who, parse_identifier("card", message.card(), cards));
  return wanted;
}

}  // namespace loyald::daemon
