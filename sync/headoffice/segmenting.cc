// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/segmenting.h"

#include <set>

#include "sync/headoffice/member_search.h"
#include "sync/headoffice/own_journal.h"

namespace loyald {

Result<v1::SetSegmentsResponse> set_segments(CentralBooks& books, Timestamp now,
                                             const v1::SetSegmentsRequest& request) {
  if (request.cards().empty() || request.cards_size() > kMaxCardsToSegment) {
    return fail(Errc::invalid_argument,
                "cards: name 1 to " + std::to_string(kMaxCardsToSegment) + " of them");
  }
  const SegmentChange change{{request.add().begin(), request.add().end()},
                             {request.remove().begin(), request.remove().end()}};
  LOYALD_TRY(check_segments(change));
  v1::SetSegmentsResponse response;
  std::set<MemberId> members;
  for (const std::string& card : request.cards()) {
    const auto member = find_member(books, card);
    if (member) {
      members.insert(*member);
    } else {
      response.add_unknown(card);
    }
  }
  for (const MemberId& member : members) {
    LOYALD_ASSIGN(const bool is_change, books.segments.change(member, change, kHeadOfficeId, now));
    if (is_change) {
      books.feed.move_to_end(member);
      response.set_changed(response.changed() + 1);
    } else {
      response.set_unchanged(response.unchanged() + 1);
    }
  }
  return response;
}

}  // namespace loyald
