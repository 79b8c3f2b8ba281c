// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/wallets.h"

// What undoing parts of a recorded sale does: a reversal of what was recorded with it, never a new
// evaluation. Pure functions, callable from any thread.
namespace loyald {

// A step of one line: of `all` parts, `before` had come back and now `after` have.
// 0 <= before <= after <= all, all > 0.
struct ReturnStep {
  std::size_t line = 0;  // from 0
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::int64_t all = 0;

  // The step's share of something that belongs to the whole line; the last step takes the rest.
  std::int64_t of(std::int64_t total) const;
};

// What a reversal needs to know besides the sale.
struct ReversalSituation {
  std::vector<programme::Wallet> wallets;  // the member's, now
  Date day;
  Date sold_on;  // the sale's business date
  // Of each line of the sale, how much earlier returns have brought back.
  std::vector<std::int64_t> returned;
  // A unit's return_grace_days.
  std::function<int(const std::string& unit)> grace_days;
  // True where nothing of the sale stays: then what no line bears (vouchers, carried remainders) is
  // undone too.
  bool is_whole = false;
};

struct Reversal {
  LotChanges changes;
  DebtChanges debts;
  std::int64_t refund = 0;  // what was paid for it, in minor units
  std::vector<v1::ReturnedLine> lines;
};

// Of what the sale issued by itself (a full card's voucher), what its goods that stay no longer
// reach is undone first (store/issues_kept.h). Gives back what rewards cost: the original lots with
// their original dates (plus grace), the latest to expire first. Takes back what rules gave: from
// their own lots, then from what can be spent, then from what is pending; what is not there any
// more becomes debt. What counters (of caps, of remainders) were credited is taken from its own lot
// alone, and never owed. invalid_argument on overflow.
Result<Reversal> reverse(const v1::Sale& sale, const std::vector<ReturnStep>& steps,
                         ReversalSituation situation);

}  // namespace loyald
