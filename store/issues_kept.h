// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/time.h"

// What a sale issued by itself (a full stamp card's voucher) and what of it stays when goods come
// back. Decided from the sale's entry alone. Pure functions, callable from any thread.
namespace loyald {

// An exchange that the programme made by itself at the end of a sale.
struct AutomaticIssue {
  int reward = 0;         // place in Sale.rewards: what it cost
  int rule = 0;           // place in Sale.rules: what it gave
  std::int64_t kept = 0;  // how many times it still holds; 0 or more
};

// `sold_on`: the sale's business date. `returned`: of each line, how much has come back in all. An
// exchange holds as often as what the member held before the sale and what the sale's goods that
// stay earned pay for it, in the order in which the programme made them. More returned never keeps
// more.
std::vector<AutomaticIssue> issues_kept(const v1::Sale& sale, Date sold_on,
                                        const std::vector<std::int64_t>& returned);

}  // namespace loyald
