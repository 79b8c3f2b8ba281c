// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "sync/headoffice/central_books.h"

// Head office hands out rights (proto/loyald/v1/rights.proto) and takes them back. What stores hold
// and are offered of a lot is never more than what is counted of it. Each needs a transaction; on
// the connection's thread; throws sql::Error.
namespace loyald {

// One offer holds at most so many owners and lots, and so many offers may wait to be accepted.
inline constexpr std::size_t kMaxOwnersOffered = 200;
inline constexpr std::size_t kMaxLotsOffered = 1000;
inline constexpr std::size_t kMaxPendingOffers = 8;
inline constexpr int kMaxOwnersAcquired = 16;
inline constexpr std::size_t kMaxRecallsTold = 100;

// Where the journal's clock has reached the last lease ever told to it, what it was granted is
// nobody's again: it has proved that it will not spend it.
void reclaim(CentralBooks& books, const CountedJournal& journal, Timestamp now);

// Puts into the answer to a push what the store is granted, offers it has not accepted yet
// included, and whose units it is asked to give back. Nothing new while a store is awaited.
void add_grants(CentralBooks& books, const CountedJournal& journal, Timestamp now,
                v1::PushResponse& response);

// Says who the store asks for and does not know, hands over what nobody holds of their and the
// owners' units, and asks other stores for the rest. Errors:
// invalid_argument (malformed, too many), failed_precondition (an incarnation that is not counted).
Result<v1::AcquireResponse> acquire(CentralBooks& books, Timestamp now,
                                    const v1::AcquireRequest& request);

// An offer that a journal says it has accepted is closed. False, with what is wrong, where it was
// never made to it, or was taken back before.
struct AcceptFault {
  std::string_view code;
  std::string detail;
};
std::optional<AcceptFault> close_accepted(CentralBooks& books, const v1::GrantAccept& accepted,
                                          const JournalName& journal);

}  // namespace loyald
