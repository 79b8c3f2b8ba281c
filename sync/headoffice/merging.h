// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "proto/loyald/v1/headoffice.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"
#include "sync/headoffice/projection.h"

namespace loyald {

// HeadOffice::merge_members.
Result<v1::MergeMembersResponse> merge_members(CentralBooks& books, Timestamp now,
                                               const v1::MergeMembersRequest& request);
// HeadOffice::unmerge_member.
Result<v1::UnmergeMemberResponse> unmerge_member(CentralBooks& books, Timestamp now,
                                                 const v1::UnmergeMemberRequest& request);

// Merges who was booked on because a store did not know whose card was shown into whose it is,
// where nothing but bookings is known of them; returns into whom. Later, where a store is awaited:
// they are found again with the next use of the card. Needs a transaction; throws sql::Error.
std::set<MemberId> merge_strays(CentralBooks& books, const std::set<Stray>& strays, Timestamp now);

}  // namespace loyald
