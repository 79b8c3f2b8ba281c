// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/result.h"

namespace loyald {

// An entry that another machine wrote, if its bytes are an entry of a form known here that the fold
// can take. Depends on the bytes alone, so that a rebuild from the archive decides the same.
// Errors: invalid_argument, saying what is wrong with it.
Result<v1::JournalEntry> read_entry(std::string_view bytes);
// The same on an arena, for whoever reads many.
Result<const v1::JournalEntry*> read_entry(std::string_view bytes, google::protobuf::Arena& arena);

}  // namespace loyald
