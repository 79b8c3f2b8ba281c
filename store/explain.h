// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/programme/language.h"
#include "store/programme/programme.h"

namespace loyald {

// How an entry came to its numbers, a sentence a line: per rule and line what was counted, the
// rate, the rounding, the caps, why a line did not earn; which lots were spent, taken back and
// given back. Everything is read from the entry; `programme` (may be null) only gives names and the
// currency. Pure, callable from any thread.
std::vector<std::string> explain(const v1::JournalEntry& entry,
                                 const programme::Programme* programme,
                                 programme::Language language = programme::Language::english);

}  // namespace loyald
