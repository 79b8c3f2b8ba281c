// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/headoffice.pb.h"
#include "sync/headoffice/central_books.h"

// What head office tells people of one member. Both throw sql::Error.
namespace loyald {

// Name and the balances of the wallets of `owner`: the member's own, or those they share.
v1::GetMemberResponse balances_report(CentralBooks& books, const MemberId& member,
                                      const MemberId& owner, Date day);

// All of it, of a member who stands for themselves.
v1::GetMemberResponse member_report(CentralBooks& books, const MemberId& member, Date day);

}  // namespace loyald
