// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/merging.h"

#include <algorithm>

#include "store/moving.h"
#include "sync/headoffice/awaiting.h"
#include "sync/headoffice/decision.h"
#include "sync/headoffice/follow_merge.h"
#include "sync/headoffice/following.h"
#include "sync/headoffice/member_report.h"
#include "sync/headoffice/member_search.h"
#include "sync/headoffice/narrow.h"
#include "sync/headoffice/own_journal.h"
#include "sync/headoffice/pool.h"

namespace loyald {
namespace {

v1::JournalEntry begin_entry(const MemberId& member, const MemberId& into,
                             const std::string& reason, const std::string& by, Timestamp now) {
  v1::JournalEntry entry;
  entry.set_business_date(day_of(now).days);
  entry.set_cashier_id(by);
  v1::Merge& merge = *entry.mutable_merge();
  merge.set_member_id(member.str());
  merge.set_into_member_id(into.str());
  merge.set_reason(reason);
  return entry;
}

Result<void> require_mergeable(CentralBooks& books, const MemberId& member, const MemberId& into) {
  if (household_of(books.standings.record(member))) {
    return fail(Errc::failed_precondition,
                "the member shares the wallets of a household, which are not theirs alone",
                "let them leave it at a store first, or merge the other one into them");
  }
  if (books.identifiers.profile(member) && !books.identifiers.profile(into)) {
    return fail(Errc::failed_precondition,
                "the member is registered and the one to merge them into is not",
                "merge the other way round, so that name and contacts stay");
  }
  const std::size_t merged =
      1 + books.standings.duplicates_of(member).size() + books.standings.duplicates_of(into).size();
  if (merged > kMaxMergedMembers) {
    return fail(Errc::resource_exhausted,
                "at most " + std::to_string(kMaxMergedMembers) + " members are merged into one");
  }
  return {};
}

// Of what came with the merge, what the wallets still have.
void give_back(const v1::MergeRecord& merged, const std::vector<programme::Wallet>& owner,
               const Move& move, v1::JournalEntry& entry) {
  for (const v1::LotChange& change : merged.moved()) {
    if (change.expires_on() <= entry.business_date()) continue;
    programme::Lot lot{{change.available_from()}, {change.expires_on()}, change.amount()};
    if (lot.amount > 0) lot.amount = std::clamp<Quantity>(amount_of(owner, change), 0, lot.amount);
    if (lot.amount != 0) move_lot(entry, move, change.unit(), lot);
  }
  for (const v1::DebtChange& change : merged.moved_debts()) {
    const Quantity known = wallet_of(owner, change.unit()).debt;
    const Quantity debt =
        change.amount() < 0 ? change.amount() : std::clamp<Quantity>(known, 0, change.amount());
    if (debt != 0) move_debt(entry, move, change.unit(), debt);
  }
}

// Whether no store holds what the entry takes from the owner.
bool is_in_pool(CentralBooks& books, const MemberId& owner, const v1::JournalEntry& entry) {
  const std::vector<programme::Wallet> pool = pool_of(books, owner);
  for (const v1::OwnedChanges& each : entry.others()) {
    if (each.owner_id() != owner.str()) continue;
    for (const v1::LotChange& change : each.changes()) {
      if (change.amount() < 0 && amount_of(pool, change) + change.amount() < 0) return false;
    }
  }
  return true;
}

// Whether nothing but bookings is known of the member.
bool is_bare(CentralBooks& books, const MemberId& member) {
  return !household_of(books.standings.record(member)) &&
         !merged_into(books.standings.record(member)) && !books.identifiers.profile(member) &&
         books.standings.duplicates_of(member).empty();
}

}  // namespace

std::set<MemberId> merge_strays(CentralBooks& books, const std::set<Stray>& strays, Timestamp now) {
  std::set<MemberId> concerned;
  if (books.awaited.any()) return concerned;
  for (const Stray& stray : strays) {
    const MemberId into = books.standings.survivor_of(stray.owner);
    if (into == stray.booked_on || !is_bare(books, stray.booked_on) ||
        !require_mergeable(books, stray.booked_on, into)) {
      continue;
    }
    v1::JournalEntry entry = begin_entry(
        stray.booked_on, into, "their card was used where nobody knew yet whose it is", "", now);
    if (!move_wallets(books, entry)) continue;
    append_own(books, std::move(entry), now);
    concerned.insert(into);
  }
  return concerned;
}

Result<v1::MergeMembersResponse> merge_members(CentralBooks& books, Timestamp now,
                                               const v1::MergeMembersRequest& request) {
  LOYALD_TRY(check_words(request.reason(), request.by()));
  LOYALD_TRY(require_nobody_awaited(books));
  LOYALD_ASSIGN(const MemberId member, find_member(books, request.member()));
  LOYALD_ASSIGN(const MemberId into, find_member(books, request.into()));
  v1::MergeMembersResponse response;
  response.set_already_merged(member == into);
  if (member != into) {
    LOYALD_TRY(require_mergeable(books, member, into));
    v1::JournalEntry entry = begin_entry(member, into, request.reason(), request.by(), now);
    LOYALD_TRY(move_wallets(books, entry));
    append_own(books, std::move(entry), now);
    follow_up(books, {member, into}, now);
  }
  *response.mutable_member() = member_report(books, into, day_of(now));
  return response;
}

Result<v1::UnmergeMemberResponse> unmerge_member(CentralBooks& books, Timestamp now,
                                                 const v1::UnmergeMemberRequest& request) {
  LOYALD_TRY(check_words(request.reason(), request.by()));
  LOYALD_TRY(require_nobody_awaited(books));
  LOYALD_ASSIGN(const MemberId member, find_own_member(books, request.member()));
  const v1::MergeRecord merged = books.standings.record(member).merged();
  const auto into = merged_into(books.standings.record(member));
  if (!into) {
    return fail(Errc::failed_precondition, "this member is not merged into another",
                "name one of those who were: \"headoffice member\" lists them with their ids");
  }
  if (merged_into(books.standings.record(*into))) {
    return fail(Errc::failed_precondition,
                "whom they are merged into, " + into->hex() + ", is merged in turn",
                "undo that first");
  }
  v1::JournalEntry entry = begin_entry(member, *into, request.reason(), request.by(), now);
  entry.mutable_merge()->set_is_undone(true);
  const MemberId owner = books.standings.wallets_of(*into);
  give_back(merged, books.wallets.read(owner), {owner, member}, entry);
  v1::UnmergeMemberResponse response;
  if (!is_in_pool(books, owner, entry)) {
    books.grant_queue.ask(owner, kHeadOfficeId, now);
    for (const StoreId store : holders_of(holdings_of(books, owner))) {
      response.add_awaited_stores(narrow(store));
    }
    *response.mutable_member() = member_report(books, *into, day_of(now));
    return response;
  }
  append_own(books, std::move(entry), now);
  *response.mutable_member() = member_report(books, member, day_of(now));
  *response.mutable_from() = member_report(books, *into, day_of(now));
  return response;
}

}  // namespace loyald
