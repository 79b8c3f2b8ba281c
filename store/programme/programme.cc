// SPDX-License-Identifier: Apache-2.0
#include "store/programme/programme.h"

#include <algorithm>

namespace loyald::programme {
namespace {

template <class Entry>
const Entry* find(const std::vector<Entry>& entries, std::string_view id) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

const std::string& translated(const std::string& text, const Translations& translations,
                              const std::string& language) {
  auto found = translations.find(language);
  if (found == translations.end()) {
    found = translations.find(language.substr(0, language.find('-')));
  }
  return found == translations.end() ? text : found->second;
}

const char* name(ReturnPolicy policy) {
  switch (policy) {
    case ReturnPolicy::allow_debt:
      return "allow_debt";
    case ReturnPolicy::within_balance:
      return "within_balance";
    case ReturnPolicy::pending_only:
      return "pending_only";
    case ReturnPolicy::charge_customer:
      return "charge_customer";
  }
  return "";
}

Quantity Quota::at_most(std::int64_t store) const {
  const auto own = of_store.find(store);
  return own == of_store.end() ? each_store : own->second;
}

const Tickets& InstantWin::at(std::int64_t store) const {
  const auto own = of_store.find(store);
  return own == of_store.end() ? each_store : own->second;
}

const Unit* Programme::find_unit(std::string_view id) const { return find(units, id); }

const Reward* Programme::find_reward(std::string_view id) const { return find(rewards, id); }

const Group* Programme::find_group(std::string_view id) const { return find(groups, id); }

const Tier* Programme::find_tier(std::string_view id) const { return find(tiers, id); }

}  // namespace loyald::programme
