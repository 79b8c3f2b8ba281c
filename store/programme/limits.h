// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "store/base/amounts.h"

namespace loyald::programme {

// Business dates before today whose counts a store keeps: the widest attach window.
inline constexpr int kMaxAttachDays = 60;

// What may happen in a business day; proto/loyald/v1/programme.proto says what each means.
// 0 = no limit. Plain values, any thread.
struct Limits {
  std::int64_t sales_per_member = 0;
  std::int64_t redemptions_per_member = 0;
  std::int64_t sales_per_cashier_with_same_member = 0;
  std::int64_t sales_per_register = 0;
  std::int64_t returns_per_member = 0;
  std::map<std::string, Quantity> earned_per_member = {};  // by unit
  Money redeemed_value_per_cashier;
  int attach_within_days = 0;
  // What head office lists; nothing is refused for it.
  std::map<std::string, Quantity> notice_adjust_above = {};  // by unit
  std::int64_t notice_voids_above = 0;

  // Whether anything is counted against a limit.
  bool counts() const {
    return sales_per_member > 0 || redemptions_per_member > 0 ||
           sales_per_cashier_with_same_member > 0 || sales_per_register > 0 ||
           returns_per_member > 0 || !earned_per_member.empty() ||
           redeemed_value_per_cashier.minor > 0;
  }
  // How many days ago a sale's business date may be; 0 = any. Days that are not counted any more
  // would let everything through.
  int attach_days() const {
    return attach_within_days == 0 && counts() ? kMaxAttachDays : attach_within_days;
  }

  friend bool operator==(const Limits&, const Limits&) = default;
};

}  // namespace loyald::programme
