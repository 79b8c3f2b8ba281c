// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "store/identifiers.h"
#include "store/programmes.h"
#include "store/segments.h"
#include "store/sqlite/database.h"
#include "store/standings.h"
#include "store/wallets.h"
#include "sync/headoffice/archive.h"
#include "sync/headoffice/exceptions.h"
#include "sync/headoffice/feed.h"
#include "sync/headoffice/incarnations.h"
#include "sync/headoffice/likenesses.h"
#include "sync/headoffice/pattern_counts.h"
#include "sync/headoffice/published.h"
#include "sync/headoffice/quarantine.h"
#include "sync/headoffice/returns.h"

namespace loyald {

// One connection to head office's books and the tables on it, for the use cases beside it. Belongs
// to its connection's thread. Everything throws sqlite::Error.
class CentralBooks {
 public:
  explicit CentralBooks(std::unique_ptr<sqlite::Database> database);

  sqlite::Database& database() { return *database_; }

 private:
  std::unique_ptr<sqlite::Database> database_;

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
};

// One moment of the books for several reads: a transaction of its own, or the one that runs.
class Snapshot {
 public:
  explicit Snapshot(sqlite::Database& database);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  sqlite::Database& database_;
  bool own_;
};

}  // namespace loyald
