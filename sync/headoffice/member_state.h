// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/sync.pb.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// All that head office knows of a member, for the feed, on that day. Of their returns those of the
// newest kMostReturnedSales sales that something of came back in the last kReturnsToldDays days: by
// the day of the last return, since a sale itself may not have come here yet.
v1::MemberState member_state(CentralBooks& books, const MemberId& member, Timestamp now);

}  // namespace loyald
