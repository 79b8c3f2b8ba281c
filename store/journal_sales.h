// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/books.h"
#include "store/sales_file.h"

// Sales out of journals, as a shadow run takes them. Everything may be called from any thread; one
// object from one thread at a time.
namespace loyald {

// Collects them, entry by entry, in the journal's order; of several journals in any order.
class JournalSales {
 public:
  // A sale is taken with the tags and birthday answers that the store read; a void takes it out
  // again, and both are noted. Returned goods stay in the sale, and that is noted, too. Other
  // entries are not looked at.
  void add(StoreId store, Seq seq, const v1::JournalEntry& entry);

  // In the order of time, then store, then register and id. Errors: failed_precondition where there
  // is no sale.
  Result<SalesFile> finished() &&;

 private:
  using Key = std::pair<StoreId, std::pair<std::string, std::string>>;  // register, id

  void note(const char* reason, bool left_out, Seq seq);

  std::map<Key, RecordedSale> sales_;
  SalesFile file_;
};

// All sales of one store's journal, which is verified on the way. Errors: data_loss, those of
// finished(). Throws sql::Error.
Result<SalesFile> sales_from_journal(Books& books);

}  // namespace loyald
