// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>

#include "store/base/aside.h"
#include "store/base/signature.h"
#include "store/card_keys.h"
#include "store/card_series.h"
#include "store/identifiers.h"
#include "store/programmes.h"
#include "store/rights.h"
#include "store/segments.h"
#include "store/sql/database.h"
#include "store/standings.h"
#include "store/wallets.h"
#include "sync/headoffice/archive.h"
#include "sync/headoffice/awaited_stores.h"
#include "sync/headoffice/enrolments.h"
#include "sync/headoffice/exceptions.h"
#include "sync/headoffice/feed.h"
#include "sync/headoffice/grant_queue.h"
#include "sync/headoffice/incarnations.h"
#include "sync/headoffice/likenesses.h"
#include "sync/headoffice/offers_made.h"
#include "sync/headoffice/pattern_counts.h"
#include "sync/headoffice/published.h"
#include "sync/headoffice/quarantine.h"
#include "sync/headoffice/returns.h"
#include "sync/headoffice/visits.h"

namespace loyald {

// Long enough for a store that syncs at night and misses two.
inline constexpr std::chrono::hours kDefaultLease(72);

// One connection to head office's books and the tables on it, for the use cases beside it. Belongs
// to its connection's thread. Everything throws sql::Error.
class CentralBooks {
 public:
  explicit CentralBooks(std::unique_ptr<sql::Database> database);

  sql::Database& database() { return *database_; }

 private:
  std::unique_ptr<sql::Database> database_;

 public:
  Wallets wallets;
  Identifiers identifiers;
  Standings standings;
  Segments segments;
  Programmes programmes;
  Published published;
  Incarnations incarnations;
  Archive archive;
  Quarantine quarantine;
  Exceptions exceptions;
  PatternCounts pattern_counts;
  Returns returns;
  Likenesses likenesses;
  Feed feed;
  Rights rights;
  OffersMade offers;
  AwaitedStores awaited;
  GrantQueue grant_queue;
  Visits visits;
  Enrolments enrolments;
  CardKeys card_keys;
  CardSeries card_series;

  // What offers are signed with, for how long a store that is cut off may spend what it was
  // granted, how much of each unit of a member's a home store is granted at most (0: all), and how
  // often stores are asked to come (0: as they like), whom they hear of; where a long calculation
  // may run. Set by whoever opens the books for writing.
  SigningSeed signing_seed{};
  std::chrono::milliseconds lease_length{kDefaultLease};
  Quantity most_granted = 0;
  std::chrono::seconds sync_interval{0};
  FeedScope feed_scope = FeedScope::all;
  Aside aside = run_at_once;

  // The secrets that rotating codes follow from, by their key's number: never in the books. Whether
  // stores may be told them, because nobody else can read what they are sent.
  std::map<int, CodeMaster> code_masters;
  bool lines_are_private = false;
};

}  // namespace loyald
