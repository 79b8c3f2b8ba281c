// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "store/books.h"

// The sale that a return or void is about. Throws sql::Error.
namespace loyald {

struct FoundSale {
  SalePlace place;
  Hash hash{};             // of its entry
  v1::JournalEntry entry;  // of another journal's sale the returnable part
  // Not of this life of this journal: entries name it by ForeignSale.
  bool is_foreign = false;
};
v1::ForeignSale foreign_sale(const SalePlace& place, const Hash& hash);

// Errors: not_found (no such sale here).
Result<FoundSale> find_sale(Books& books, const SaleName& name);
// The sale of a receipt's code: this journal's own entry, or what the code says. Errors: those of
// read_return_code, failed_precondition (these books never recorded it, or the programme that
// decided it is not known here yet).
Result<FoundSale> find_sale_of_code(Books& books, std::string_view code);

// How much of a line (from 1) has come back, here and elsewhere, as far as known; at most what was
// sold, however often it came back.
std::int64_t came_back(Books& books, const FoundSale& found, std::size_t line);
bool was_voided(Books& books, const FoundSale& found);

// Names the sale on the return's entry, as the register's words.
void set_asked(v1::SaleReturn& made, const FoundSale& found);
// Refuses what came back at another store already: `lines`, where none of them would bring back
// anything more. failed_precondition.
Result<void> check_not_elsewhere(Books& books, const FoundSale& found,
                                 const std::vector<ReturnedQuantity>& lines);

}  // namespace loyald
