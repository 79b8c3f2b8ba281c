// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "store/programme/evaluate.h"
#include "store/programme/remaining.h"

// Credits that follow from rules and rewards. Pure, callable from any thread.
namespace loyald::programme {

// The lot that `amount` of a unit goes to, for an owner as they stand after what was done so far.
Lot new_lot(const Programme& programme, const Situation& situation, const Remaining& remaining,
            const std::string& unit, Owner owner, Quantity amount,
            std::optional<int> pending_days = std::nullopt);

// The lot that counts `amount` against a quota.
Lot counted_lot(const Quota& quota, Date business_date, Quantity amount);

// A credit that no line bears.
RuleOutcome credit_of_whole(Credit credit, const std::string& rule, const std::string& unit,
                            const Lot& lot, Owner owner = Owner::member);

}  // namespace loyald::programme
