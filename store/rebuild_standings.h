// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "store/books.h"

namespace loyald {

using StandingsByMember = std::map<MemberId, v1::MemberStanding>;

// What the table standing must say: head office's last word on every member, merged with the
// journal's later entries. Throws sql::Error.
StandingsByMember standings_from_journal(Books& books);

// How many members' standings are not as `expected` says.
std::size_t count_different(Standings& standings, const StandingsByMember& expected);

// Makes the table say what `expected` says. Needs a transaction.
void write_standings(Standings& standings, const StandingsByMember& expected);

}  // namespace loyald
