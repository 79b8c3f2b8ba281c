// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/programme/programme.h"
#include "store/report_table.h"
#include "store/shadow.h"

namespace loyald {

// How many members are named who gain most and who lose most.
inline constexpr std::size_t kNamedChanges = 10;

// A programme and what it made of the sales.
struct ShadowedProgramme {
  std::string role;  // "proposed", "in force"
  const programme::Programme* programme = nullptr;
  UnitWorths worths;
  ShadowRun run;
};

// Everything a shadow run came to: the assumptions, what was read, each programme's cost, units and
// rewards; beside another programme also who gains and who loses. Money is in the minor units of
// the proposed programme's currency. Pure and deterministic, callable from any thread.
std::vector<Table> shadow_report(const SalesFile& sales, const MemberTags& tags,
                                 Redeeming redeeming, const ShadowedProgramme& proposed,
                                 const std::optional<ShadowedProgramme>& other);

}  // namespace loyald
