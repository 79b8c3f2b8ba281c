// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "store/returned.h"
#include "sync/headoffice/incarnations.h"

namespace loyald {

// What a member's state tells of returns.
inline constexpr std::chrono::days kReturnsTold(90);
inline constexpr std::size_t kMostReturnedSales = 200;

// What one entry brought back of one line of a sale.
struct PartOfReturn {
  SalePlace sale;
  ReturnedPart part;
  JournalName by;
  Seq by_seq = 0;
  MemberId member;
  Date business_date;  // of the entry
  friend auto operator<=>(const PartOfReturn&, const PartOfReturn&) = default;
};

// What an entry of that journal brought back, a line each; a void is line 0. Pure.
std::vector<PartOfReturn> parts_of(const v1::JournalEntry& entry, const JournalName& journal,
                                   Seq seq);

// Says that both took back the same.
std::string returned_twice_text(const PartOfReturn& part, const PartOfReturn& other);

// The table returned_part, over all stores. Belongs to its connection's thread. Everything throws
// sql::Error.
class Returns {
 public:
  explicit Returns(sql::Database& database);

  // Another entry that took back some of the same: quantities between the same numbers of the same
  // line, or anything of a sale that one of them voids. Stores that know of each other go on from
  // where the other stopped; so more can have come back than was sold only where this finds one.
  std::optional<PartOfReturn> find_same(const PartOfReturn& part);
  // Needs a transaction.
  void put(const PartOfReturn& part);

  // A member's sales that something of came back on `since` or later, the latest first, at most
  // kMostReturnedSales; with all that ever came back of them. Their business_date is the day of the
  // last return.
  std::vector<v1::ReturnedSale> of_member(const MemberId& member, Date since);

  std::set<PartOfReturn> all();
  // Needs a transaction.
  void replace_all(const std::set<PartOfReturn>& parts);

 private:
  sql::Statement find_same_;
  sql::Statement put_;
  sql::Statement sales_of_;
  sql::Statement sums_;
  sql::Statement all_;
  sql::Statement clear_;
};

}  // namespace loyald
