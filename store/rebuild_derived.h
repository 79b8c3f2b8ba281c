// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/books.h"

// What a store's books derive from the journal besides wallets (store/rebuild.h). Throws
// sql::Error.
namespace loyald {

struct DerivedTables {
  HoldsBySeq holds;
  DayTotals day_counts;   // of the days that are still counted
  ReturnedHere returned;  // by this journal's entries
  friend bool operator==(const DerivedTables&, const DerivedTables&) = default;
};

// What the tables must say, read from the first entry to the last; the journal has been verified.
DerivedTables derived_from_journal(Books& books);
// What they say.
DerivedTables derived_tables(Books& books);
// Makes them say it. Needs a transaction.
void write_derived(Books& books, const DerivedTables& expected);

}  // namespace loyald
