// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/base/amounts.h"

// One version of the rules, as plain values. proto/loyald/v1/programme.proto says what each field
// means; store/programme_file.h reads it from TOML and has checked every limit, so that code here
// may rely on them.
namespace loyald::programme {

struct Unit {
  std::string id;
  std::string name;
  int expires_after_months = 0;  // 0 = never
  int pending_days = 0;
  int return_grace_days = 0;
  friend bool operator==(const Unit&, const Unit&) = default;
};

struct LineFilter {
  std::vector<std::string> skus;
  std::vector<std::string> categories;
  std::vector<std::string> departments;
  std::vector<std::string> brands;
  std::vector<std::string> tags;
  friend bool operator==(const LineFilter&, const LineFilter&) = default;
};

struct EarnRule {
  std::string id;
  std::string unit;
  Quantity quantity = 1;  // 1 … 1,000,000
  Money per{1};           // 1 … 1,000,000
  std::optional<LineFilter> include;
  LineFilter exclude;
  Money minimum_spend;
  bool earn_on_rewards = false;
  friend bool operator==(const EarnRule&, const EarnRule&) = default;
};

struct AmountOff {
  Quantity cost = 0;
  Money value;
  friend bool operator==(const AmountOff&, const AmountOff&) = default;
};

struct PointsAsMoney {
  Quantity cost = 1;
  Money value;
  Quantity minimum = 0;
  Quantity maximum = 0;     // 0 = no limit
  int maximum_percent = 0;  // 0 = all
  friend bool operator==(const PointsAsMoney&, const PointsAsMoney&) = default;
};

struct Reward {
  std::string id;
  std::string name;
  std::string unit;
  std::optional<LineFilter> include;
  LineFilter exclude;
  Money minimum_spend;
  std::variant<AmountOff, PointsAsMoney> kind;
  friend bool operator==(const Reward&, const Reward&) = default;
};

struct Programme {
  std::string name;
  std::string currency;
  std::vector<Unit> units;
  std::vector<EarnRule> earn;
  std::vector<Reward> rewards;

  // Nothing where there is no such id. The pointer lives as long as the programme is not changed.
  const Unit* find_unit(std::string_view id) const;
  const Reward* find_reward(std::string_view id) const;

  friend bool operator==(const Programme&, const Programme&) = default;
};

}  // namespace loyald::programme
