// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/awaiting.h"

#include <algorithm>

#include "sync/headoffice/decision.h"
#include "sync/headoffice/following.h"
#include "sync/headoffice/narrow.h"
#include "sync/headoffice/pool.h"

namespace loyald {

Result<void> require_nobody_awaited(CentralBooks& books) {
  std::string stores;
  for (const StoreId store : books.awaited.all()) {
    stores += (stores.empty() ? "" : ", ") + std::to_string(store);
  }
  if (stores.empty()) return {};
  return fail(Errc::failed_precondition,
              "these books came from a backup, and what stores did since is not all known yet: "
              "waiting for store " +
                  stores,
              "let them sync; one that is lost is given up with \"loyalctl headoffice give-up\"");
}

Result<v1::GiveUpStoreResponse> give_up_store(CentralBooks& books, Timestamp now,
                                              const v1::GiveUpStoreRequest& request) {
  LOYALD_TRY(check_words(request.reason(), request.by()));
  const auto store = static_cast<StoreId>(std::max(request.store_id(), 0));
  const bool was_awaited = books.awaited.remove(store);
  std::set<MemberId> freed;
  for (const CountedJournal& journal : books.incarnations.of_store(store)) {
    if (journal.state != IncarnationState::fenced) continue;
    std::set<MemberId> owners = books.rights.end_all(journal.name);
    for (const MemberId& owner : books.offers.close_all(journal.name)) owners.insert(owner);
    if (owners.empty()) continue;
    books.exceptions.put(
        {journal.name, journal.seq, std::string(exception_code::kGivenUp),
         "what it held of " + std::to_string(owners.size()) + " owners' units is given up" +
             (request.by().empty() ? "" : " by " + request.by()) + ": " + request.reason(),
         now});
    freed.merge(owners);
  }
  if (!was_awaited && freed.empty()) {
    return fail(Errc::not_found,
                "store " + std::to_string(request.store_id()) +
                    " is not waited for, and none of its fenced journals holds anything",
                "a store that works gives back by itself what others wait for");
  }
  note_freed(books, freed, now);
  follow_up(books, freed, now);
  v1::GiveUpStoreResponse response;
  response.set_owners(narrow(freed.size()));
  for (const StoreId each : books.awaited.all()) response.add_awaited(narrow(each));
  return response;
}

}  // namespace loyald
