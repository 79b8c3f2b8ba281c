// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/explain_words.h"

namespace loyald {

// What an entry says of a member besides sales and units by hand, a sentence a line; nothing for
// other kinds. Pure; any thread.
void explain_member(const v1::JournalEntry& entry, const ExplainWords& words,
                    std::vector<std::string>& lines);

}  // namespace loyald
