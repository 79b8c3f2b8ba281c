// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/journal.pb.h"
#include "proto/loyald/v1/register.pb.h"
#include "store/programme/language.h"
#include "store/programme/programme.h"

namespace loyald::daemon {

// How an entry came to its numbers, as sentences and as data; everything but the receipt.
// `programme` may be null. Pure; any thread.
v1::ExplainResponse explain_reply(const v1::JournalEntry& entry,
                                  const programme::Programme* programme,
                                  programme::Language language);

}  // namespace loyald::daemon
