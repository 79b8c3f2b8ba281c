// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/reversing.h"

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
  SaleOwners owners;
  OwnedWallets wallets;  // of all owners, now
  OwnedWallets here;     // what of them may be taken here
  Date day;
  Date sold_on;  // the sale's business date
  // Of each line of the sale, how much earlier returns have brought back.
  std::vector<std::int64_t> returned;
  // What decided the sale: it says what returns do to its units. Null: unknown, the defaults.
  const programme::Programme* programme = nullptr;
  // True where nothing of the sale stays: then what no line bears (vouchers, carried remainders) is
  // undone too.
  bool is_whole = false;
};

struct Reversal {
  v1::OwnedChanges own;  // to SaleOwners::member
  std::vector<v1::OwnedChanges> others;
  std::int64_t refund = 0;  // what was paid for it, less what is charged, in minor units
  std::vector<v1::ReturnedLine> lines;
  std::vector<v1::Untaken> untaken;
  std::int64_t charged = 0;  // the sum over untaken
};

// Everything is undone in the wallets of those whom it was given to or taken from: the member's,
// the referrer's, the store's. Of what the sale issued by itself (a full card's voucher), what its
// goods that stay no longer reach is undone first (store/issues_kept.h). Gives back what rewards
// cost: the original lots with their original dates (plus grace), the latest to expire first. Takes
// back what rules gave; what is not there any more is left to the unit's return_policy. What
// counters (of caps, remainders, quotas, held tiers) were credited is taken from its own lot alone,
// and never owed; what a renewal moved is moved back. Drawn tickets stay drawn. invalid_argument on
// overflow.
Result<Reversal> reverse(const v1::Sale& sale, const std::vector<ReturnStep>& steps,
                         ReversalSituation situation);

}  // namespace loyald
