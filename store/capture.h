// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/books.h"

// A hold as a checkout captures it or a release ends it. Throws sql::Error.
namespace loyald {

struct OpenHold {
  Seq seq = 0;
  v1::JournalEntry entry;
  HoldState state;
};

// The hold of that name, over or not. Errors: not_found (no such operation here),
// failed_precondition (captured or released before), invalid_argument (the id is not of a hold).
Result<OpenHold> find_open_hold(Books& books, const HoldName& name);

// Why a checkout that captures it was refused, with what became of the hold where that is the
// reason.
Error with_fate_of(const OpenHold& hold, Date day, Timestamp now, Error error);

}  // namespace loyald
