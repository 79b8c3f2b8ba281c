// SPDX-License-Identifier: Apache-2.0
#include "store/rules_context.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/fold.h"
#include "store/programme/why_not_met.h"
#include "store/standing.h"

namespace loyald {
namespace {

// What conditions may know, of the member's birthday only what they ask.
programme::Circumstances circumstances_of(Books& books, const MemberView& member, StoreId store,
                                          const programme::Programme& programme,
                                          const programme::SaleSetting& setting, Date day) {
  programme::Circumstances circumstances{0, setting, member.segments, {}};
  circumstances.store = static_cast<std::int64_t>(store);
  const bool is_staff = member.standing.status().is_staff();
  if (is_staff && std::ranges::find(circumstances.tags, kStaffTag) == circumstances.tags.end()) {
    circumstances.tags.emplace_back(kStaffTag);
  }
  circumstances.may_earn = may_earn(member.standing);
  circumstances.member_since = member_since(member.standing);
  circumstances.language = member.language;
  circumstances.shown_as = member.shown_as;
  const auto profile = books.identifiers.profile(member.member);
  if (profile && profile->has_birthday()) {
    circumstances.birthday = answer_birthdays(programme, Date{profile->birthday()}, day);
  }
  return circumstances;
}

}  // namespace

std::vector<programme::MemberUnits> situation_units(const std::vector<UnitView>& views) {
  std::vector<programme::MemberUnits> units;
  for (const UnitView& view : views)
    units.push_back({view.wallet, view.safe_to_spend, view.rights});
  return units;
}

std::vector<programme::MemberUnits> whole_units(std::vector<programme::Wallet> wallets, Date day) {
  std::vector<programme::MemberUnits> units;
  for (programme::Wallet& wallet : wallets) {
    const Quantity safe = programme::spendable(wallet, day);
    units.push_back({std::move(wallet), safe});
  }
  return units;
}

RulesContext rules_context(Books& books, const MemberView& member,
                           const programme::Programme& programme,
                           const programme::SaleSetting& setting, Date day) {
  const auto genesis = books.journal.genesis();
  CHECK(genesis);
  RulesContext context;
  programme::Situation& situation = context.situation;
  situation.business_date = day;
  situation.units = situation_units(member.units);
  situation.circumstances =
      circumstances_of(books, member, genesis->store_id(), programme, setting, day);
  situation.store_units = whole_units(books.wallets.read(owner_of_store(genesis->store_id())), day);
  if (const auto referrer = referrer_of(member.standing)) {
    context.referrer = books.standings.wallets_of(*referrer);
    situation.circumstances.has_referrer = true;
    situation.referrer_units = whole_units(books.wallets.read(*context.referrer), day);
  }
  return context;
}

}  // namespace loyald
