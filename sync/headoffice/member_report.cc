// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/member_report.h"

#include <map>
#include <tuple>

#include "sync/headoffice/narrow.h"

namespace loyald {
namespace {

void set_standing(CentralBooks& books, const MemberId& member, v1::GetMemberResponse& response) {
  const v1::MemberStanding standing = books.standings.read(member);
  *response.mutable_tags() = books.segments.read(member).tags();
  if (const auto since = member_since(standing)) response.set_member_since(format(*since));
  response.set_may_not_earn(!may_earn(standing));
  response.set_may_not_spend(!may_spend(standing));
  response.set_is_staff(standing.status().is_staff());
  response.set_status_reason(standing.status().reason());
  if (const auto household = household_of(standing)) response.set_household(household->hex());
  for (const v1::ConsentRecord& from : standing.consents()) {
    v1::MemberConsent& consent = *response.add_consents();
    consent.set_consent(from.consent());
    consent.set_given(from.given());
    consent.set_text_version(from.text_version());
    consent.set_business_date(format(Date{from.business_date()}));
    consent.set_store_id(narrow(from.store_id()));
    consent.set_register_(from.register_id());
    consent.set_cashier(from.cashier_id());
  }
}

void set_profile(CentralBooks& books, const MemberId& member, v1::GetMemberResponse& response) {
  const auto profile = books.identifiers.profile(member);
  if (!profile) return;
  response.set_phone(profile->phone());
  response.set_mail(profile->mail());
  if (profile->has_birthday()) response.set_birthday(format(Date{profile->birthday()}));
}

void add_cards(CentralBooks& books, const MemberId& member, v1::GetMemberResponse& response) {
  for (const FoundIdentifier& found : books.identifiers.of_member(member)) {
    if (found.identifier.kind == IdentifierKind::card) response.add_cards(found.identifier.text);
  }
}

void add_merged(CentralBooks& books, const MemberId& member, v1::GetMemberResponse& response) {
  const v1::MergeRecord record = books.standings.record(member).merged();
  v1::MergedMember& merged = *response.add_merged();
  merged.set_member_id(member.hex());
  if (const auto profile = books.identifiers.profile(member)) merged.set_name(profile->name());
  merged.set_merged_at(format(time_of_hlc(record.hlc())));
  merged.set_reason(record.reason());
  merged.set_by(record.merged_by());
}

void add_held(CentralBooks& books, const MemberId& owner, v1::GetMemberResponse& response) {
  std::map<std::tuple<StoreId, std::string, bool>, Quantity> sums;
  for (const HeldLot& each : books.rights.of_owner(owner)) {
    sums[{each.holder.store_id, each.unit, false}] += each.own;
    sums[{each.holder.store_id, each.unit, true}] += each.granted;
  }
  for (const auto& [what, quantity] : sums) {
    if (quantity == 0) continue;
    v1::HeldUnits& held = *response.add_held();
    held.set_store_id(narrow(std::get<0>(what)));
    held.set_unit(std::get<1>(what));
    held.set_quantity(narrow(quantity));
    held.set_is_granted(std::get<2>(what));
  }
}

}  // namespace

v1::GetMemberResponse balances_report(CentralBooks& books, const MemberId& member,
                                      const MemberId& owner, Date day) {
  v1::GetMemberResponse response;
  response.set_member_id(member.hex());
  if (const auto profile = books.identifiers.profile(member)) response.set_name(profile->name());
  for (const programme::Wallet& wallet : books.wallets.read(owner)) {
    v1::MemberBalance& balance = *response.add_balances();
    balance.set_unit(wallet.unit);
    balance.set_spendable(narrow(programme::spendable(wallet, day)));
    balance.set_pending(narrow(programme::pending(wallet, day)));
    balance.set_debt(narrow(wallet.debt));
  }
  return response;
}

v1::GetMemberResponse member_report(CentralBooks& books, const MemberId& member, Date day) {
  v1::GetMemberResponse response =
      balances_report(books, member, books.standings.wallets_of(member), day);
  add_held(books, books.standings.wallets_of(member), response);
  set_standing(books, member, response);
  set_profile(books, member, response);
  add_cards(books, member, response);
  for (const MemberId& duplicate : books.standings.duplicates_of(member)) {
    add_cards(books, duplicate, response);
    add_merged(books, duplicate, response);
  }
  return response;
}

}  // namespace loyald
