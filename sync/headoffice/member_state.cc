// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/member_state.h"

namespace loyald {

v1::MemberState member_state(CentralBooks& books, const MemberId& member, Timestamp now) {
  v1::MemberState state;
  state.set_member_id(member.str());
  for (const programme::Wallet& from : books.wallets.read(member)) {
    v1::WalletState& wallet = *state.add_wallets();
    wallet.set_unit(from.unit);
    wallet.set_debt(from.debt);
    for (const programme::Lot& lot : from.lots) {
      v1::LotState& to = *wallet.add_lots();
      to.set_available_from(lot.available_from.days);
      to.set_expires_on(lot.expires_on.days);
      to.set_amount(lot.amount);
    }
  }
  for (const FoundIdentifier& found : books.identifiers.of_member(member)) {
    // Phone and mail travel with the profile.
    if (found.identifier.kind != IdentifierKind::card) continue;
    v1::CardRecord& card = *state.add_cards();
    card.set_card(found.identifier.text);
    card.set_state(found.state);
    card.set_hlc(found.version.hlc);
    card.set_store_id(found.version.store_id);
  }
  if (auto profile = books.identifiers.profile(member)) {
    *state.mutable_profile() = *std::move(profile);
  }
  if (v1::MemberStanding standing = books.standings.record(member); standing.ByteSizeLong() > 0) {
    *state.mutable_standing() = std::move(standing);
  }
  if (v1::MemberSegments segments = books.segments.read(member); segments.hlc() > 0) {
    *state.mutable_segments() = std::move(segments);
  }
  for (v1::ReturnedSale& sale : books.returns.of_member(member, day_of(now) + -kReturnsTold)) {
    *state.add_returned() = std::move(sale);
  }
  return state;
}

}  // namespace loyald
