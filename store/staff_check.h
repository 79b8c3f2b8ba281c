// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/books.h"
#include "store/staff.h"

// Who of a store's staff may do what. Works on the writing and on a read-only connection alike;
// throws sql::Error. All errors are permission_denied, for the cashier to read.
namespace loyald {

// Refuses what a cashier rings up for themselves: `member` is the one whom any of their cards is
// of, also where another card of that member was shown.
Result<void> require_not_own(Books& books, const Staff& staff, const std::string& cashier_id,
                             const MemberId& member);

// The id of whoever of the staff shows a card of their own, which must be active.
Result<std::string> approver_with_card(Books& books, const Staff& staff, const std::string& card);

// May this adjustment, not recorded yet, be made? By its cashier alone, within the limits of their
// role, or with the approval of the one whom the entry names.
Result<void> require_may_adjust(Books& books, const Staff& staff, const v1::JournalEntry& entry,
                                Date today);

}  // namespace loyald
