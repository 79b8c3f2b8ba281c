// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/identifiers.h"
#include "store/standings.h"
#include "store/wallets.h"

namespace loyald {

// What an entry, which must live as long, adds to one owner's wallets.
struct OwnedChanges {
  MemberId owner;
  LotRefs lots;
  DebtRefs debts;
};

// Whom an entry is about. CHECKs that it has a kind with a 16-byte member id; is_well_formed says
// so beforehand for entries of another machine.
MemberId member_of(const v1::JournalEntry& entry);
bool is_well_formed(const v1::JournalEntry& entry);

// Owns a store's own units: gifts in stock, quotas used, tickets drawn.
MemberId owner_of_store(StoreId store);

// Whose wallets an entry changes first: its member's, or those that the member shares with others.
MemberId owner_of(const v1::JournalEntry& entry);

// What an entry's kind adds to the lots and debts of owner_of(), without what it settles.
const LotChanges& changes_of(const v1::JournalEntry& entry);
const DebtChanges& debts_of(const v1::JournalEntry& entry);

// What an entry adds to the wallets of everybody: owner_of() first, also where that is nothing,
// with what it settles, then others, each owner once. CHECKs that owner ids have 16 bytes;
// is_well_formed says so.
std::vector<OwnedChanges> owned_changes(const v1::JournalEntry& entry);
// The same for one owner; nothing where the entry does not touch their wallets.
OwnedChanges changes_for(const v1::JournalEntry& entry, const MemberId& owner);

// "sale", "return", "void", "adjust", "hold", "release", "enrol", "update_member", "link_card",
// "unlink_card", "consent", "member_status", "join_household", "leave_household", "event", "stock",
// "merge", "unmerge", "settle", "transfer", "seal", "grant_accept", "rights_release", "close".
std::string_view kind_of(const v1::JournalEntry& entry);

// The card that an entry says belongs to its member from now on; or that it was merely used with,
// and nobody has linked: with the version that any other is newer than.
std::optional<FoundIdentifier> card_of(const v1::JournalEntry& entry, StoreId store);

// True of entries that change nobody's wallets, only what the store may spend of them
// (store/rights.h).
bool is_about_rights(const v1::JournalEntry& entry);

// The tables of the ledger.
struct Ledger {
  Wallets& wallets;
  Identifiers& identifiers;
  Standings& standings;
};

// All of that, read once for whoever asks out of an entry that lives as long.
struct EntryEffects {
  std::vector<OwnedChanges> owned;
  std::optional<FoundIdentifier> card;
  std::vector<StandingOf> standings;
  // Everybody whom it is about: its member, every owner of wallets that it changes, and whoever
  // else it says something of, each once. Nobody where it is about rights.
  std::vector<MemberId> touched;
};
EntryEffects effects_of(const v1::JournalEntry& entry, StoreId store);

// Writes what an entry means into the ledger. The one fold, at store and head office alike: it only
// adds what the entry says, so wallets do not depend on the order in which stores are folded.
// invalid_argument where a wallet would overflow; the caller rolls back. Throws sql::Error.
Result<void> fold(const EntryEffects& effects, const Ledger& ledger);

}  // namespace loyald
