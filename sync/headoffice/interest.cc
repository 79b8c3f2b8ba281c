// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/interest.h"

#include "sync/headoffice/own_journal.h"

namespace loyald {

std::set<MemberId> needed_for(CentralBooks& books, const MemberId& member) {
  return {member, books.standings.survivor_of(member), books.standings.wallets_of(member)};
}

void tell_changed(CentralBooks& books, StoreId store, const std::set<MemberId>& changed) {
  static_assert(kHeadOfficeId == 0);  // no store hears of what head office's own journal changes
  books.feed.move_to_end(changed, store);
  for (const MemberId& member : changed) {
    for (const MemberId& other : needed_for(books, member)) {
      if (other == member) continue;
      books.feed.follow_with(member, other);
      // A card of either finds both.
      books.feed.follow_with(other, member);
    }
  }
}

}  // namespace loyald
