// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/base/amounts.h"
#include "store/base/time.h"

namespace loyald::programme {

inline constexpr int kMinutesPerDay = 1440;

// Minutes of the local day; beyond midnight where until < from.
struct Hours {
  int from = 0;
  int until = kMinutesPerDay;  // not included
  friend bool operator==(const Hours&, const Hours&) = default;
};

// What the member could spend before the sale: at_least <= amount < below.
struct Holding {
  std::string unit;
  Quantity at_least = 0;
  Quantity below = 0;  // 0 = no such bound
  friend bool operator==(const Holding&, const Holding&) = default;
};

struct BirthdayWindow {
  int days_before = 0;
  int days_after = 0;
  friend auto operator<=>(const BirthdayWindow&, const BirthdayWindow&) = default;
};

// When a rule, multiplier or reward applies; proto/loyald/v1/programme.proto says what each field
// means. An empty list or nothing asks for nothing.
struct Condition {
  std::optional<Date> valid_from;
  std::optional<Date> valid_until;  // the last day
  std::vector<int> weekdays;        // 0 = Monday
  std::vector<Hours> hours;
  std::vector<std::int64_t> stores;
  std::vector<std::string> channels;
  std::vector<std::string> payments;
  std::vector<std::string> tags;
  std::vector<Holding> holds;
  std::optional<BirthdayWindow> birthday;
  std::vector<std::string> tiers;
  std::vector<std::string> languages = {};
  bool referred = false;
  friend bool operator==(const Condition&, const Condition&) = default;
};

}  // namespace loyald::programme
