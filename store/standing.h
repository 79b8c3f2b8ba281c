// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "proto/loyald/v1/sync.pb.h"
#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/identifiers.h"

// What journals say of a member besides wallets and cards: consents, status, household, since when,
// who stands for them. All of it is merged by newest or earliest, so it does not depend on the
// order in which entries and states arrive, nor on how often. Pure functions, callable from any
// thread.
namespace loyald {

// The segment that staff are in by their status alone.
inline constexpr const char* kStaffTag = "staff";

// Takes from `from` what is newer (of each consent, of the status, of the household, of who stands
// for them) and the earlier first day. True where anything changed.
bool merge(v1::MemberStanding& into, const v1::MemberStanding& from);

// What an entry says of a member.
struct StandingOf {
  MemberId member;
  v1::MemberStanding standing;
};
// Of everybody it says anything of, its own member first. The entry must be well formed
// (is_well_formed of store/fold.h).
std::vector<StandingOf> standings_of(const v1::JournalEntry& entry, StoreId store);

// A member without a status may do both.
bool may_earn(const v1::MemberStanding& standing);
bool may_spend(const v1::MemberStanding& standing);
std::optional<Date> member_since(const v1::MemberStanding& standing);
// The owner of the wallets the member shares; nothing where they share none.
std::optional<MemberId> household_of(const v1::MemberStanding& standing);
// Who stands for the member since they were merged; nothing where they do themselves.
std::optional<MemberId> merged_into(const v1::MemberStanding& standing);
// What a person is who is found as two members: the newest of both, their first day of either; the
// wallets are those of `person` alone.
void take_person(v1::MemberStanding& person, v1::MemberStanding duplicate);
// Who referred them; nothing where nobody did.
std::optional<MemberId> referrer_of(const v1::MemberStanding& standing);
// Withheld where it was never given.
const v1::ConsentRecord* find_consent(const v1::MemberStanding& standing,
                                      const std::string& consent);

}  // namespace loyald
