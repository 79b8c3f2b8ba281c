// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/programme/lots.h"

// What moves between the wallets of two owners, written into the `others` of an entry. Pure
// functions, callable from any thread.
namespace loyald {

struct Move {
  MemberId from;
  MemberId to;
};

// The lot with its dates, also a negative one.
void move_lot(v1::JournalEntry& entry, const Move& move, const std::string& unit,
              const programme::Lot& lot);
void move_debt(v1::JournalEntry& entry, const Move& move, const std::string& unit, Quantity debt);

}  // namespace loyald
