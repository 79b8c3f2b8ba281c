// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/awaiting.h"

#include "sync/headoffice/following.h"
#include "sync/headoffice/narrow.h"

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

Result<v1::StopAwaitingResponse> stop_awaiting(CentralBooks& books, Timestamp now,
                                               const v1::StopAwaitingRequest& request) {
  if (request.store_id() < 1 || !books.awaited.remove(static_cast<StoreId>(request.store_id()))) {
    return fail(Errc::not_found,
                "store " + std::to_string(request.store_id()) + " is not waited for");
  }
  follow_up(books, {}, now);
  v1::StopAwaitingResponse response;
  for (const StoreId store : books.awaited.all()) response.add_awaited(narrow(store));
  return response;
}

}  // namespace loyald
