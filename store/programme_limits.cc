// SPDX-License-Identifier: Apache-2.0
#include "store/programme_limits.h"

namespace loyald {
namespace {

constexpr std::int64_t kMaxCount = 1'000'000;

}  // namespace

Result<programme::Limits> read_limits(const v1::Limits& from,
                                      const std::vector<programme::Unit>& units,
                                      const Place& place) {
  programme::Limits to;
  const auto count = [&](std::string_view key, std::int64_t value) {
    return place.within(key, value, 0, kMaxCount);
  };
  LOYALD_ASSIGN(to.sales_per_member,
                count("sales_per_member_and_day", from.sales_per_member_and_day()));
  LOYALD_ASSIGN(to.redemptions_per_member,
                count("redemptions_per_member_and_day", from.redemptions_per_member_and_day()));
  LOYALD_ASSIGN(to.sales_per_cashier_with_same_member,
                count("sales_per_cashier_with_same_member_and_day",
                      from.sales_per_cashier_with_same_member_and_day()));
  LOYALD_ASSIGN(to.sales_per_register,
                count("sales_per_register_and_day", from.sales_per_register_and_day()));
  LOYALD_ASSIGN(to.returns_per_member,
                count("returns_per_member_and_day", from.returns_per_member_and_day()));
  const Place here = place.table("earned_per_member_and_day");
  for (const auto& [unit, most] : from.earned_per_member_and_day()) {
    LOYALD_ASSIGN(const std::string name, read_unit_name(unit, unit, units, here));
    LOYALD_ASSIGN(to.earned_per_member[name], here.within(unit, most, 1, kMaxAmount));
  }
  LOYALD_ASSIGN(to.redeemed_value_per_cashier,
                place.money("redeemed_value_per_cashier_and_day",
                            from.redeemed_value_per_cashier_and_day(), 0));
  LOYALD_ASSIGN(
      const std::int64_t days,
      place.within("attach_within_days", from.attach_within_days(), 0, programme::kMaxAttachDays));
  to.attach_within_days = static_cast<int>(days);
  const Place adjust_place = place.table("notice_adjust_above");
  for (const auto& [unit, most] : from.notice_adjust_above()) {
    LOYALD_ASSIGN(const std::string name, read_unit_name(unit, unit, units, adjust_place));
    LOYALD_ASSIGN(to.notice_adjust_above[name], adjust_place.within(unit, most, 1, kMaxAmount));
  }
  LOYALD_ASSIGN(to.notice_voids_above, count("notice_voids_above", from.notice_voids_above()));
  return to;
}

}  // namespace loyald
