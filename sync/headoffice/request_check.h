// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "store/base/result.h"
#include "sync/headoffice/incarnations.h"

namespace loyald {

// Which journal a request of a store is about. Errors: invalid_argument.
Result<JournalName> read_journal_name(std::uint64_t store_id, std::string_view incarnation);

// The largest number of a store, place or clock: the database holds signed ones.
inline constexpr std::uint64_t kMaxStored = INT64_MAX;

}  // namespace loyald
