// SPDX-License-Identifier: Apache-2.0
#include "store/wallets.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {
namespace {

Date date(std::int64_t days) { return {static_cast<std::int32_t>(days)}; }

programme::Wallet& wallet_for(std::vector<programme::Wallet>& wallets, std::string_view unit) {
  const auto place = std::lower_bound(
      wallets.begin(), wallets.end(), unit,
      [](const programme::Wallet& wallet, std::string_view name) { return wallet.unit < name; });
  if (place != wallets.end() && place->unit == unit) return *place;
  return *wallets.insert(place, programme::Wallet{std::string(unit), {}, 0});
}

tl::unexpected<Error> overflow(std::string_view unit) {
  return fail(Errc::invalid_argument, "more " + std::string(unit) + " than can be counted");
}

}  // namespace

Wallets::Wallets(sql::Database& database)
    : read_lots_(database,
                 "SELECT unit, available_from, expires_on, amount FROM lot WHERE member_id = ?1 "
                 "ORDER BY unit, expires_on, available_from"),
      read_debts_(database, "SELECT unit, amount FROM debt WHERE member_id = ?1 ORDER BY unit"),
      read_lot_(database,
                "SELECT amount FROM lot WHERE member_id = ?1 AND unit = ?2 AND expires_on = ?3 "
                "AND available_from = ?4"),
      write_lot_(database,
                 "INSERT INTO lot VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(member_id, unit, "
                 "expires_on, available_from) DO UPDATE SET amount = excluded.amount"),
      delete_lot_(database,
                  "DELETE FROM lot WHERE member_id = ?1 AND unit = ?2 AND expires_on = ?3 "
                  "AND available_from = ?4"),
      read_debt_(database, "SELECT amount FROM debt WHERE member_id = ?1 AND unit = ?2"),
      write_debt_(database,
                  "INSERT INTO debt VALUES(?1, ?2, ?3) ON CONFLICT(member_id, unit) DO UPDATE SET "
                  "amount = excluded.amount"),
      delete_debt_(database, "DELETE FROM debt WHERE member_id = ?1 AND unit = ?2"),
      delete_lots_(database, "DELETE FROM lot WHERE member_id = ?1"),
      delete_debts_(database, "DELETE FROM debt WHERE member_id = ?1"),
      next_member_(database,
                   "SELECT member_id FROM (SELECT member_id FROM lot WHERE member_id > ?1 UNION "
                   "SELECT member_id FROM debt WHERE member_id > ?1) AS owner "
                   "ORDER BY member_id LIMIT 1") {}

std::vector<programme::Wallet> Wallets::read(const MemberId& member) {
  std::vector<programme::Wallet> wallets;
  auto lots = read_lots_.run(sql::blob(member.bytes));
  while (lots.next()) {
    if (wallets.empty() || wallets.back().unit != lots.text(0)) {
      wallets.push_back({std::string(lots.text(0)), {}, 0});
    }
    wallets.back().lots.push_back({date(lots.int64(1)), date(lots.int64(2)), lots.int64(3)});
  }
  auto debts = read_debts_.run(sql::blob(member.bytes));
  while (debts.next()) wallet_for(wallets, debts.text(0)).debt = debts.int64(1);
  return wallets;
}

Result<void> Wallets::apply(const MemberId& member, const LotChanges& changes,
                            const DebtChanges& debts) {
  const auto id = sql::blob(member.bytes);
  for (const v1::LotChange& change : changes) {
    std::int64_t amount = 0;
    {
      auto row = read_lot_.run(id, change.unit(), change.expires_on(), change.available_from());
      if (row.next()) amount = row.int64(0);
    }
    const auto sum = checked_add(amount, change.amount());
    if (!sum) return overflow(change.unit());
    if (*sum == 0) {
      delete_lot_.execute(id, change.unit(), change.expires_on(), change.available_from());
    } else {
      write_lot_.execute(id, change.unit(), change.expires_on(), change.available_from(), *sum);
    }
  }
  for (const v1::DebtChange& change : debts) {
    std::int64_t amount = 0;
    {
      auto row = read_debt_.run(id, change.unit());
      if (row.next()) amount = row.int64(0);
    }
    const auto sum = checked_add(amount, change.amount());
    if (!sum) return overflow(change.unit());
    if (*sum == 0) {
      delete_debt_.execute(id, change.unit());
    } else {
      write_debt_.execute(id, change.unit(), *sum);
    }
  }
  return {};
}

void Wallets::replace(const MemberId& member, const std::vector<programme::Wallet>& wallets) {
  const auto id = sql::blob(member.bytes);
  delete_lots_.execute(id);
  delete_debts_.execute(id);
  for (const programme::Wallet& wallet : wallets) {
    for (const programme::Lot& lot : wallet.lots) {
      CHECK(lot.amount != 0);
      write_lot_.execute(id, wallet.unit, lot.expires_on.days, lot.available_from.days, lot.amount);
    }
    if (wallet.debt != 0) write_debt_.execute(id, wallet.unit, wallet.debt);
  }
}

std::optional<MemberId> Wallets::next_member(const MemberId& after) {
  auto row = next_member_.run(sql::blob(after.bytes));
  if (!row.next()) return std::nullopt;
  const auto id = id_from_bytes<MemberId>(row.blob(0));
  CHECK(id);
  return *id;
}

programme::Wallet wallet_of(const std::vector<programme::Wallet>& wallets, std::string_view unit) {
  for (const programme::Wallet& wallet : wallets) {
    if (wallet.unit == unit) return wallet;
  }
  return {std::string(unit), {}, 0};
}

Result<void> apply(std::vector<programme::Wallet>& wallets, const LotChanges& changes,
                   const DebtChanges& debts) {
  for (const v1::LotChange& change : changes) {
    LOYALD_TRY(programme::add(
        wallet_for(wallets, change.unit()),
        {date(change.available_from()), date(change.expires_on()), change.amount()}));
  }
  for (const v1::DebtChange& change : debts) {
    programme::Wallet& wallet = wallet_for(wallets, change.unit());
    const auto sum = checked_add(wallet.debt, change.amount());
    if (!sum) return overflow(change.unit());
    wallet.debt = *sum;
  }
  std::erase_if(wallets, [](const programme::Wallet& w) { return w.lots.empty() && w.debt == 0; });
  return {};
}

}  // namespace loyald
