// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/headoffice.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// HeadOffice::merge_members.
Result<v1::MergeMembersResponse> merge_members(CentralBooks& books, Timestamp now,
                                               const v1::MergeMembersRequest& request);
// HeadOffice::unmerge_member.
Result<v1::UnmergeMemberResponse> unmerge_member(CentralBooks& books, Timestamp now,
                                                 const v1::UnmergeMemberRequest& request);

}  // namespace loyald
