// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>

#include "sync/headoffice/books_place.h"
#include "tests/bench/storm/night_store.h"

namespace loyald::bench {

struct Audit {
  std::uint64_t entries = 0;       // of all stores' journals
  std::uint64_t lost = 0;          // not at head office
  std::uint64_t doubled = 0;       // there more than once, or no store's
  std::uint64_t other_chains = 0;  // stores whose journal's hash is another one there
  Balances balances;               // at head office
};

// Looks every entry of every store up in head office's books, which nobody writes to meanwhile.
// Throws sql::Error.
Audit audit(const BooksPlace& place, const std::deque<NightStore>& stores);

}  // namespace loyald::bench
