// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild_derived.h"

namespace loyald {
namespace {

constexpr std::size_t kEntriesAtOnce = 1000;
constexpr std::size_t kBytesAtOnce = 4 * 1024 * 1024;

Date first_counted_day(Books& books) {
  const Seq head = books.journal.head().seq;
  return head == 0 ? kFirstDate : loyald::first_counted_day(books.recorded(head).entry.hlc());
}

}  // namespace

DerivedTables derived_from_journal(Books& books) {
  DerivedTables tables;
  const Date first = first_counted_day(books);
  Seq next = 1;
  while (true) {
    const auto entries = books.journal.read_from(next, kEntriesAtOnce, kBytesAtOnce);
    if (entries.empty()) return tables;
    for (const StoredEntry& stored : entries) {
      const v1::JournalEntry entry = decode(stored);
      fold_hold(entry, stored.seq, tables.holds);
      if (const auto returned = books.returned_by(entry, stored.seq)) {
        fold_returned(*returned, tables.returned);
      }
      for (const auto& [key, amount] : day_counts_of(entry)) {
        if (key.day >= first) tables.day_counts[key] += amount;
      }
    }
    next = entries.back().seq + 1;
  }
}

DerivedTables derived_tables(Books& books) {
  return {books.holds.all(), books.day_counts.all(first_counted_day(books)),
          books.returned_quantities.here()};
}

void write_derived(Books& books, const DerivedTables& expected) {
  books.holds.replace_all(expected.holds);
  books.day_counts.replace_all(expected.day_counts);
  books.returned_quantities.replace_here(expected.returned);
}

}  // namespace loyald
