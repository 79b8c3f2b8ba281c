// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "store/base/result.h"
#include "store/books.h"
#include "store/programme/identification.h"

// What was shown at a till, and what that proves. Reads only; throws sql::Error.
namespace loyald {

// A code may be this many spans of kTotpPeriod old, or ahead of this store's clock.
inline constexpr std::int64_t kSlotsBefore = 2;
inline constexpr std::int64_t kSlotsAfter = 1;
// How far this PC's clock and head office's may be apart for it to be known, and for how long it is
// known what it was.
inline constexpr std::chrono::minutes kMostApart(5);
inline constexpr std::chrono::days kClockKnown(14);

// The instant by head office's clock, where there is one; nothing where this store cannot be sure
// of it: its clock is far from head office's, has not been compared with it lately or went back
// since; without head office, it is behind the journal.
std::optional<Timestamp> sure_time(Books& books, bool has_head_office, Timestamp now);

// What identifies the member, as far as it is proven. A code that is genuine but too old or too new
// proves the card's number alone where `is_sold` already, as does one where the time is not sure or
// its key's secret is not known here. Errors: permission_denied (a code that is not genuine, of a
// retired key, used before; of another time), failed_precondition (its key is not known here yet).
// A withdrawn card is for require_usable().
Result<programme::ShownAs> prove(Books& books, bool has_head_office, const Identifier& who,
                                 Timestamp now, bool is_sold = false);

// A sale was made with it: a rotating code that proved something is good no more. Needs a
// transaction.
void use_up(Books& books, const Identifier& who, programme::ShownAs proven, Timestamp now);

}  // namespace loyald
