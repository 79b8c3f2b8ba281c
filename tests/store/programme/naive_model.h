// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "store/programme/evaluate.h"

// The same rules once more, as slowly and plainly as they can be said: counting cents and units one
// by one and trying every number, without a division. For small numbers only. Shares no code with
// what it is the model of.
namespace loyald::programme::naive {

std::vector<std::int64_t> share(std::int64_t total, std::span<const std::int64_t> weights);

struct Use {
  Quantity cost = 0;
  std::int64_t value = 0;
  std::vector<Lot> spent;
  std::vector<std::int64_t> values;  // per line
  std::vector<std::int64_t> costs;   // per line
};

struct Answer {
  std::optional<Errc> error;
  std::vector<Use> uses;                          // per choice
  std::vector<std::int64_t> discounts;            // per line
  std::vector<std::vector<std::int64_t>> earned;  // per rule and line
  std::vector<std::vector<std::int64_t>> extras;  // per multiplier and line
  std::map<std::string, std::int64_t> counters;   // by how much caps and remainders change
};

Answer evaluate(const Programme& programme, const Situation& situation);

}  // namespace loyald::programme::naive
