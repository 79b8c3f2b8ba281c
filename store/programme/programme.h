// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/base/amounts.h"
#include "store/programme/condition.h"
#include "store/programme/identification.h"
#include "store/programme/limits.h"
#include "store/programme/period.h"

// One version of the rules, as plain values. proto/loyald/v1/programme.proto says what each field
// means; store/programme_file.h reads it from TOML and has checked every limit, so that code here
// may rely on them.
namespace loyald::programme {

// A name or text in other languages, by BCP 47 code.
using Translations = std::map<std::string, std::string>;
// The text in `language` ("de-AT" falls back to "de"), or `text` where there is none.
const std::string& translated(const std::string& text, const Translations& translations,
                              const std::string& language);

// What becomes of units that a return should take back and that are not there any more: owed up to
// a limit, or left; of pending_only, nothing but the sale's own pending lots is touched; of
// charge_customer, they are paid for with money of the refund.
enum class ReturnPolicy { allow_debt, within_balance, pending_only, charge_customer };
// As the programme's file writes it: "allow_debt".
const char* name(ReturnPolicy policy);

// `money` for every `quantity` units; 1 to kMaxAmount each, where it is used.
struct UnitPrice {
  Quantity quantity = 1;
  Money money;
  friend bool operator==(const UnitPrice&, const UnitPrice&) = default;
};

struct Unit {
  std::string id;
  std::string name;
  int expires_after_months = 0;  // 0 = never
  int pending_days = 0;
  int return_grace_days = 0;
  int expires_after_days = 0;  // 0 = never, unless expires_after_months says when
  std::optional<Period> expires_at_end_of = std::nullopt;
  bool counter = false;  // the programme's own; nobody sees it as a balance
  Translations names = {};
  std::optional<Date> valid_until = std::nullopt;  // the last day of every lot
  bool expires_on_anniversary = false;
  bool extends = false;
  std::optional<Period> available_from_next = std::nullopt;
  ReturnPolicy return_policy = ReturnPolicy::allow_debt;
  Quantity debt_limit = 0;  // of allow_debt; 0 = no limit
  UnitPrice charge = {};    // of charge_customer
  // Lots live to the end of the period after the one they begin in.
  std::optional<Period> expires_with_next = std::nullopt;
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

// What a rate multiplies: money, the lines' quantities, or the sale.
enum class Rate { per_money, per_item, per_visit };

// At most so much per member and period, counted in a unit of its own.
struct Cap {
  std::string unit;
  Quantity at_most = 1;
  std::variant<Period, int> period;  // a calendar period, or days from each sale
  friend bool operator==(const Cap&, const Cap&) = default;
};

// At most so much at each store.
struct Quota {
  std::string unit;
  Quantity each_store = 0;
  std::map<std::int64_t, Quantity> of_store = {};
  std::optional<Period> period = std::nullopt;  // nothing: once and for all
  Quantity at_most(std::int64_t store) const;
  friend bool operator==(const Quota&, const Quota&) = default;
};

// Whose units are meant: the member's, those of whoever referred them, the store's.
enum class Owner { member, referrer, store };

struct EarnRule {
  std::string id;
  std::string unit;
  Quantity quantity = 1;  // 1 … 1,000,000
  Money per{1};           // 1 … 1,000,000; of a rate per item, so many items; per visit, 1
  std::optional<LineFilter> include;
  LineFilter exclude;
  Money minimum_spend;
  bool earn_on_rewards = false;
  Rate rate = Rate::per_money;
  bool list_amounts = false;  // before the register's discounts
  bool without_tax = false;
  Quantity minimum_quantity = 0;
  Condition when = {};
  Quantity most_per_sale = 0;  // 0 = no limit
  std::optional<Cap> cap = std::nullopt;
  std::string group = {};  // empty = none
  std::string carry = {};  // the unit that keeps what rounding left; empty = none
  std::optional<int> pending_days = std::nullopt;  // in place of the unit's
  std::string on = {};                             // an event's name; empty = sales
  Owner gives_to = Owner::member;                  // or the referrer
  std::string uses = {};                           // the unit of which it spends one; empty = none
  bool renews = false;
  std::optional<Quota> quota = std::nullopt;
  friend bool operator==(const EarnRule&, const EarnRule&) = default;
};

struct Group {
  std::string id;
  bool best_of = false;        // or sum
  Quantity most_per_sale = 0;  // of each unit; 0 = no limit
  std::optional<Cap> cap = std::nullopt;
  friend bool operator==(const Group&, const Group&) = default;
};

struct Multiplier {
  std::string id;
  std::string unit;
  std::string group;             // empty = all rules of the unit
  std::int64_t numerator = 1;    // denominator … 1000
  std::int64_t denominator = 1;  // 1 … 1000
  Condition when;
  friend bool operator==(const Multiplier&, const Multiplier&) = default;
};

struct Tier {
  std::string id;
  std::string name;
  std::string unit;
  Quantity at_least = 0;
  Translations names;
  std::string status = {};  // the unit that holds it; empty = the threshold alone does
  int grace_days = 0;
  bool steps_down = false;  // to the tier below, for one more term; or at once
  friend bool operator==(const Tier&, const Tier&) = default;
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
  bool tender = false;      // a payment, not a discount
  friend bool operator==(const PointsAsMoney&, const PointsAsMoney&) = default;
};

struct PercentOff {
  Quantity cost = 0;
  int basis_points = 1;
  Money ceiling;  // 0 = no limit
  friend bool operator==(const PercentOff&, const PercentOff&) = default;
};

struct CheapestFree {
  Quantity cost = 0;
  std::int64_t of = 1;
  friend bool operator==(const CheapestFree&, const CheapestFree&) = default;
};

struct Voucher {
  Quantity cost = 1;
  std::string gives;
  Quantity quantity = 1;
  bool automatic = false;
  Quantity at = 0;  // given each time the member reaches it, without a cost; 0 = by cost
  Quantity of = 0;  // the full card; 0 = once
  friend bool operator==(const Voucher&, const Voucher&) = default;
};

struct Message {
  std::string text;
  Translations texts;
  friend bool operator==(const Message&, const Message&) = default;
};

struct Gift {
  Quantity cost = 0;
  std::string stock;  // the store's unit
  friend bool operator==(const Gift&, const Gift&) = default;
};

struct Tickets {
  std::int64_t tickets = 0;
  std::int64_t prizes = 0;  // at most as many
  friend bool operator==(const Tickets&, const Tickets&) = default;
};

struct InstantWin {
  std::string gives;
  Quantity quantity = 1;
  Tickets each_store;
  std::map<std::int64_t, Tickets> of_store = {};
  std::string seed;  // as in the file
  std::string tickets_drawn;
  std::string prizes_won;
  const Tickets& at(std::int64_t store) const;
  friend bool operator==(const InstantWin&, const InstantWin&) = default;
};

struct Reward {
  std::string id;
  std::string name;
  std::string unit;
  std::optional<LineFilter> include;
  LineFilter exclude;
  Money minimum_spend;
  std::variant<AmountOff, PointsAsMoney, PercentOff, CheapestFree, Voucher, Message, Gift,
               InstantWin>
      kind;
  Condition when = {};
  Translations names = {};
  std::optional<Cap> cap = std::nullopt;
  std::optional<Quota> quota = std::nullopt;
  std::string terms = {};
  Translations terms_in = {};
  friend bool operator==(const Reward&, const Reward&) = default;
};

struct Programme {
  std::string name;
  std::string currency;
  std::vector<Unit> units;
  std::vector<EarnRule> earn;
  std::vector<Reward> rewards;
  std::vector<Group> groups = {};
  std::vector<Multiplier> multipliers = {};
  std::vector<Tier> tiers = {};  // the lowest first
  Limits limits = {};
  Identification identification = {};

  // Nothing where there is no such id. The pointer lives as long as the programme is not changed.
  const Unit* find_unit(std::string_view id) const;
  const Reward* find_reward(std::string_view id) const;
  const Group* find_group(std::string_view id) const;
  const Tier* find_tier(std::string_view id) const;

  friend bool operator==(const Programme&, const Programme&) = default;
};

}  // namespace loyald::programme
