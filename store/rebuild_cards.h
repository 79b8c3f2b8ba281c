// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "store/books.h"

// Whose a card is follows from the journal and from head office's last word on every member. Each
// needs a transaction; throws sql::Error.
namespace loyald {

using CardNumbers = std::set<std::string>;

// What entries that are no longer in the journal said of cards is no longer so. Returns those of
// which they had said the last word.
CardNumbers forget_cards(Books& books, const std::vector<StoredEntry>& dropped);

// Makes the books say of these cards what head office and the journal last said of them.
void restore_cards(Books& books, const CardNumbers& cards);

}  // namespace loyald
