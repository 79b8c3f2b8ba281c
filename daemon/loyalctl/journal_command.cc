// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>
#include <set>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/opened_books.h"
#include "sync/headoffice/archive_check.h"
#include "sync/headoffice/own_journal.h"

namespace loyald::loyalctl {
namespace {

Result<void> verify(const std::string& directory) {
  LOYALD_ASSIGN(const OpenedBooks opened, open_books(directory));
  if (opened.store) {
    LOYALD_ASSIGN(const std::uint64_t count, opened.store->journal.verify(1));
    const Head head = opened.store->journal.head();
    std::cout << count << " entries verify; head " << head.seq << " " << to_hex(head.hash) << "\n";
    return {};
  }
  std::set<StoreId> stores;
  for (const CountedJournal& journal : opened.head_office->incarnations.all()) {
    stores.insert(journal.name.store_id);
  }
  for (StoreId store : stores) {
    LOYALD_ASSIGN(const std::uint64_t count, verify_archive(*opened.head_office, store));
    std::cout << (store == kHeadOfficeId ? "head office" : "store " + std::to_string(store)) << ": "
              << count << " archived entries verify\n";
  }
  return {};
}

Result<void> show(const std::string& directory, std::uint64_t seq) {
  LOYALD_ASSIGN(const OpenedBooks opened, open_books(directory));
  if (!opened.store) {
    return fail(Errc::invalid_argument, "these are a head office's books",
                "name a store's state directory");
  }
  LOYALD_ASSIGN(const Recorded recorded, find_entry(*opened.store, seq));
  std::cout << "seq " << recorded.seq << "\nhash " << to_hex(recorded.hash) << "\n"
            << recorded.entry.DebugString();
  return {};
}

}  // namespace

void add_journal_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* journal = app.add_subcommand("journal", "a journal on this machine's disk");
  journal->require_subcommand(1);
  struct Arguments {
    std::string directory;
    std::uint64_t seq = 0;
  };
  auto arguments = std::make_shared<Arguments>();

  CLI::App* verify_command = journal->add_subcommand(
      "verify", "recompute the hash chain from the first entry to the last");
  verify_command->add_option("STATE_DIRECTORY", arguments->directory)->required();
  on_run(*verify_command, outcome, [arguments] { return verify(arguments->directory); });

  add_new_life_command(*journal, outcome);

  CLI::App* show_command = journal->add_subcommand("show", "print one entry as it is stored");
  show_command->add_option("STATE_DIRECTORY", arguments->directory)->required();
  show_command->add_option("SEQ", arguments->seq, "place in the journal, from 1")->required();
  on_run(*show_command, outcome,
         [arguments] { return show(arguments->directory, arguments->seq); });
}

}  // namespace loyald::loyalctl
