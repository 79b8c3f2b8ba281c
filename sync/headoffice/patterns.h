// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/programme/programme.h"
#include "store/wallets.h"
#include "sync/headoffice/pattern_counts.h"

// What somebody at head office may want to look at, although each entry by itself is in order.
// Decided from what is counted, the entry included, under the programme that the entry was decided
// by; of a void, the one in force. Nothing is refused or taken back for it. Each belongs to the
// connection's thread and throws sql::Error.
namespace loyald {

struct Pattern {
  std::string_view code;  // of exception_code
  std::string detail;
};

struct PatternBooks {
  StoreId store = 0;  // whose entry it is
  const programme::Programme& programme;
  Wallets& wallets;
  PatternCounts& counts;
};

// All of those below that the entry shows.
std::vector<Pattern> find_patterns(const PatternBooks& books, const v1::JournalEntry& entry);

// More sales of a member on a business day, over all stores, than one store would allow.
std::optional<Pattern> many_sales(const PatternBooks& books, const v1::JournalEntry& entry);
// Several stores together gave more than a cap allows.
std::optional<Pattern> cap_exceeded(const PatternBooks& books, const v1::JournalEntry& entry);
// More added or taken by hand than limits.notice_adjust_above.
std::optional<Pattern> large_adjustment(const PatternBooks& books, const v1::JournalEntry& entry);
// A card at two stores within kTwoStoresWithin.
std::optional<Pattern> two_stores(const PatternBooks& books, const v1::JournalEntry& entry);
// More voids by one cashier on a business day than limits.notice_voids_above.
std::optional<Pattern> many_voids(const PatternBooks& books, const v1::JournalEntry& entry);

}  // namespace loyald
