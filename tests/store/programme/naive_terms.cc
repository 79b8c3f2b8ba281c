// SPDX-License-Identifier: Apache-2.0
#include "tests/store/programme/naive_terms.h"

#include <algorithm>
#include <set>

namespace loyald::programme::naive {
namespace {

using Words = std::set<std::string>;
Words words_of(const BasketLine& line) {
  Words words{"s:" + line.sku, "c:" + line.category, "d:" + line.department, "b:" + line.brand};
  for (const std::string& tag : line.tags) words.insert("t:" + tag);
  return words;
}

Words words_of(const LineFilter& filter) {
  Words words;
  for (const std::string& word : filter.skus) words.insert("s:" + word);
  for (const std::string& word : filter.categories) words.insert("c:" + word);
  for (const std::string& word : filter.departments) words.insert("d:" + word);
  for (const std::string& word : filter.brands) words.insert("b:" + word);
  for (const std::string& word : filter.tags) words.insert("t:" + word);
  return words;
}

bool overlap(const Words& a, const Words& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& word) { return b.contains(word); });
}

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::count(list.begin(), list.end(), word) > 0;
}

bool shares_any(const std::vector<std::string>& wanted, const std::vector<std::string>& known) {
  return wanted.empty() || std::any_of(known.begin(), known.end(),
                                       [&](const auto& word) { return has(wanted, word); });
}

bool is_within(const std::vector<Hours>& all, std::optional<int> minute) {
  bool now = all.empty();
  for (const Hours& hours : all) {
    for (int m = hours.from; m != hours.until; m = m + 1 == kMinutesPerDay ? 0 : m + 1) {
      now = now || m == minute;
    }
  }
  return now;
}

bool speaks_any(const std::vector<std::string>& wanted, const std::string& language) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const auto& each) {
           return language == each || language.starts_with(each + "-");
         });
}

}  // namespace

bool counts(const std::optional<LineFilter>& include, const LineFilter& exclude,
            const BasketLine& line) {
  if (overlap(words_of(exclude), words_of(line))) return false;
  return !include || overlap(words_of(*include), words_of(line));
}

// Tax is found by trying.
std::int64_t money_of(const EarnRule& rule, const BasketLine& line, std::int64_t left) {
  std::int64_t money =
      rule.list_amounts && line.list_amount ? line.list_amount->minor : line.amount.minor;
  if (!rule.earn_on_rewards) money -= line.amount.minor - left;
  if (!rule.without_tax) return money;
  std::int64_t net = 0;
  while ((net + 1) * (10'000 + line.tax_rate) <= money * 10'000) ++net;
  return net;
}

std::string tier_of(const Programme& programme, const Situation& situation) {
  const World before = world_of(programme, situation);
  std::string best;
  for (const Tier& tier : programme.tiers) {
    const bool by_status = !tier.status.empty();
    if (by_status ? held(before, tier.status) > 0 : held(before, tier.unit) >= tier.at_least) {
      best = tier.id;
    }
  }
  return best;
}

bool is_met(const Condition& when, const Programme& programme, const Situation& situation) {
  const Circumstances& known = situation.circumstances;
  const Date day = situation.business_date;
  const World before = world_of(programme, situation);
  for (const Holding& holding : when.holds) {
    const std::int64_t amount = held(before, holding.unit);
    if (amount < holding.at_least || (holding.below != 0 && amount >= holding.below)) return false;
  }
  if (when.valid_from && day < *when.valid_from) return false;
  if (when.valid_until && *when.valid_until < day) return false;
  if (!when.weekdays.empty()) {
    int today = 3;  // 1970-01-01 was a Thursday
    for (int i = 0; i < day.days; ++i) today = today == 6 ? 0 : today + 1;
    if (std::count(when.weekdays.begin(), when.weekdays.end(), today) == 0) return false;
  }
  if (!when.stores.empty() &&
      std::count(when.stores.begin(), when.stores.end(), known.store) == 0) {
    return false;
  }
  if (when.referred && !known.has_referrer) return false;
  return (when.tiers.empty() || has(when.tiers, tier_of(programme, situation))) &&
         is_within(when.hours, known.setting.sold_at) &&
         (when.channels.empty() || has(when.channels, known.setting.channel)) &&
         shares_any(when.payments, known.setting.payments) && shares_any(when.tags, known.tags) &&
         speaks_any(when.languages, known.language);
}

}  // namespace loyald::programme::naive
