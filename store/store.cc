// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/base/check.h"
#include "store/migrations.h"
#include "store/sql/migrate.h"
#include "store/sqlite/database.h"

namespace loyald {

Store::Store(std::unique_ptr<sql::Database> database, const Options& options, Random& random)
    : books_(std::move(database)),
      policy_(options.policy),
      staff_(options.staff),
      store_id_(options.store_id),
      random_(random) {
  books_.are_alone = !policy_.has_head_office;
}

Result<std::unique_ptr<Store>> Store::open(const Options& options, Random& random, Timestamp now) {
  CHECK(options.store_id > 0);
  LOYALD_ASSIGN(auto database,
                sqlite::Database::open(options.path, {options.vfs, false, kBooksApplicationId}));
  try {
    LOYALD_TRY(sql::migrate(*database, books_migrations()));
    if (!Lives(*database).newest()) {
      const auto incarnation = random_id<Incarnation>(random);
      SigningSeed seed{};
      random.fill(seed);
      sql::Transaction transaction(*database);
      Journal::begin(*database, options.store_id, incarnation, seed, now);
      transaction.commit();
    }
    std::unique_ptr<Store> store(new Store(std::move(database), options, random));
    Journal& journal = store->books_.journal;
    const auto genesis = journal.genesis();
    CHECK(genesis);
    if (genesis->store_id() != options.store_id) {
      return fail(Errc::failed_precondition,
                  "these are the books of store " + std::to_string(genesis->store_id()) +
                      ", the configuration says store " + std::to_string(options.store_id),
                  "set store.id back, or give this store a state directory of its own");
    }
    const Seq head = journal.head().seq;
    LOYALD_TRY(journal.verify(head > kTailToVerify ? head - kTailToVerify + 1 : 1));
    if (store->books_.rights_are_kept() == store->books_.are_alone) {
      sql::Transaction transaction(store->books_.database());
      store->books_.keep_rights(!store->books_.are_alone);
      transaction.commit();
    }
    return store;
  } catch (const sql::Error& error) {
    return fail(error.is_disk_full() ? Errc::resource_exhausted : Errc::unavailable,
                "cannot open the books in " + options.path + ": " + error.what());
  }
}

Result<std::unique_ptr<Books>> open_books_read_only(const std::string& path) {
  LOYALD_ASSIGN(auto database, sqlite::Database::open(path, {"", true, kBooksApplicationId}));
  LOYALD_TRY(sql::require_version(*database, books_migrations()));
  return std::make_unique<Books>(std::move(database));
}

void Store::put_card_key(const CardKey& key) {
  CHECK(books_.database().in_transaction());
  if (!books_.card_keys.find(key.kind, key.key)) books_.card_keys.put(key);
}

Result<void> Store::retire_card_key(CardKeyKind kind, int key) {
  CHECK(books_.database().in_transaction());
  LOYALD_TRY(books_.card_keys.retire(kind, key));
  return {};
}

bool Store::set_card_withdrawn(const std::string& card, bool is_withdrawn) {
  CHECK(books_.database().in_transaction());
  return books_.card_keys.set_withdrawn(card, is_withdrawn);
}

void Store::begin_life(Timestamp now, const std::string& reason) {
  loyald::begin_life(books_, random_, now, reason);
}

Result<void> Store::put_back_tail(Timestamp now, const LostTail& tail, const std::string& reason) {
  return loyald::put_back_tail(books_, random_, now, tail, reason);
}

v1::JournalEntry Store::begin_entry(const Origin& origin, const Moment& moment) const {
  v1::JournalEntry entry;
  entry.set_business_date(origin.business_date.value_or(moment.today).days);
  entry.set_register_id(origin.register_id);
  entry.set_cashier_id(origin.cashier_id);
  entry.set_op_id(origin.op_id);
  return entry;
}

void Store::set_balances(google::protobuf::RepeatedPtrField<v1::UnitBalance>& balances,
                         const MemberId& owner, const LotChanges& changes, const DebtChanges& debts,
                         Date day) {
  std::vector<programme::Wallet> wallets = books_.wallets.read(owner);
  // An overflow is reported when the entry is folded.
  if (!apply(wallets, changes, debts)) return;
  const auto add = [&](const std::string& unit) {
    for (const v1::UnitBalance& known : balances) {
      if (known.unit() == unit) return;
    }
    v1::UnitBalance& balance = *balances.Add();
    balance.set_unit(unit);
    const programme::Wallet wallet = wallet_of(wallets, unit);
    balance.set_quantity(programme::spendable(wallet, day));
    // Lots are in the order of their expiry.
    for (const programme::Lot& lot : programme::choose(wallet, day, balance.quantity())) {
      if (lot.expires_on > day + kExpiringWithin) break;
      if (balance.expiring() > 0 && lot.expires_on.days != balance.expires_on()) break;
      balance.set_expiring(balance.expiring() + lot.amount);
      balance.set_expires_on(lot.expires_on.days);
    }
  };
  for (const v1::LotChange& change : changes) add(change.unit());
  for (const programme::Wallet& wallet : wallets) add(wallet.unit);
}

MemberId Store::set_owner(v1::JournalEntry& entry, const MemberId& member) {
  const MemberId owner = books_.standings.wallets_of(member);
  if (owner != member) entry.set_wallet_id(owner.str());
  return owner;
}

Result<std::vector<std::string>> Store::issue_cards(Timestamp now, const CardIssue& issue) {
  CHECK(books_.database().in_transaction());
  if (!books_.are_alone) {
    return fail(Errc::failed_precondition, "head office hands out this chain's card numbers",
                "ask it: loyalctl card issue --url …");
  }
  return loyald::issue_cards(books_.card_series, books_.identifiers, random_, now, issue);
}

Result<std::uint32_t> Store::adopt_programme(std::string_view toml, Date today) {
  CHECK(books_.database().in_transaction());
  const auto newest = books_.programmes.newest(Programmes::Origin::own);
  if (newest && newest->second == toml) return newest->first;
  const std::uint32_t version = newest ? newest->first + 1 : kFirstOwnVersion;
  // The first one also decides about days before it, which registers may still report.
  LOYALD_TRY(books_.programmes.put(version, newest ? today : kFirstDate, toml));
  return version;
}

}  // namespace loyald
