// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/explain_words.h"

namespace loyald {

// How a sale, an event or an enrolment came to its numbers, a sentence a line, appended to `lines`:
// what was known, the rewards, the rules and what followed from them; nothing for other kinds.
// Pure, callable from any thread.
void explain_sale(const v1::JournalEntry& entry, const ExplainWords& words,
                  std::vector<std::string>& lines);

}  // namespace loyald
