// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/opened_books.h"
#include "daemon/state_directory.h"
#include "daemon/state_files.h"
#include "store/migrations.h"
#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "store/rebuild_standings.h"
#include "store/sqlite/database.h"
#include "sync/headoffice/archive_check.h"

namespace loyald::loyalctl {
namespace {

struct Arguments {
  std::string directory;
  bool check_only = false;
};

Result<void> report(const LedgerCheck& check, std::size_t different_standings) {
  for (const LedgerDifference& difference : check.differences) {
    std::cout << "member " << difference.member.hex()
              << "\n  in the ledger: " << difference.in_ledger
              << "\n  from the journal: " << difference.from_journal << "\n";
  }
  std::cout << check.members << " members, " << check.different << " differ\n";
  if (different_standings > 0) {
    std::cout << different_standings << " members' consents, status or household differ\n";
  }
  if (check.different == 0 && different_standings == 0) return {};
  return fail(Errc::data_loss, "the ledger differs from the journal",
              "stop the daemon and run loyalctl ledger rebuild without --check");
}

Result<bool> says_returns(CentralBooks& books) {
  LOYALD_ASSIGN(const std::set<PartOfReturn> expected, returns_from_archive(books));
  return books.returns.all() == expected;
}

Result<void> compare(const std::string& directory) {
  LOYALD_ASSIGN(const OpenedBooks opened, open_books(directory));
  // One moment of the books, however long the comparison takes beside a daemon at work.
  sql::Database& database =
      opened.store ? opened.store->database() : opened.head_office->database();
  const sql::Snapshot snapshot(database);
  LOYALD_ASSIGN(const WalletsByMember expected, opened.store
                                                    ? wallets_from_journal(*opened.store)
                                                    : wallets_from_archive(*opened.head_office));
  const LedgerCheck check =
      compare_ledger(opened.store ? opened.store->wallets : opened.head_office->wallets, expected);
  LOYALD_ASSIGN(const bool is_derived, opened.store
                                           ? Result<bool>(derived_tables(*opened.store) ==
                                                          derived_from_journal(*opened.store))
                                           : says_returns(*opened.head_office));
  LOYALD_ASSIGN(const StandingsByMember standings,
                opened.store ? Result<StandingsByMember>(standings_from_journal(*opened.store))
                             : standings_from_archive(*opened.head_office));
  const std::size_t different = count_different(
      opened.store ? opened.store->standings : opened.head_office->standings, standings);
  LOYALD_TRY(report(check, different));
  if (is_derived) return {};
  return fail(Errc::data_loss, "holds, returned quantities or day counts differ from the journal",
              "stop the daemon and run loyalctl ledger rebuild without --check");
}

// Makes the ledger of these books say what is expected.
template <class AnyBooks>
void mend(AnyBooks& books, const WalletsByMember& expected, const StandingsByMember& standings) {
  const LedgerCheck before = compare_ledger(books.wallets, expected);
  write_ledger(books.wallets, expected);
  write_standings(books.standings, standings);
  std::cout << before.members << " members rebuilt from the journal, " << before.different
            << " had differed\n";
}

Result<void> rebuild_store(Books& books) {
  sql::Transaction transaction(books.database());
  LOYALD_ASSIGN(const WalletsByMember expected, wallets_from_journal(books));
  mend(books, expected, standings_from_journal(books));
  write_derived(books, derived_from_journal(books));
  transaction.commit();
  return {};
}

Result<void> rebuild_head_office(CentralBooks& books) {
  sql::Transaction transaction(books.database());
  LOYALD_ASSIGN(const WalletsByMember expected, wallets_from_archive(books));
  LOYALD_ASSIGN(const StandingsByMember standings, standings_from_archive(books));
  LOYALD_ASSIGN(const std::set<PartOfReturn> returns, returns_from_archive(books));
  mend(books, expected, standings);
  books.returns.replace_all(returns);
  transaction.commit();
  return {};
}

Result<void> rebuild(const std::string& place) {
  LOYALD_ASSIGN(const OpenedBooks found, open_books(place));
  // Nobody else on this machine may write while we do.
  const std::string directory = found.store ? place : found.state_directory;
  LOYALD_ASSIGN(const auto lock, daemon::StateDirectory::open(directory, "loyald"));
  if (found.store) {
    LOYALD_ASSIGN(auto database, sqlite::Database::open(lock.file(daemon::kStoreBooksFile),
                                                        {"", false, kBooksApplicationId}));
    Books books(std::move(database));
    return rebuild_store(books);
  }
  LOYALD_ASSIGN(auto database, open_database(found.place, BooksAccess::write));
  CentralBooks books(std::move(database));
  return rebuild_head_office(books);
}

}  // namespace

void add_ledger_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* ledger = app.add_subcommand("ledger", "what members own, on this machine's disk");
  ledger->require_subcommand(1);
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = ledger->add_subcommand(
      "rebuild", "compute every wallet from the journal anew (with the daemon stopped)");
  command->add_flag("--check", arguments->check_only,
                    "only compare, also beside a running daemon; fails where anything differs");
  command->add_option("STATE_DIRECTORY", arguments->directory)->required();
  on_run(*command, outcome, [arguments] {
    return arguments->check_only ? compare(arguments->directory) : rebuild(arguments->directory);
  });
}

}  // namespace loyald::loyalctl
