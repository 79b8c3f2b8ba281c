// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "store/books.h"
#include "store/requests.h"

// What the rules may know of a member, the store and whoever referred the member. Works on any
// connection; throws sql::Error.
namespace loyald {

struct RulesContext {
  programme::Situation situation;    // without basket, choices and event
  std::optional<MemberId> referrer;  // who owns the wallets of whoever referred the member
};

RulesContext rules_context(Books& books, const MemberView& member,
                           const programme::Programme& programme,
                           const programme::SaleSetting& setting, Date day);

std::vector<programme::MemberUnits> situation_units(const std::vector<UnitView>& views);

// All of it is safe to spend.
std::vector<programme::MemberUnits> whole_units(std::vector<programme::Wallet> wallets, Date day);

}  // namespace loyald
