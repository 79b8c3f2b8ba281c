// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/journal.h"

namespace loyald {

// How far a store's journal was, as somebody outside the books remembers it: the guard file, which
// lies in another directory, and the registers. Books that are behind that are an older copy; a
// copy rewinds whatever they say of themselves with them.
struct JournalPlace {
  JournalName journal;
  Seq seq = 0;
  Hash hash{};
};

JournalPlace place_of(Journal& journal);

// "STORE:INCARNATION:SEQ:HASH", both hexadecimal; what registers are told and say again.
std::string to_text(const JournalPlace& place);
// invalid_argument.
Result<JournalPlace> place_from_text(std::string_view text);

// Why books that were once at this place cannot be these; nothing where they can, or where it is
// another store's. Reads alone; throws sql::Error.
std::optional<std::string> why_restored(Journal& journal, const JournalPlace& seen);

// What the guard file holds: the place and the machine it was on (machine-id(5)).
struct GuardMark {
  JournalPlace place;
  std::string machine;
};
std::string to_text(const GuardMark& mark);
Result<GuardMark> mark_from_text(std::string_view text);
// The same, and why it is another machine.
std::optional<std::string> why_restored(Journal& journal, const GuardMark& seen,
                                        const std::string& machine);

}  // namespace loyald
