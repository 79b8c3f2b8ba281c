// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "tests/store/programme/naive_lots.h"

// The same rules once more, as slowly and plainly as they can be said: counting cents, units and
// days one by one and trying every number, without a division. For small numbers only. Shares no
// code with what it is the model of. Instant wins are not in it: tests/store/programme/laws_test.cc
// counts their prizes.
namespace loyald::programme::naive {

std::vector<std::int64_t> share(std::int64_t total, std::span<const std::int64_t> weights);

struct Use {
  Quantity cost = 0;
  std::int64_t value = 0;
  std::vector<Lot> spent;
  std::vector<std::int64_t> values;  // per line
  std::vector<std::int64_t> costs;   // per line
  Quantity times = 1;
};

struct Answer {
  std::optional<Errc> error;
  std::string tier;
  std::vector<Use> uses;                          // per choice
  std::vector<std::int64_t> discounts;            // per line
  std::vector<std::int64_t> given;                // per rule that is for this
  std::vector<std::vector<std::int64_t>> earned;  // per such rule and line
  std::vector<std::vector<std::int64_t>> extras;  // per multiplier and line
  Changes changes;                                // of everybody's lots
};

Answer evaluate(const Programme& programme, const Situation& situation);

}  // namespace loyald::programme::naive
