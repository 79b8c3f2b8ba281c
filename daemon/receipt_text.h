// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "daemon/movements.h"
#include "proto/loyald/v1/journal.pb.h"
#include "proto/loyald/v1/register.pb.h"
#include "store/explain_words.h"

namespace loyald::daemon {

// A receipt's numbers as lines for the slip that the customer takes home, in the words' language.
// `receipt` is complete but for its text. Pure.
std::vector<std::string> receipt_text(const v1::Receipt& receipt, const v1::JournalEntry& entry,
                                      const Names& names, const ExplainWords& words);

}  // namespace loyald::daemon
