// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/base/time.h"
#include "store/programme/condition.h"
#include "store/programme/identification.h"

namespace loyald::programme {

inline constexpr std::size_t kMaxPayments = 20;

// What the register says of a sale besides its lines.
struct SaleSetting {
  std::optional<int> sold_at;  // minute of the store's local day
  std::string channel;
  std::vector<std::string> payments;
  friend bool operator==(const SaleSetting&, const SaleSetting&) = default;
};

struct BirthdayAnswer {
  BirthdayWindow window;
  bool is_within = false;
  friend bool operator==(const BirthdayAnswer&, const BirthdayAnswer&) = default;
};

// All that conditions read, except the date and the member's units. The birthday itself is not
// among it, so that it need not be kept with the sale.
struct Circumstances {
  std::int64_t store = 0;
  SaleSetting setting;
  std::vector<std::string> tags;
  std::vector<BirthdayAnswer> birthday;   // none where no birthday is known
  bool may_earn = true;                   // false: no rule gives anything
  std::optional<Date> member_since = {};  // the first day they were seen, before this sale
  std::string language = {};              // BCP 47; empty where not known
  bool has_referrer = false;
  ShownAs shown_as = ShownAs::card;
  friend bool operator==(const Circumstances&, const Circumstances&) = default;
};

}  // namespace loyald::programme
