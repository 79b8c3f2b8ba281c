// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/archive_check.h"

#include "store/fold.h"
#include "store/journal.h"
#include "store/journal_sales.h"
#include "sync/headoffice/entry_reading.h"

namespace loyald {
namespace {

tl::unexpected<Error> damaged(const CountedJournal& journal, Seq seq, const std::string& what) {
  return fail(Errc::data_loss,
              "archived entry " + std::to_string(seq) + " of store " +
                  std::to_string(journal.name.store_id) + ", incarnation " +
                  journal.name.incarnation.hex() + ", " + what,
              "stop head office's daemon, keep a copy of its state directory, restore the backup");
}

// Calls `take(seq, entry)` for every archived entry of a journal, in order, having verified it.
template <class Take>
Result<void> walk(CentralBooks& books, const CountedJournal& journal, Take take) {
  Hash hash = genesis_hash(journal.genesis);
  Seq seq = journal.genesis.parent_seq();
  while (true) {
    LOYALD_ASSIGN(const auto segment, books.archive.next(journal.name, seq + 1));
    if (!segment) break;
    if (segment->first_seq != seq + 1) return damaged(journal, seq + 1, "is missing");
    for (const std::string& entry : segment->entries) {
      ++seq;
      hash = entry_hash(hash, seq, entry);
      LOYALD_TRY(take(seq, entry));
    }
    if (hash != segment->head_hash) return damaged(journal, seq, "or one before it was changed");
  }
  if (seq != journal.seq) return damaged(journal, seq + 1, "is missing");
  if (hash != journal.hash) return damaged(journal, seq, "is not the one that was counted");
  return {};
}

// Calls `take(name, seq, entry)` for every archived entry that was counted, journal by journal.
template <class Take>
Result<void> read_counted(CentralBooks& books, Take take) {
  const sql::Snapshot snapshot(books.database());
  for (const CountedJournal& journal : books.incarnations.all()) {
    LOYALD_TRY(walk(books, journal, [&](Seq seq, const std::string& bytes) -> Result<void> {
      const auto entry = read_entry(bytes);
      if (!entry) return {};
      // Whether a sum fits depends on what was counted before it, so here the books' word counts.
      if (books.exceptions.has(journal.name, seq, exception_code::kUncountable)) return {};
      return take(journal.name, seq, *entry);
    }));
  }
  return {};
}

Result<void> add(WalletsByMember& wallets, const v1::JournalEntry& entry) {
  for (const OwnedChanges& each : owned_changes(entry)) {
    LOYALD_TRY(apply(wallets[each.owner], each.lots, each.debts));
  }
  return {};
}

}  // namespace

Result<std::uint64_t> verify_archive(CentralBooks& books, StoreId store) {
  const sql::Snapshot snapshot(books.database());
  std::uint64_t verified = 0;
  for (const CountedJournal& journal : books.incarnations.of_store(store)) {
    LOYALD_TRY(walk(books, journal, [&](Seq, const std::string&) -> Result<void> {
      ++verified;
      return {};
    }));
  }
  return verified;
}

Result<WalletsByMember> wallets_from_archive(CentralBooks& books) {
  WalletsByMember wallets;
  LOYALD_TRY(read_counted(books, [&](const JournalName&, Seq, const v1::JournalEntry& entry) {
    return add(wallets, entry);
  }));
  return wallets;
}

Result<StandingsByMember> standings_from_archive(CentralBooks& books) {
  StandingsByMember standings;
  const auto take = [&](const JournalName& name, Seq,
                        const v1::JournalEntry& entry) -> Result<void> {
    for (const StandingOf& each : standings_of(entry, name.store_id)) {
      merge(standings[each.member], each.standing);
    }
    return {};
  };
  LOYALD_TRY(read_counted(books, take));
  return standings;
}

Result<std::set<PartOfReturn>> returns_from_archive(CentralBooks& books) {
  std::set<PartOfReturn> parts;
  LOYALD_TRY(read_counted(
      books, [&](const JournalName& name, Seq seq, const v1::JournalEntry& entry) -> Result<void> {
        for (PartOfReturn& part : parts_of(entry, name, seq)) parts.insert(std::move(part));
        return {};
      }));
  return parts;
}

Result<SalesFile> sales_from_archive(CentralBooks& books) {
  JournalSales sales;
  LOYALD_TRY(read_counted(
      books, [&](const JournalName& name, Seq seq, const v1::JournalEntry& entry) -> Result<void> {
        sales.add(name.store_id, seq, entry);
        return {};
      }));
  return std::move(sales).finished();
}

}  // namespace loyald
