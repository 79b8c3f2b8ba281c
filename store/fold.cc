// SPDX-License-Identifier: Apache-2.0
#include "store/fold.h"

#include <algorithm>

#include "store/base/amounts.h"
#include "store/base/check.h"
#include "store/base/hash.h"

namespace loyald {
namespace {

const std::string& member_bytes(const v1::JournalEntry& entry) {
  static const std::string kNobody;
  switch (entry.kind_case()) {
    case v1::JournalEntry::kEnrol:
      return entry.enrol().member_id();
    case v1::JournalEntry::kLinkCard:
      return entry.link_card().member_id();
    case v1::JournalEntry::kUnlinkCard:
      return entry.unlink_card().member_id();
    case v1::JournalEntry::kSale:
      return entry.sale().member_id();
    case v1::JournalEntry::kSaleReturn:
      return entry.sale_return().member_id();
    case v1::JournalEntry::kSaleVoid:
      return entry.sale_void().member_id();
    case v1::JournalEntry::kAdjust:
      return entry.adjust().member_id();
    case v1::JournalEntry::kHold:
      return entry.hold().member_id();
    case v1::JournalEntry::kRelease:
      return entry.release().member_id();
    case v1::JournalEntry::kConsent:
      return entry.consent().member_id();
    case v1::JournalEntry::kMemberStatus:
      return entry.member_status().member_id();
    case v1::JournalEntry::kJoinHousehold:
      return entry.join_household().member_id();
    case v1::JournalEntry::kEvent:
      return entry.event().member_id();
    case v1::JournalEntry::kStock:
      return entry.stock().member_id();
    case v1::JournalEntry::kMerge:
      return entry.merge().member_id();
    case v1::JournalEntry::kSettle:
      return entry.settle().member_id();
    case v1::JournalEntry::kTransfer:
      return entry.transfer().member_id();
    case v1::JournalEntry::kSeal:
      return entry.seal().member_id();
    case v1::JournalEntry::kGrantAccept:
      return entry.grant_accept().member_id();
    case v1::JournalEntry::kRightsRelease:
      return entry.rights_release().member_id();
    case v1::JournalEntry::kClose:
      return entry.close().member_id();
    case v1::JournalEntry::KIND_NOT_SET:
      return kNobody;
  }
  return kNobody;
}

bool is_well_formed(const v1::ForeignSale& foreign) {
  return foreign.incarnation().size() == 16 && foreign.store_id() <= INT64_MAX &&
         foreign.seq() <= INT64_MAX;
}

// The sums of what came back must stay far inside 64 bits, whoever wrote the entry.
bool is_well_formed(const v1::SaleReturn& made) {
  if (made.has_foreign() && !is_well_formed(made.foreign())) return false;
  return std::all_of(made.lines().begin(), made.lines().end(), [](const v1::ReturnedLine& line) {
    return line.line() >= 1 && 0 <= line.quantity_before() &&
           line.quantity_before() <= line.quantity_after() && line.quantity_after() <= kMaxAmount;
  });
}

}  // namespace

bool is_well_formed(const v1::JournalEntry& entry) {
  constexpr std::size_t kIdBytes = 16;
  for (const v1::OwnedChanges& other : entry.others()) {
    if (other.owner_id().size() != kIdBytes) return false;
  }
  if (entry.has_join_household()) {
    const v1::JoinHousehold& join = entry.join_household();
    if (join.household_id().size() != kIdBytes) return false;
    if (join.is_founding() && join.with_member_id().size() != kIdBytes) return false;
  }
  if (entry.has_merge() && entry.merge().into_member_id().size() != kIdBytes) return false;
  for (const std::string& owner : entry.rights_release().owner_ids()) {
    if (owner.size() != kIdBytes) return false;
  }
  if (entry.seal().through_seq() > INT64_MAX) return false;
  if (!is_well_formed(entry.sale_return())) return false;
  if (entry.sale_void().has_foreign() && !is_well_formed(entry.sale_void().foreign())) return false;
  const std::size_t referrer = entry.enrol().referrer_id().size();
  if (referrer != 0 && referrer != kIdBytes) return false;
  return member_bytes(entry).size() == kIdBytes &&
         (entry.wallet_id().empty() || entry.wallet_id().size() == kIdBytes);
}

MemberId member_of(const v1::JournalEntry& entry) {
  const auto member = id_from_bytes<MemberId>(member_bytes(entry));
  CHECK(member);
  return *member;
}

MemberId owner_of_store(StoreId store) {
  const Hash hash = sha256("loyald/store/1:" + std::to_string(store));
  MemberId owner;
  std::copy_n(hash.begin(), owner.bytes.size(), owner.bytes.begin());
  return owner;
}

MemberId owner_of(const v1::JournalEntry& entry) {
  if (entry.wallet_id().empty()) return member_of(entry);
  const auto owner = id_from_bytes<MemberId>(entry.wallet_id());
  CHECK(owner);
  return *owner;
}

std::vector<OwnedChanges> owned_changes(const v1::JournalEntry& entry) {
  std::vector<OwnedChanges> all;
  const auto add = [&](const MemberId& owner, const LotChanges& lots, const DebtChanges& debts) {
    auto known = std::ranges::find(all, owner, &OwnedChanges::owner);
    if (known == all.end()) known = all.insert(all.end(), OwnedChanges{owner, {}, {}});
    known->lots.insert(known->lots.end(), lots.begin(), lots.end());
    known->debts.insert(known->debts.end(), debts.begin(), debts.end());
  };
  const MemberId first = owner_of(entry);
  add(first, changes_of(entry), debts_of(entry));
  add(first, entry.settled().changes(), entry.settled().debts());
  for (const v1::OwnedChanges& other : entry.others()) {
    const auto owner = id_from_bytes<MemberId>(other.owner_id());
    CHECK(owner);
    add(*owner, other.changes(), other.debts());
  }
  return all;
}

OwnedChanges changes_for(const v1::JournalEntry& entry, const MemberId& owner) {
  for (OwnedChanges& each : owned_changes(entry)) {
    if (each.owner == owner) return std::move(each);
  }
  return {owner, {}, {}};
}

const LotChanges& changes_of(const v1::JournalEntry& entry) {
  static const LotChanges kNone;
  switch (entry.kind_case()) {
    case v1::JournalEntry::kSale:
      return entry.sale().changes();
    case v1::JournalEntry::kSaleReturn:
      return entry.sale_return().changes();
    case v1::JournalEntry::kSaleVoid:
      return entry.sale_void().changes();
    case v1::JournalEntry::kAdjust:
      return entry.adjust().changes();
    case v1::JournalEntry::kEnrol:
      return entry.enrol().changes();
    case v1::JournalEntry::kEvent:
      return entry.event().changes();
    case v1::JournalEntry::kStock:
      return entry.stock().changes();
    default:
      return kNone;
  }
}

const DebtChanges& debts_of(const v1::JournalEntry& entry) {
  static const DebtChanges kNone;
  switch (entry.kind_case()) {
    case v1::JournalEntry::kSaleReturn:
      return entry.sale_return().debts();
    case v1::JournalEntry::kSaleVoid:
      return entry.sale_void().debts();
    default:
      return kNone;
  }
}

std::string_view kind_of(const v1::JournalEntry& entry) {
  switch (entry.kind_case()) {
    case v1::JournalEntry::kEnrol:
      return entry.enrol().is_update() ? "update_member" : "enrol";
    case v1::JournalEntry::kLinkCard:
      return "link_card";
    case v1::JournalEntry::kUnlinkCard:
      return "unlink_card";
    case v1::JournalEntry::kSale:
      return "sale";
    case v1::JournalEntry::kSaleReturn:
      return "return";
    case v1::JournalEntry::kSaleVoid:
      return "void";
    case v1::JournalEntry::kAdjust:
      return "adjust";
    case v1::JournalEntry::kHold:
      return "hold";
    case v1::JournalEntry::kRelease:
      return "release";
    case v1::JournalEntry::kConsent:
      return "consent";
    case v1::JournalEntry::kMemberStatus:
      return "member_status";
    case v1::JournalEntry::kJoinHousehold:
      return entry.join_household().leaves() ? "leave_household" : "join_household";
    case v1::JournalEntry::kEvent:
      return "event";
    case v1::JournalEntry::kStock:
      return "stock";
    case v1::JournalEntry::kMerge:
      return entry.merge().is_undone() ? "unmerge" : "merge";
    case v1::JournalEntry::kSettle:
      return "settle";
    case v1::JournalEntry::kTransfer:
      return "transfer";
    case v1::JournalEntry::kSeal:
      return "seal";
    case v1::JournalEntry::kGrantAccept:
      return "grant_accept";
    case v1::JournalEntry::kRightsRelease:
      return "rights_release";
    case v1::JournalEntry::kClose:
      return "close";
    case v1::JournalEntry::KIND_NOT_SET:
      break;
  }
  return "unknown";
}

std::optional<FoundIdentifier> card_of(const v1::JournalEntry& entry, StoreId store) {
  if (is_about_rights(entry)) return std::nullopt;
  const MemberId member = member_of(entry);
  using Card = std::optional<FoundIdentifier>;
  const auto set = [&](const std::string& card, v1::CardState state) -> Card {
    if (card.empty()) return std::nullopt;
    return FoundIdentifier{{IdentifierKind::card, card}, member, state, {entry.hlc(), store}};
  };
  // One that nobody has linked identifies the member that its number says, whoever stands for them.
  const auto used = [&](const std::string& card) -> Card {
    if (card.empty() || member != member_of_unknown_card(card)) return std::nullopt;
    return FoundIdentifier{{IdentifierKind::card, card}, member, v1::CARD_STATE_ACTIVE, {}};
  };
  switch (entry.kind_case()) {
    case v1::JournalEntry::kEnrol:
      if (entry.enrol().is_update()) return used(entry.enrol().card());
      return set(entry.enrol().card(), v1::CARD_STATE_ACTIVE);
    case v1::JournalEntry::kLinkCard:
      return set(entry.link_card().card(), v1::CARD_STATE_ACTIVE);
    case v1::JournalEntry::kUnlinkCard:
      return set(entry.unlink_card().card(), entry.unlink_card().state());
    case v1::JournalEntry::kSale:
      return used(entry.sale().card());
    case v1::JournalEntry::kAdjust:
      return used(entry.adjust().card());
    case v1::JournalEntry::kEvent:
      return used(entry.event().card());
    default:
      return std::nullopt;
  }
}

bool is_about_rights(const v1::JournalEntry& entry) {
  return entry.has_seal() || entry.has_grant_accept() || entry.has_rights_release() ||
         entry.has_close();
}

EntryEffects effects_of(const v1::JournalEntry& entry, StoreId store) {
  EntryEffects effects{owned_changes(entry), card_of(entry, store), standings_of(entry, store), {}};
  if (is_about_rights(entry)) return effects;
  std::vector<MemberId>& touched = effects.touched;
  touched.push_back(member_of(entry));
  const auto touch = [&](const MemberId& id) {
    if (std::find(touched.begin(), touched.end(), id) == touched.end()) touched.push_back(id);
  };
  for (const OwnedChanges& each : effects.owned) touch(each.owner);
  for (const StandingOf& each : effects.standings) touch(each.member);
  return effects;
}

Result<void> fold(const EntryEffects& effects, const Ledger& ledger) {
  for (const OwnedChanges& each : effects.owned) {
    LOYALD_TRY(ledger.wallets.apply(each.owner, each.lots, each.debts));
  }
  if (effects.card) ledger.identifiers.put(*effects.card);
  for (const StandingOf& each : effects.standings) {
    ledger.standings.merge(each.member, each.standing);
  }
  return {};
}

}  // namespace loyald
