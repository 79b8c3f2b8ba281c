// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <tuple>

#include "store/programme/evaluate.h"

// Wallets and dates of the naive model: days are walked one by one, units are taken one by one.
namespace loyald::programme::naive {

struct Purse {
  std::map<std::pair<Date, Date>, std::int64_t> lots;  // by (expires_on, available_from)
  std::int64_t debt = 0;
  Quantity safe = 0;
};

// What happens to lots: by owner, unit, available_from and expires_on.
using Changes = std::map<std::tuple<Owner, std::string, Date, Date>, std::int64_t>;

struct World {
  const Programme& programme;
  const Situation& situation;
  std::map<std::pair<Owner, std::string>, Purse> purses;
  Changes changes;
};
World world_of(const Programme& programme, const Situation& situation);

// What could be spent today, less debt.
std::int64_t held(const World& world, const std::string& unit, Owner owner = Owner::member);
std::int64_t safe(const World& world, const std::string& unit, Owner owner = Owner::member);

std::vector<Lot> take(World& world, const std::string& unit, Quantity cost,
                      Owner owner = Owner::member);
// Into the changes alone; nobody can spend it yet.
void promise(World& world, const std::string& unit, const Lot& lot, Owner owner = Owner::member);
// Into the purse.
void receive(World& world, const std::string& unit, const Lot& lot, Owner owner = Owner::member);

Lot new_lot(const World& world, const std::string& unit, Owner owner, Quantity amount,
            std::optional<int> pending_days = std::nullopt, std::optional<Date> day = std::nullopt);
Lot counted_lot(const Cap& cap, Date day, Quantity amount);
Lot counted_lot(const Quota& quota, Date day, Quantity amount);
Date last_expiry(const World& world, const std::string& unit, Owner owner = Owner::member);

}  // namespace loyald::programme::naive
