// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

// Most holds of one owner of wallets that may be open at the same time.
inline constexpr std::size_t kMaxOpenHolds = 8;
inline constexpr int kHoldDefaultSeconds = 900;
inline constexpr int kHoldMostSeconds = 86'400;

// What the books keep of a hold besides its entry.
struct HoldState {
  MemberId owner;  // of the wallets whose units are set aside
  Timestamp valid_until;
  Date business_date;
  Seq closed_by = 0;  // the sale that captured it, or its release; 0: neither
  friend bool operator==(const HoldState&, const HoldState&) = default;
};

// A hold is over, captured or not, from the instant `valid_until` on; and, so that a clock set back
// does not keep it for ever, for every business date more than one day after its own. Decided when
// it is read; nothing runs.
bool is_over(const HoldState& hold, Date day, Timestamp now);

using HoldsBySeq = std::map<Seq, HoldState>;

// What an entry means for holds: a new one, or the end of one. Pure; the one fold of holds.
void fold_hold(const v1::JournalEntry& entry, Seq seq, HoldsBySeq& holds);

// The holds of this store, by their place in its journal: a table derived from it. Belongs to its
// connection's thread. Throws sql::Error.
class Holds {
 public:
  explicit Holds(sql::Database& database);

  std::optional<HoldState> find(Seq hold);
  // Neither closed nor over, oldest first.
  std::vector<Seq> open(const MemberId& owner, Date day, Timestamp now);
  // Who has any that are neither closed nor over by the clock.
  std::vector<MemberId> owners_with_open(Timestamp now);
  // Takes in a new entry. Needs a transaction.
  void fold(const v1::JournalEntry& entry, Seq seq);

  HoldsBySeq all();
  // Needs a transaction.
  void replace_all(const HoldsBySeq& holds);

 private:
  void put(Seq seq, const HoldState& hold);

  sql::Statement find_;
  sql::Statement open_;
  sql::Statement owners_;
  sql::Statement put_;
  sql::Statement all_;
  sql::Statement clear_;
};

}  // namespace loyald
