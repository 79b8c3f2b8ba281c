// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/opened_books.h"
#include "daemon/state_directory.h"
#include "daemon/state_files.h"
#include "daemon/text_file.h"
#include "store/base/check.h"
#include "store/base/clock.h"
#include "store/migrations.h"
#include "store/new_life.h"
#include "store/sqlite/backup.h"
#include "sync/headoffice/migrations.h"

// Backups of books, and what takes their place.
namespace loyald::loyalctl {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::string directory;
  std::string file;
  std::string reason;
};

// A database file of either kind, by its application id.
struct Kind {
  bool is_store = false;
  int application_id = 0;
  const char* file = nullptr;
};
constexpr Kind kStore{true, kBooksApplicationId, daemon::kStoreBooksFile};
constexpr Kind kHeadOffice{false, kHeadOfficeApplicationId, daemon::kHeadOfficeBooksFile};

Result<void> backup(const Arguments& arguments) {
  for (const Kind& kind : {kStore, kHeadOffice}) {
    const fs::path path = fs::path(arguments.directory) / kind.file;
    if (!fs::exists(path)) continue;
    LOYALD_ASSIGN(const auto database,
                  sqlite::Database::open(path, {"", true, kind.application_id}));
    LOYALD_TRY(sqlite::copy_database(*database, arguments.file));
    std::cout << arguments.file << ": " << fs::file_size(arguments.file) << " bytes of "
              << path.string() << "\n";
    if (!kind.is_store) {
      std::cout << "keep a copy of " << daemon::kHeadOfficeKeyFile
                << " with it: stores believe no other key\n";
      if (fs::exists(fs::path(arguments.directory) / daemon::kCardKeyFile)) {
        std::cout << "and of " << daemon::kCardKeyFile << ": customers' cards are made with it\n";
      }
    }
    return {};
  }
  return fail(Errc::not_found, arguments.directory + " holds no books",
              "name a state directory, for example /var/lib/loyald");
}

Result<Kind> kind_of_backup(const std::string& file) {
  for (const Kind& kind : {kStore, kHeadOffice}) {
    const auto database = sqlite::Database::open(file, {"", true, kind.application_id});
    if (database) {
      LOYALD_TRY(sqlite::check_integrity(**database));
      return kind;
    }
    if (database.error().code == Errc::not_found) return fail(database.error());
  }
  return fail(Errc::invalid_argument, file + " is no backup of Loyald's books",
              "name a file that loyalctl backup wrote");
}

// Moves the books away, under the first name that is free; nothing where there were none.
Result<std::optional<fs::path>> move_aside(const fs::path& books) {
  const fs::path log = books.string() + "-wal";
  fs::remove(books.string() + "-shm");
  if (!fs::exists(books) && !fs::exists(log)) return std::nullopt;
  constexpr int kMost = 1000;
  for (int i = 1; i <= kMost; ++i) {
    const fs::path aside = books.string() + ".before-restore-" + std::to_string(i);
    const fs::path log_aside = aside.string() + "-wal";
    if (fs::exists(aside) || fs::exists(log_aside)) continue;
    // A log that stays behind, also one without its books, would be played onto the backup.
    if (fs::exists(log)) fs::rename(log, log_aside);
    if (fs::exists(books)) fs::rename(books, aside);
    return aside;
  }
  return fail(Errc::resource_exhausted, "there are too many old books in the directory",
              "move some of " + books.string() + ".before-restore-* away");
}

// What the books that were there have after the backup's last entry, as far as it can be read.
std::vector<std::string> readable_after(const fs::path& old, Books& restored) {
  std::vector<std::string> entries;
  try {
    const auto books = open_books_read_only(old);
    if (!books || (*books)->name() != restored.name()) return entries;
    Seq seq = restored.journal.head().seq;
    Hash hash = restored.journal.head().hash;
    while (auto entry = (*books)->journal.read(seq + 1)) {
      hash = entry_hash(hash, ++seq, entry->bytes);
      if (hash != entry->hash) break;
      entries.push_back(std::move(entry->bytes));
    }
  } catch (const sql::Error& error) {
    std::cout << "of the books that were there, " << entries.size()
              << " entries after the backup could be read: " << error.what() << "\n";
  }
  return entries;
}

// Lets the store's journal in this copy go on in another life, with what can be read of `old`.
Result<void> begin_anew(const fs::path& copy, const fs::path& old, const std::string& reason) {
  LOYALD_ASSIGN(auto database, sqlite::Database::open(copy, {"", false, kBooksApplicationId}));
  LOYALD_TRY(sql::migrate(*database, books_migrations()));
  Books books(std::move(database));
  LOYALD_TRY(books.journal.verify(1));
  LostTail tail{*books.journal.lives.newest(), books.journal.head().seq, {}, {}};
  if (fs::exists(old)) tail.entries = readable_after(old, books);
  SystemRandom random;
  sql::Transaction transaction(books.database());
  LOYALD_TRY(put_back_tail(books, random, SystemClock().now(), tail, reason));
  transaction.commit();
  // All of it must be in the one file that takes the books' place.
  CHECK(books.database().checkpoint());
  std::cout << "entries to " << tail.agreed << " are the backup's, " << tail.entries.size()
            << " more were read from the books that were there\n";
  return {};
}

Result<void> restore(const Arguments& arguments) {
  LOYALD_ASSIGN(const Kind kind, kind_of_backup(arguments.file));
  // Nobody else may write while we do.
  LOYALD_ASSIGN(const auto lock, daemon::StateDirectory::open(arguments.directory, "loyald"));
  const fs::path books = lock.file(kind.file);
  // The books stay where they are until all is ready: what fails before that changes nothing.
  const fs::path copy = books.string() + ".restoring";
  for (const char* more : {"", "-wal", "-shm"}) fs::remove(copy.string() + more);
  LOYALD_ASSIGN(const auto from,
                sqlite::Database::open(arguments.file, {"", true, kind.application_id}));
  LOYALD_TRY(sqlite::copy_database(*from, copy));
  if (kind.is_store) {
    LOYALD_TRY(begin_anew(copy, books, "restored from the backup " + arguments.file));
  } else {
    LOYALD_TRY(daemon::replace_file(lock.file(daemon::kRestoredFile), "from a backup\n"));
  }
  for (const char* more : {"-wal", "-shm"}) fs::remove(copy.string() + more);
  LOYALD_ASSIGN(const auto old, move_aside(books));
  fs::rename(copy, books);
  if (old) std::cout << "the books that were there are " << old->string() << "\n";
  if (!kind.is_store) {
    std::cout << "the daemon begins as after a restore: nothing is granted until every store has "
                 "said what it knows\n";
  }
  return {};
}

Result<void> new_life(const Arguments& arguments) {
  if (arguments.reason.empty()) {
    return fail(Errc::invalid_argument, "a reason is required", "add --reason TEXT");
  }
  LOYALD_ASSIGN(const auto lock, daemon::StateDirectory::open(arguments.directory, "loyald"));
  if (!fs::exists(lock.file(daemon::kStoreBooksFile))) {
    return fail(Errc::not_found, arguments.directory + " holds no store's books");
  }
  LOYALD_ASSIGN(auto database, sqlite::Database::open(lock.file(daemon::kStoreBooksFile),
                                                      {"", false, kBooksApplicationId}));
  Books books(std::move(database));
  LOYALD_TRY(books.journal.verify(1));
  SystemRandom random;
  sql::Transaction transaction(books.database());
  begin_life_by_hand(books, random, SystemClock().now(), arguments.reason);
  transaction.commit();
  std::cout << "the journal goes on in life " << books.journal.lives.newest()->number << "\n";
  return {};
}

}  // namespace

void add_backup_commands(CLI::App& app, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* backup_command = app.add_subcommand(
      "backup", "copy the books of a state directory, also beside a running daemon");
  backup_command->add_option("STATE_DIRECTORY", arguments->directory)->required();
  backup_command->add_option("FILE", arguments->file, "a new file")->required();
  on_run(*backup_command, outcome, [arguments] { return backup(*arguments); });

  CLI::App* restore_command = app.add_subcommand(
      "restore", "put a backup in the place of a state directory's books (daemon stopped)");
  restore_command->add_option("FILE", arguments->file, "what backup wrote")->required();
  restore_command->add_option("STATE_DIRECTORY", arguments->directory)->required();
  on_run(*restore_command, outcome, [arguments] { return restore(*arguments); });
}

void add_new_life_command(CLI::App& journal, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = journal.add_subcommand(
      "new-life",
      "let the journal go on in another life: this PC is the store's right one, or "
      "its books were restored by other means (daemon stopped)");
  command->add_option("STATE_DIRECTORY", arguments->directory)->required();
  command->add_option("--reason", arguments->reason, "what people are shown");
  on_run(*command, outcome, [arguments] { return new_life(*arguments); });
}

}  // namespace loyald::loyalctl
