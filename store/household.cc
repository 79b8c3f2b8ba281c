// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/base/check.h"
#include "store/moving.h"
#include "store/store.h"

// Members who share wallets.
namespace loyald {
namespace {

Result<void> require_may_move(const v1::MemberStanding& standing) {
  if (may_spend(standing)) return {};
  return fail(Errc::permission_denied,
              "a member who may not redeem cannot join a household: " + standing.status().reason(),
              "allow them to redeem first");
}

tl::unexpected<Error> in_another() {
  return fail(Errc::failed_precondition, "the member is in another household already",
              "let them leave it first");
}

}  // namespace

Result<void> Store::move_in(const MemberId& member, const MemberId& household, const Moment& moment,
                            v1::JournalEntry& entry) {
  LOYALD_TRY(require_may_move(books_.standings.read(member)));
  const Date day{entry.business_date()};
  for (const UnitView& unit : units_of(books_, policy_, member, day, moment.now)) {
    if (unit.held > 0) {
      return fail(
          Errc::failed_precondition,
          std::to_string(unit.held) + " " + unit.name + " of the member are held for a sale",
          "finish that sale or release the hold first");
    }
  }
  const std::vector<programme::Wallet> wallets = books_.wallets.read(member);
  for (const programme::Wallet& wallet :
       books_.spendable_here(member, wallets, books_.are_alone, moment.now)) {
    for (const programme::Lot& lot : wallet.lots) {
      if (lot.expires_on > day) move_lot(entry, {member, household}, wallet.unit, lot);
    }
  }
  if (!books_.are_alone) return {};  // head office moves the rest (sync/headoffice/following.h)
  for (const programme::Wallet& wallet : wallets) {
    if (wallet.debt != 0) move_debt(entry, {member, household}, wallet.unit, wallet.debt);
  }
  return {};
}

Result<Recorded> Store::join_household(const Moment& moment, const JoinHouseholdRequest& request) {
  CHECK(request.with.has_value() != request.household.has_value());
  LOYALD_ASSIGN(const FoundIdentifier who, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::JoinHousehold& join = *entry.mutable_join_household();
  join.set_member_id(who.member.str());
  std::optional<FoundIdentifier> with;
  std::optional<MemberId> household = request.household;
  if (request.with) {
    LOYALD_ASSIGN(with, books_.find_member(*request.with));
    join.set_with_member_id(with->member.str());
    household = household_of(books_.standings.read(with->member));
    if (with->member == who.member) {
      return fail(Errc::invalid_argument, "with_card: is the same member",
                  "name another member of the household");
    }
  } else {
    join.set_household_id(household->str());
  }
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_TRY(require_usable(who));
  if (with) LOYALD_TRY(require_usable(*with));
  const v1::MemberStanding standing = books_.standings.read(who.member);
  const auto present = household_of(standing);
  if (present && present != household) return in_another();
  std::uint64_t newest = standing.household().hlc();
  if (!household) {
    household = time_ordered_id<MemberId>(moment.now, random_);
    join.set_is_founding(true);
    LOYALD_TRY(move_in(with->member, *household, moment, entry));
    newest = std::max(newest, books_.standings.read(with->member).household().hlc());
  }
  const std::vector<MemberId> members = books_.standings.members_of(*household);
  if (members.empty() && !join.is_founding()) {
    return fail(Errc::not_found, "no household " + household->hex() + " is known here",
                "name it by the card of a member");
  }
  if (!present && members.size() >= kMaxHouseholdMembers) {
    return fail(Errc::resource_exhausted,
                "a household has at most " + std::to_string(kMaxHouseholdMembers) + " members");
  }
  join.set_household_id(household->str());
  LOYALD_TRY(move_in(who.member, *household, moment, entry));
  // Newer than what is known, whatever other stores' clocks were.
  entry.set_hlc(newest + 1);
  return books_.record(std::move(entry), moment.now);
}

Result<Recorded> Store::leave_household(const Moment& moment,
                                        const LeaveHouseholdRequest& request) {
  LOYALD_ASSIGN(const FoundIdentifier who, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::JoinHousehold& leave = *entry.mutable_join_household();
  leave.set_member_id(who.member.str());
  leave.set_leaves(true);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  const v1::MemberStanding standing = books_.standings.read(who.member);
  const auto household = household_of(standing);
  if (!household) {
    return fail(Errc::failed_precondition, "the member is in no household",
                "there is nothing to leave");
  }
  leave.set_household_id(household->str());
  entry.set_hlc(standing.household().hlc() + 1);
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald
