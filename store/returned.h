// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/sql/statement.h"

namespace loyald {

// Which sale, of all stores': its place in one life of one store's journal.
struct SalePlace {
  StoreId store = 0;
  Incarnation incarnation;
  Seq seq = 0;
  friend auto operator<=>(const SalePlace&, const SalePlace&) = default;
};

// What an entry brought back of one line (from 1): so much had come back before, so much has now.
// Line 0: the sale was voided, from 0 to 1.
struct ReturnedPart {
  std::uint32_t line = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;
  friend auto operator<=>(const ReturnedPart&, const ReturnedPart&) = default;
};

struct ReturnedOfSale {
  SalePlace sale;
  std::vector<ReturnedPart> parts;  // those that moved something
};

// What an entry of that journal brought back of a sale, its own or another's; nothing of other
// entries. Pure; store and head office alike read returns with it. CHECKs that a foreign sale's
// incarnation has 16 bytes; is_well_formed (store/fold.h) says so.
std::optional<ReturnedOfSale> returned_by(const v1::JournalEntry& entry, StoreId store,
                                          const Incarnation& incarnation);

// How much of each line this journal's entries brought back.
using ReturnedHere = std::map<std::pair<SalePlace, std::uint32_t>, std::int64_t>;
void fold_returned(const ReturnedOfSale& returned, ReturnedHere& here);

// How much of sales has come back, as this store knows: what its own journal says (derived), and
// what head office says that other journals brought back. Belongs to its connection's thread.
// Throws sql::Error.
class ReturnedQuantities {
 public:
  struct Known {
    std::int64_t here = 0;
    std::int64_t elsewhere = 0;
  };

  explicit ReturnedQuantities(sql::Database& database);

  Known find(const SalePlace& sale, std::size_t line);
  // Takes in a new entry of the journal. Needs a transaction.
  void fold(const ReturnedOfSale& returned);
  // Head office's word. Needs a transaction.
  void set_elsewhere(const SalePlace& sale, std::size_t line, std::int64_t quantity);

  ReturnedHere here();
  // Leaves what head office said. Needs a transaction.
  void replace_here(const ReturnedHere& here);

 private:
  sql::Statement find_;
  sql::Statement add_here_;
  sql::Statement set_elsewhere_;
  sql::Statement all_here_;
  sql::Statement clear_here_;
};

}  // namespace loyald
