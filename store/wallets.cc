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
    : remembered_(database),
      read_(database,
            "SELECT 0, unit, available_from, expires_on, amount FROM lot WHERE member_id = ?1 "
            "UNION ALL SELECT 1, unit, 0, 0, amount FROM debt WHERE member_id = ?1 "
            "ORDER BY 1, 2, 4, 3"),
      read_lots_(database, {"SELECT member_id, unit, available_from, expires_on, amount FROM lot "
                            "WHERE member_id IN (",
                            "?", ") ORDER BY member_id, unit, expires_on, available_from"}),
      read_debts_(database,
                  {"SELECT member_id, unit, amount FROM debt WHERE member_id IN (", "?", ")"}),
      lots_(database,
            {"lot", {"member_id", "unit", "expires_on", "available_from"}, {"amount"}, {}}),
      debts_(database, {"debt", {"member_id", "unit"}, {"amount"}, {}}),
      delete_lots_(database, "DELETE FROM lot WHERE member_id = ?1"),
      delete_debts_(database, "DELETE FROM debt WHERE member_id = ?1"),
      next_member_(database,
                   "SELECT member_id FROM (SELECT member_id FROM lot WHERE member_id > ?1 UNION "
                   "SELECT member_id FROM debt WHERE member_id > ?1) AS owner "
                   "ORDER BY member_id LIMIT 1") {}

std::vector<programme::Wallet> Wallets::read(const MemberId& member) {
  if (const auto* known = remembered_.find(member)) return *known;
  std::vector<programme::Wallet> wallets;
  auto row = read_.run(sql::blob(member.bytes));
  while (row.next()) {
    const bool is_debt = row.int64(0) == 1;
    programme::Wallet& wallet = wallet_for(wallets, row.text(1));
    if (is_debt) {
      wallet.debt = row.int64(4);
    } else {
      wallet.lots.push_back({date(row.int64(2)), date(row.int64(3)), row.int64(4)});
    }
  }
  remembered_.put(member, wallets);
  return wallets;
}

void Wallets::read_ahead(const std::vector<MemberId>& members) {
  const std::vector<MemberId> unknown = remembered_.begin_to_read(members);
  const auto read = [&](sql::Many& statement, const auto& use) {
    statement.read(unknown, sql::bind_key, [&](const sql::Statement::Rows& row) {
      const auto owner = id_from_bytes<MemberId>(row.blob(0));
      CHECK(owner);
      if (auto* wallets = remembered_.find(*owner)) use(wallet_for(*wallets, row.text(1)), row);
    });
  };
  read(read_lots_, [](programme::Wallet& wallet, const sql::Statement::Rows& row) {
    wallet.lots.push_back({date(row.int64(2)), date(row.int64(3)), row.int64(4)});
  });
  read(read_debts_, [](programme::Wallet& wallet, const sql::Statement::Rows& row) {
    wallet.debt = row.int64(2);
  });
}

Result<void> Wallets::apply(const MemberId& member, const LotRefs& changes, const DebtRefs& debts) {
  std::vector<programme::Wallet> wallets = read(member);
  LOYALD_TRY(loyald::apply(wallets, changes, debts));
  for (const v1::LotChange& change : changes) {
    const Quantity amount = amount_of(wallets, change);
    write_lot(member, change.unit(),
              {date(change.available_from()), date(change.expires_on()), amount});
  }
  for (const v1::DebtChange& change : debts) {
    const Quantity amount = wallet_of(wallets, change.unit()).debt;
    write_debt(member, change.unit(), amount);
  }
  remembered_.put(member, std::move(wallets));
  return {};
}

void Wallets::write_lot(const MemberId& member, const std::string& unit,
                        const programme::Lot& lot) {
  std::tuple key{member, unit, lot.expires_on.days, lot.available_from.days};
  lot.amount == 0 ? lots_.remove(std::move(key)) : lots_.put(std::move(key), {lot.amount});
}

void Wallets::write_debt(const MemberId& member, const std::string& unit, Quantity amount) {
  std::tuple key{member, unit};
  amount == 0 ? debts_.remove(std::move(key)) : debts_.put(std::move(key), {amount});
}

void Wallets::replace(const MemberId& member, const std::vector<programme::Wallet>& wallets) {
  const auto id = sql::blob(member.bytes);
  remembered_.forget_all();
  delete_lots_.execute(id);
  delete_debts_.execute(id);
  for (const programme::Wallet& wallet : wallets) {
    for (const programme::Lot& lot : wallet.lots) {
      CHECK(lot.amount != 0);
      write_lot(member, wallet.unit, lot);
    }
    if (wallet.debt != 0) write_debt(member, wallet.unit, wallet.debt);
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

Quantity amount_of(const std::vector<programme::Wallet>& wallets, const v1::LotChange& lot) {
  for (const programme::Wallet& wallet : wallets) {
    if (wallet.unit != lot.unit()) continue;
    for (const programme::Lot& known : wallet.lots) {
      if (known.available_from.days == lot.available_from() &&
          known.expires_on.days == lot.expires_on()) {
        return known.amount;
      }
    }
  }
  return 0;
}

Result<void> apply(std::vector<programme::Wallet>& wallets, const LotChanges& changes,
                   const DebtChanges& debts) {
  return apply(wallets, LotRefs(changes.begin(), changes.end()),
               DebtRefs(debts.begin(), debts.end()));
}

Result<void> apply(std::vector<programme::Wallet>& wallets, const LotRefs& changes,
                   const DebtRefs& debts) {
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
