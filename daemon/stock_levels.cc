// SPDX-License-Identifier: Apache-2.0
#include "daemon/stock_levels.h"

#include "daemon/field_check.h"
#include "store/base/check.h"
#include "store/fold.h"

namespace loyald::daemon {

std::vector<v1::StockLevel> stock_levels(Books& books, Date day) {
  std::vector<v1::StockLevel> levels;
  const auto in_force = books.programmes.in_force(day);
  const auto genesis = books.journal.genesis();
  CHECK(genesis);
  if (!in_force) return levels;
  const auto wallets = books.wallets.read(owner_of_store(genesis->store_id()));
  for (const programme::Reward& reward : in_force->programme->rewards) {
    const auto* gift = std::get_if<programme::Gift>(&reward.kind);
    if (gift == nullptr) continue;
    v1::StockLevel level;
    level.set_unit(gift->stock);
    level.set_name(reward.name);
    level.set_quantity(shown(programme::spendable(wallet_of(wallets, gift->stock), day)));
    levels.push_back(std::move(level));
  }
  return levels;
}

}  // namespace loyald::daemon
