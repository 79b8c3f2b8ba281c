// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "proto/loyald/v1/rights.pb.h"
#include "store/base/ids.h"
#include "store/programme/lots.h"
#include "store/sql/statement.h"

namespace loyald {

// What head office has told one store's journal, whether or not it has arrived.
struct IssuedLease {
  std::uint64_t until = 0;  // the latest ever told in this generation, in the journal's clock
  std::uint64_t generation = 1;
  std::uint64_t offer_no = 0;
};

// A lot in an offer that its journal has not accepted yet.
struct PendingGrant {
  JournalName to;
  std::string unit;
  programme::Lot lot;
};

// The tables issued_lease, rights_offer and pending_grant. Belongs to its connection's thread.
// Everything throws sql::Error; what writes needs a transaction.
class OffersMade {
 public:
  explicit OffersMade(sql::Database& database);

  IssuedLease lease(const JournalName& to);
  void set_lease(const JournalName& to, const IssuedLease& lease);

  // Keeps an offer to be said again until it is closed.
  void put(const JournalName& to, const v1::RightsOffer& offer, const v1::SignedOffer& made);
  std::optional<v1::SignedOffer> find(const JournalName& to, std::uint64_t offer_no);
  // In the order of their numbers.
  std::vector<v1::SignedOffer> pending(const JournalName& to);
  std::vector<PendingGrant> pending_of(const MemberId& owner);
  // It was accepted; those before it never will be any more.
  void close_through(const JournalName& to, std::uint64_t offer_no);
  // Takes all back; returns whose they were.
  std::vector<MemberId> close_all(const JournalName& to);

 private:
  sql::Statement lease_;
  sql::Statement set_lease_;
  sql::Statement put_;
  sql::Statement put_grant_;
  sql::Statement find_;
  sql::Statement pending_;
  sql::Statement pending_of_;
  sql::Statement owners_;
  sql::Statement close_;
  sql::Statement close_grants_;
  sql::Statement close_all_;
  sql::Statement close_all_grants_;
};

}  // namespace loyald
