// SPDX-License-Identifier: Apache-2.0
#include "store/programme_earning.h"

#include <map>

#include "store/programme_caps.h"
#include "store/programme_conditions.h"
#include "store/programme_file.h"

namespace loyald {
namespace {

using programme::EarnRule;
using programme::Group;
using programme::Multiplier;
using programme::Programme;
using programme::Rate;

constexpr std::int64_t kMaxFactor = 1000;

Result<Group> read_group(const v1::Group& from, const Programme& known, const Place& place) {
  Group group;
  LOYALD_ASSIGN(group.id, place.id(from.id()));
  LOYALD_ASSIGN(const std::size_t mode, place.one_of("mode", from.mode(), {"sum", "best_of"}));
  group.best_of = mode == 1;
  LOYALD_ASSIGN(group.most_per_sale,
                place.within("most_per_sale", from.most_per_sale(), 0, kMaxAmount));
  if (from.has_cap()) {
    LOYALD_ASSIGN(group.cap, read_cap(from.cap(), known, place.table("cap")));
  }
  return group;
}

Result<std::string> read_group_name(const std::string& group, const Programme& known,
                                    const Place& place) {
  if (group.empty() || known.find_group(group) != nullptr) return group;
  std::vector<std::string> ids;
  for (const Group& each : known.groups) ids.push_back(each.id);
  return place.unknown("group", "group", group, ids);
}

Result<void> read_rate(const v1::EarnRule& from, const Place& place, EarnRule& to) {
  LOYALD_ASSIGN(to.quantity, place.within("quantity", from.quantity(), 1, kMaxRate));
  LOYALD_ASSIGN(const std::size_t counts,
                place.one_of("counts", from.counts(), {"money", "items", "visits"}));
  to.rate = std::vector{Rate::per_money, Rate::per_item, Rate::per_visit}[counts];
  if (to.rate == Rate::per_visit && from.per() != 0) {
    return place.wrong("per", "has no meaning where visits are counted");
  }
  const bool needs_none = to.rate != Rate::per_money && from.per() == 0;
  LOYALD_ASSIGN(to.per.minor, place.within("per", needs_none ? 1 : from.per(), 1, kMaxRate));
  LOYALD_ASSIGN(const std::size_t basis, place.one_of("basis", from.basis(), {"paid", "list"}));
  to.list_amounts = basis == 1;
  to.without_tax = from.without_tax();
  return {};
}

// What it is evaluated at, and whom it gives to.
Result<void> read_occasion(const v1::EarnRule& from, const Place& place, EarnRule& to) {
  if (from.on() != "sale" && !from.on().empty()) {
    LOYALD_ASSIGN(to.on, place.text("on", from.on()));
    if (to.rate == Rate::per_money) {
      return place.wrong("counts",
                         "must be visits or items: nothing is bought at \"" + to.on + "\"");
    }
    if (from.has_include() || from.has_exclude() || from.minimum_spend() > 0) {
      return place.wrong("include, exclude, minimum_spend",
                         "have no meaning at \"" + to.on + "\": nothing is bought then");
    }
  }
  LOYALD_ASSIGN(const std::size_t whom,
                place.one_of("gives_to", from.gives_to(), {"member", "referrer"}));
  if (whom == 0) return {};
  to.gives_to = programme::Owner::referrer;
  if (!from.carry().empty() || from.renews()) {
    return place.wrong("gives_to", "a referrer's rule cannot have carry or renews");
  }
  return {};
}

// What it uses, renews and leaves to other stores.
Result<void> read_bounds(const v1::EarnRule& from, const Programme& known, const Place& place,
                         EarnRule& to) {
  if (!from.uses().empty()) {
    LOYALD_ASSIGN(to.uses, read_unit_name("uses", from.uses(), known.units, place));
    if (to.uses == to.unit) return place.wrong("uses", "is the unit that it gives");
  }
  to.renews = from.renews();
  if (to.renews && !to.cap) {
    return place.wrong("renews", "needs a cap, or every sale would renew",
                       "for example cap = { unit = \"…\", at_most = 1, period = \"month\" }");
  }
  if (from.has_quota()) {
    LOYALD_ASSIGN(to.quota, read_quota(from.quota(), known, place.table("quota")));
  }
  return {};
}

Result<EarnRule> read_rule(const v1::EarnRule& from, const Programme& known, const Place& place) {
  EarnRule rule;
  LOYALD_ASSIGN(rule.id, place.id(from.id()));
  LOYALD_ASSIGN(rule.unit, read_unit_name("unit", from.unit(), known.units, place));
  LOYALD_TRY(read_rate(from, place, rule));
  LOYALD_TRY(read_occasion(from, place, rule));
  LOYALD_TRY(read_filters(from, place, rule));
  LOYALD_ASSIGN(rule.minimum_spend, place.money("minimum_spend", from.minimum_spend(), 0));
  LOYALD_ASSIGN(rule.minimum_quantity,
                place.within("minimum_quantity", from.minimum_quantity(), 0, kMaxAmount));
  rule.earn_on_rewards = from.earn_on_rewards();
  LOYALD_ASSIGN(rule.when, read_condition(from.when(), known, place.table("when")));
  LOYALD_ASSIGN(rule.most_per_sale,
                place.within("most_per_sale", from.most_per_sale(), 0, kMaxAmount));
  if (from.has_cap()) {
    LOYALD_ASSIGN(rule.cap, read_cap(from.cap(), known, place.table("cap")));
  }
  LOYALD_ASSIGN(rule.group, read_group_name(from.group(), known, place));
  if (!from.carry().empty()) {
    LOYALD_ASSIGN(rule.carry, read_counter_name("carry", from.carry(), known.units, place));
    if (rule.rate == Rate::per_visit) {
      return place.wrong("carry", "has no meaning where visits are counted");
    }
  }
  if (from.has_pending_days()) {
    LOYALD_TRY(place.within("pending_days", from.pending_days(), 0, kMaxDays));
    rule.pending_days = from.pending_days();
  }
  LOYALD_TRY(read_bounds(from, known, place, rule));
  return rule;
}

// A cap counts one unit, and a group's rules must agree on it.
Result<void> check_group_caps(const Programme& programme, const Place& place) {
  std::map<std::string, const EarnRule*> first;
  for (std::size_t i = 0; i < programme.earn.size(); ++i) {
    const EarnRule& rule = programme.earn[i];
    const Group* group = programme.find_group(rule.group);
    if (group == nullptr || !group->cap) continue;
    const EarnRule* before = first.emplace(rule.group, &rule).first->second;
    if (before->unit == rule.unit && before->gives_to == rule.gives_to) continue;
    return place.entry("earn", i, rule.id)
        .wrong("group", group->id + " has a cap, so all its rules must give " + before->unit +
                            " as rule " + before->id + " does");
  }
  return {};
}

Result<Multiplier> read_multiplier(const v1::Multiplier& from, const Programme& known,
                                   const Place& place) {
  Multiplier multiplier;
  LOYALD_ASSIGN(multiplier.id, place.id(from.id()));
  for (const EarnRule& rule : known.earn) {
    if (rule.id == from.id()) return place.wrong("id", "is a rule's id already");
  }
  LOYALD_ASSIGN(multiplier.unit, read_unit_name("unit", from.unit(), known.units, place));
  LOYALD_ASSIGN(multiplier.group, read_group_name(from.group(), known, place));
  const Place times = place.table("times");
  LOYALD_ASSIGN(multiplier.numerator,
                times.within("numerator", from.times().numerator(), 1, kMaxFactor));
  const int denominator = from.times().has_denominator() ? from.times().denominator() : 1;
  LOYALD_ASSIGN(multiplier.denominator,
                times.within("denominator", denominator, 1, multiplier.numerator));
  LOYALD_ASSIGN(multiplier.when, read_condition(from.when(), known, place.table("when")));
  return multiplier;
}

}  // namespace

Result<void> read_earning(const v1::Programme& from, const Place& place, Programme& to) {
  const auto group = [&](const v1::Group& entry, const Place& here) {
    return read_group(entry, to, here);
  };
  LOYALD_TRY(read_all(from.group(), "group", kMaxProgrammeGroups, place, to.groups, group));
  const auto rule = [&](const v1::EarnRule& entry, const Place& here) {
    return read_rule(entry, to, here);
  };
  LOYALD_TRY(read_all(from.earn(), "earn", kMaxProgrammeRules, place, to.earn, rule));
  LOYALD_TRY(check_group_caps(to, place));
  const auto multiplier = [&](const v1::Multiplier& entry, const Place& here) {
    return read_multiplier(entry, to, here);
  };
  return read_all(from.multiplier(), "multiplier", kMaxProgrammeMultipliers, place, to.multipliers,
                  multiplier);
}

}  // namespace loyald
