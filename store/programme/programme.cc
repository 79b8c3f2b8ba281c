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

const Unit* Programme::find_unit(std::string_view id) const { return find(units, id); }

const Reward* Programme::find_reward(std::string_view id) const { return find(rewards, id); }

}  // namespace loyald::programme
