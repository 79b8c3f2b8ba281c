// SPDX-License-Identifier: Apache-2.0
#include "store/fold.h"

#include "store/base/check.h"

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
    case v1::JournalEntry::KIND_NOT_SET:
      return kNobody;
  }
  return kNobody;
}

// The card that an entry says belongs to its member from now on, or is merely used with.
void fold_card(const v1::JournalEntry& entry, StoreId store, Identifiers& identifiers) {
  const MemberId member = member_of(entry);
  const Version version{entry.hlc(), store};
  const auto put = [&](const std::string& card, v1::CardState state) {
    if (!card.empty()) {
      identifiers.put({{IdentifierKind::card, card}, member, state, version});
    }
  };
  const auto used = [&](const std::string& card) {
    if (!card.empty()) identifiers.put_if_unknown({IdentifierKind::card, card}, member);
  };
  switch (entry.kind_case()) {
    case v1::JournalEntry::kEnrol:
      return put(entry.enrol().card(), v1::CARD_STATE_ACTIVE);
    case v1::JournalEntry::kLinkCard:
      return put(entry.link_card().card(), v1::CARD_STATE_ACTIVE);
    case v1::JournalEntry::kUnlinkCard:
      return put(entry.unlink_card().card(), entry.unlink_card().state());
    case v1::JournalEntry::kSale:
      return used(entry.sale().card());
    case v1::JournalEntry::kAdjust:
      return used(entry.adjust().card());
    default:
      return;
  }
}

}  // namespace

bool is_well_formed(const v1::JournalEntry& entry) { return member_bytes(entry).size() == 16; }

MemberId member_of(const v1::JournalEntry& entry) {
  const auto member = id_from_bytes<MemberId>(member_bytes(entry));
  CHECK(member);
  return *member;
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
      return "enrol";
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
    case v1::JournalEntry::KIND_NOT_SET:
      break;
  }
  return "unknown";
}

Result<void> fold(const v1::JournalEntry& entry, StoreId store, Wallets& wallets,
                  Identifiers& identifiers) {
  LOYALD_TRY(wallets.apply(member_of(entry), changes_of(entry), debts_of(entry)));
  fold_card(entry, store, identifiers);
  return {};
}

}  // namespace loyald
