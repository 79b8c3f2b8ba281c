// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/explain_words.h"

// What came back and what became of it, a sentence a line, appended to `lines`. Pure; any thread.
namespace loyald {

// Of a return or void; nothing for other kinds.
void explain_return(const v1::JournalEntry& entry, const ExplainWords& words,
                    std::vector<std::string>& lines);

// What of earlier debt the entry settled; nothing where it did not.
void explain_settlement(const v1::JournalEntry& entry, const ExplainWords& words,
                        std::vector<std::string>& lines);

}  // namespace loyald
