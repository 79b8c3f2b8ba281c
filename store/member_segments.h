// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/amounts.h"
#include "store/sales_file.h"
#include "store/shadow.h"

// Groups of members by what they bought, and how each fares under one programme and another. Pure
// and deterministic; callable from any thread.
namespace loyald {

inline constexpr std::size_t kSpendGroups = 10;
// Departments beyond the largest are one group.
inline constexpr std::size_t kMostDepartments = 20;

struct MemberFacts {
  std::string member;
  Money spend;              // before rewards
  std::int64_t visits = 0;  // sales
  std::string department;   // where they spent most; the first by name among equals
};

// By member id. Sales without a member are left out.
std::vector<MemberFacts> member_facts(const std::vector<RecordedSale>& sales);

// "member,tag" after a header that names the two columns; a member may have many rows. Errors:
// invalid_argument with the line.
Result<MemberTags> read_member_tags(std::string_view csv, std::string_view file);

// A way of grouping members, and in which of its groups each member is.
struct MemberGroup {
  std::string kind;                  // "spend", "visits", "department", "tag"
  std::string name;                  // "tenth 1 (largest)", "2 to 3", "GROCERY"
  std::vector<std::size_t> members;  // places in the facts
};

// All of them: the tenths of members by spend, the largest first; by visits; by department, the
// largest first; by tag (a member may have several). Empty groups are left out.
std::vector<MemberGroup> segments_of(const std::vector<MemberFacts>& facts, const MemberTags& tags);

// How a group fares: by members' gains. `before` is 0 and all of more, less and same are, too,
// where there is nothing to compare with.
struct Comparison {
  std::int64_t members = 0;
  Money spend;
  Money before;
  Money after;
  std::int64_t more = 0;
  std::int64_t less = 0;
  std::int64_t same = 0;
};
Comparison compare(const std::vector<MemberFacts>& facts, const std::vector<std::size_t>& members,
                   const ShadowRun* before, const ShadowRun& after);

// A member's gain in a run; 0 where they are not in it.
Money gain_of(const ShadowRun& run, std::string_view member);

}  // namespace loyald
