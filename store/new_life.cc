// SPDX-License-Identifier: Apache-2.0
#include "store/new_life.h"

#include <map>

#include "store/base/check.h"
#include "store/found_sale.h"
#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "store/rebuild_standings.h"

namespace loyald {
namespace {

// Where a sale that these books recorded is now, by where it was.
using Moved = std::map<Seq, Seq>;

void begin(Books& books, Random& random, Timestamp now, const std::string& reason) {
  SigningSeed seed{};
  random.fill(seed);
  books.journal.begin_life(random_id<Incarnation>(random), seed, now, reason);
}

Result<void> take_in(Books& books, const v1::JournalEntry& entry, Seq seq) {
  books.index(entry, seq);
  return fold(entry, books.name().store_id, {books.wallets, books.identifiers, books.standings});
}

Result<void> put_back(Books& books, const std::vector<std::string>& entries) {
  for (const std::string& bytes : entries) {
    LOYALD_ASSIGN(const Head head, books.journal.put_back(bytes));
    const v1::JournalEntry entry = books.recorded(head.seq).entry;
    if (!is_well_formed(entry)) {
      return fail(Errc::data_loss, "entry " + std::to_string(head.seq) + " cannot be put back");
    }
    LOYALD_TRY(take_in(books, entry, head.seq));
  }
  return {};
}

Result<void> put_back(Books& books, const LostTail::Later& later) {
  const Head head = books.journal.head();
  const bool fits = later.genesis.store_id() == books.name().store_id &&
                    later.genesis.parent_incarnation() == books.name().incarnation.str() &&
                    later.genesis.parent_seq() == head.seq &&
                    later.genesis.parent_hash() == to_string(head.hash);
  if (!fits) return fail(Errc::data_loss, "a later life does not go on from what is before it");
  books.journal.lives.put_back(later.genesis, "another copy of these books went on");
  return put_back(books, later.entries);
}

// Says of an entry that is written again where the sale is that it speaks of.
void follow_sale(Books& books, const Moved& moved, v1::JournalEntry& entry) {
  const bool is_return = entry.has_sale_return() && entry.sale_return().sale_seq() > 0;
  if (!is_return && !entry.has_sale_void()) return;
  const Seq was = is_return ? entry.sale_return().sale_seq() : entry.sale_void().sale_seq();
  const auto found = moved.find(was);
  const Seq seq = found == moved.end() ? was : found->second;
  const SalePlace place = books.own_sale(seq);
  const bool is_foreign = place.incarnation != books.name().incarnation;
  const auto set = [&](auto& made) {
    made.set_sale_seq(seq);
    is_foreign ? void(*made.mutable_foreign() = foreign_sale(place, books.journal.hash_of(seq)))
               : made.clear_foreign();
  };
  is_return ? set(*entry.mutable_sale_return()) : set(*entry.mutable_sale_void());
  if (is_return && is_foreign) entry.mutable_sale_return()->clear_sale_seq();
}

Result<void> write_again(Books& books, const std::vector<StoredEntry>& entries) {
  Moved moved;
  for (const StoredEntry& stored : entries) {
    v1::JournalEntry entry = decode(stored);
    if (is_about_rights(entry)) continue;
    if (const auto known = books.find_operation(entry.register_id(), entry.op_id())) {
      moved[stored.seq] = *known;
      continue;
    }
    follow_sale(books, moved, entry);
    LOYALD_ASSIGN(const Head head, books.journal.append(entry, time_of_hlc(entry.hlc())));
    moved[stored.seq] = head.seq;
    LOYALD_TRY(take_in(books, entry, head.seq));
  }
  return {};
}

Result<void> derive_anew(Books& books) {
  LOYALD_ASSIGN(const WalletsByMember wallets, wallets_from_journal(books));
  write_ledger(books.wallets, wallets);
  write_standings(books.standings, standings_from_journal(books));
  write_derived(books, derived_from_journal(books));
  books.keep_rights(books.rights_are_kept());
  return {};
}

}  // namespace

void begin_life(Books& books, Random& random, Timestamp now, const std::string& reason) {
  CHECK(books.database().in_transaction());
  begin(books, random, now, reason);
  books.keep_rights(books.rights_are_kept());
}

Result<void> put_back_tail(Books& books, Random& random, Timestamp now, const LostTail& tail,
                           const std::string& reason) {
  CHECK(books.database().in_transaction());
  const std::vector<StoredEntry> own = books.journal.read_from(tail.agreed + 1, SIZE_MAX, SIZE_MAX);
  books.journal.cut_after(tail.life, tail.agreed);
  books.unindex_after(tail.agreed);
  LOYALD_TRY(put_back(books, tail.entries));
  for (const LostTail::Later& later : tail.later) LOYALD_TRY(put_back(books, later));
  begin(books, random, now, reason);
  LOYALD_TRY(write_again(books, own));
  return derive_anew(books);
}

}  // namespace loyald
