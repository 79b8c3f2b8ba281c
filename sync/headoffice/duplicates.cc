// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/duplicates.h"

#include <algorithm>

#include "store/base/bytes.h"
#include "sync/headoffice/member_report.h"

namespace loyald {
namespace {

// Shared likenesses that one call looks at.
constexpr std::size_t kMostLookedAt = 2000;

std::string text_of(const Likeness& likeness) {
  return std::to_string(static_cast<int>(likeness.kind)) + to_hex(likeness.key);
}

Result<Likeness> likeness_from(const std::string& text) {
  Likeness likeness;
  for (int kind = 1; kind <= static_cast<int>(LikenessKind::name_and_address); ++kind) {
    likeness.kind = static_cast<LikenessKind>(kind);
    if (!text.starts_with(std::to_string(kind))) continue;
    LOYALD_ASSIGN(const MemberId key, id_from_hex<MemberId>(text.substr(1)));
    likeness.key = key.bytes;
    return likeness;
  }
  return fail(Errc::invalid_argument, "after: is no place in the list",
              "give the `after` of the page before, or nothing");
}

// One row for everybody who is somebody else by now; empty where fewer than two are left, or where
// all of them share a household.
std::vector<MemberId> different_people(CentralBooks& books, const std::vector<MemberId>& members) {
  std::vector<MemberId> people;
  for (const MemberId& member : members) {
    const MemberId survivor = books.standings.survivor_of(member);
    if (std::ranges::find(people, survivor) == people.end()) people.push_back(survivor);
  }
  if (people.size() < 2) return {};
  const MemberId owner = books.standings.wallets_of(people.front());
  const bool share_wallets = std::ranges::all_of(
      people, [&](const MemberId& person) { return books.standings.wallets_of(person) == owner; });
  return share_wallets ? std::vector<MemberId>() : people;
}

v1::Duplicates group_of(CentralBooks& books, const Likeness& likeness, Date today) {
  v1::Duplicates group;
  const std::vector<MemberId> people =
      different_people(books, books.likenesses.members_with(likeness, kMaxDuplicates));
  for (const MemberId& person : people) {
    *group.add_members() = member_report(books, person, today);
  }
  // Dates as texts are in their order; whom nobody has seen comes last.
  std::stable_sort(group.mutable_members()->begin(), group.mutable_members()->end(),
                   [](const v1::GetMemberResponse& a, const v1::GetMemberResponse& b) {
                     if (a.member_since().empty() != b.member_since().empty()) {
                       return b.member_since().empty();
                     }
                     return a.member_since() < b.member_since();
                   });
  group.set_reason(std::string(reason_of(likeness.kind)));
  return group;
}

}  // namespace

Result<v1::ListDuplicatesResponse> list_duplicates(CentralBooks& books, Date today,
                                                   const v1::ListDuplicatesRequest& request) {
  if (request.limit() < 0 || request.limit() > kMaxDuplicateGroups) {
    return fail(Errc::invalid_argument,
                "limit must be 1 to " + std::to_string(kMaxDuplicateGroups));
  }
  const int limit = request.limit() == 0 ? kDefaultDuplicateGroups : request.limit();
  std::optional<Likeness> after;
  if (!request.after().empty()) {
    LOYALD_ASSIGN(after, likeness_from(request.after()));
  }
  const sql::Snapshot snapshot(books.database());
  v1::ListDuplicatesResponse response;
  const std::vector<Likeness> shared = books.likenesses.shared_after(after, kMostLookedAt);
  for (const Likeness& likeness : shared) {
    if (response.groups_size() == limit) {
      response.set_after(text_of(*after));
      return response;
    }
    after = likeness;
    v1::Duplicates group = group_of(books, likeness, today);
    if (group.members_size() > 0) *response.add_groups() = std::move(group);
  }
  if (shared.size() == kMostLookedAt) response.set_after(text_of(*after));
  return response;
}

}  // namespace loyald
