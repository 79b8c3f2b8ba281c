// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/books.h"
#include "store/programme/limits.h"

// A programme's limits against what this store recorded. Works on the writing and on a read-only
// connection alike; throws sql::Error.
namespace loyald {

// permission_denied where a sale of `day` is reported too late.
Result<void> check_attach_window(const programme::Limits& limits, Date day, Date today);

// Would this entry, not recorded yet, break a limit? resource_exhausted, saying which, for the
// cashier.
Result<void> check_limits(Books& books, const programme::Limits& limits,
                          const v1::JournalEntry& entry);

}  // namespace loyald
