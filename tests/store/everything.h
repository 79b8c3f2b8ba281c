// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace loyald::testing {

// A programme with every kind of rule and reward.
inline constexpr const char* kEverything = R"(
name = "Everything"
currency = "EUR"
unit = [
  { id = "points", expires_after_months = 12 },
  { id = "stamps", expires_after_days = 90 },
  { id = "visits", expires_after_months = 6 },
  { id = "streak", expires_after_days = 60 },
  { id = "welcome" },
  { id = "coffee", expires_after_days = 30 },
  { id = "snack" },
  { id = "prize", pending_days = 3 },
  { id = "base_cap", counter = true },
  { id = "friend_cap", counter = true },
  { id = "streak_cap", counter = true },
  { id = "bag_cap", counter = true },
  { id = "rest", counter = true },
  { id = "bonus_quota", counter = true },
  { id = "bag_quota", counter = true },
  { id = "bags", counter = true },
  { id = "tickets", counter = true },
  { id = "prizes", counter = true },
  { id = "gold", counter = true, expires_after_months = 12 },
]
[[tier]]
id = "gold"
unit = "visits"
at_least = 3
status = "gold"
[[earn]]
id = "base"
unit = "points"
quantity = 7
per = 333
carry = "rest"
cap = { unit = "base_cap", at_most = 100000, period = "month" }
[[earn]]
id = "stamp"
unit = "stamps"
quantity = 1
counts = "items"
include = { categories = ["COFFEE"] }
[[earn]]
id = "visit"
unit = "visits"
quantity = 1
counts = "visits"
[[earn]]
id = "month"
unit = "streak"
quantity = 1
counts = "visits"
renews = true
cap = { unit = "streak_cap", at_most = 1, period = "month" }
[[earn]]
id = "bonus"
unit = "points"
quantity = 5
counts = "visits"
quota = { unit = "bonus_quota", each_store = 1000, period = "year" }
[[earn]]
id = "joined"
on = "enrol"
unit = "welcome"
quantity = 6
counts = "visits"
[[earn]]
id = "first"
unit = "points"
quantity = 50
counts = "visits"
uses = "welcome"
[[earn]]
id = "friend"
unit = "points"
quantity = 3
per = 500
gives_to = "referrer"
cap = { unit = "friend_cap", at_most = 100000, period = "year" }
[[multiplier]]
id = "half-more"
unit = "points"
times = { numerator = 3, denominator = 2 }
[[reward]]
id = "five-off"
unit = "points"
amount_off = { cost = 50, value = 500 }
[[reward]]
id = "pay"
unit = "points"
points_as_money = { cost = 10, value = 10 }
[[reward]]
id = "ten"
unit = "points"
percent_off = { cost = 20, basis_points = 1000 }
[[reward]]
id = "swap"
unit = "points"
voucher = { cost = 15, gives = "snack" }
[[reward]]
id = "bag"
unit = "points"
gift = { cost = 5, stock = "bags" }
cap = { unit = "bag_cap", at_most = 50, period = "year" }
quota = { unit = "bag_quota", each_store = 50 }
[[reward]]
id = "card"
unit = "stamps"
voucher = { cost = 10, gives = "coffee", automatic = true }
[[reward]]
id = "way"
unit = "stamps"
voucher = { at = 4, of = 10, gives = "snack", automatic = true }
[[reward]]
id = "luck"
instant_win = { gives = "prize", tickets = 40, prizes = 20, seed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", tickets_drawn = "tickets", prizes_won = "prizes" }
[[reward]]
id = "thanks"
message = { text = "Thank you" }
)";

}  // namespace loyald::testing
