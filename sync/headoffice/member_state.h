// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/sync.pb.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// All that head office knows of a member, for the feed.
v1::MemberState member_state(CentralBooks& books, const MemberId& member);

}  // namespace loyald
