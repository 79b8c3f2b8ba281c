// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "sync/headoffice/central_books.h"
#include "sync/headoffice/projection.h"

namespace loyald {

// Takes the next entries of a journal, whose chain has been run: archive, ledger, feed, exceptions
// and the journal's cursor in memory, which the caller writes. `entries` must not be empty. Needs a
// transaction; on the connection's thread. Throws sql::Error.
Projected count_entries(CentralBooks& books, CountedJournal& journal,
                        std::span<const std::string_view> entries, const Hash& head_hash,
                        Timestamp now);

}  // namespace loyald
