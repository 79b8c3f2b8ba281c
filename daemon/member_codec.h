// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/register.pb.h"
#include "scanner/card_recogniser.h"
#include "store/base/result.h"
#include "store/requests.h"
#include "store/segments.h"

// A register's messages about members as the store's own requests, within the limits that
// register.proto promises. Errors: invalid_argument, naming the field; not_a_card. Pure; any
// thread.
namespace loyald::daemon {

Result<UpdateMemberRequest> parse(const v1::UpdateMemberRequest& message,
                                  const scanner::CardRecogniser& cards);
Result<SetConsentRequest> parse(const v1::SetConsentRequest& message,
                                const scanner::CardRecogniser& cards);
Result<SetMemberStatusRequest> parse(const v1::SetMemberStatusRequest& message,
                                     const scanner::CardRecogniser& cards);
Result<JoinHouseholdRequest> parse(const v1::JoinHouseholdRequest& message,
                                   const scanner::CardRecogniser& cards);
Result<LeaveHouseholdRequest> parse(const v1::LeaveHouseholdRequest& message,
                                    const scanner::CardRecogniser& cards);

struct SegmentsWanted {
  Identifier who;
  SegmentChange change;
};
Result<SegmentsWanted> parse(const v1::SetMemberSegmentsRequest& message,
                             const scanner::CardRecogniser& cards);

}  // namespace loyald::daemon
