// SPDX-License-Identifier: Apache-2.0
#include "store/new_life.h"

#include <algorithm>
#include <map>

#include "store/base/check.h"
#include "store/found_sale.h"
#include "store/rebuild.h"
#include "store/rebuild_cards.h"
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
  books.card_series.skip_after_restore();
}

Result<void> take_in(Books& books, const v1::JournalEntry& entry, Seq seq) {
  const EntryEffects effects = effects_of(entry, books.name().store_id);
  books.index(entry, effects, seq);
  return fold(effects, {books.wallets, books.identifiers, books.standings});
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

Result<void> write_again(Books& books, const std::vector<StoredEntry>& entries, Moved& moved) {
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

// What these books recorded after a tail's agreed place, by the life that it was recorded in: of
// the tail's life and every one after it.
struct OwnLife {
  Life life;
  std::vector<StoredEntry> entries;
};

std::vector<OwnLife> lives_after(Books& books, const LostTail& tail) {
  std::vector<OwnLife> own;
  for (const Life& life : books.journal.lives.all()) {
    if (life.number < tail.life.number) continue;
    const Seq first = std::max(life.parent_seq(), tail.agreed) + 1;
    const Seq end = books.journal.end_of(life);
    OwnLife& each = own.emplace_back(life, std::vector<StoredEntry>());
    if (first <= end) each.entries = books.journal.read_from(first, end - first + 1, SIZE_MAX);
  }
  return own;
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
  const std::vector<OwnLife> own = lives_after(books, tail);
  CardNumbers cards;
  for (const OwnLife& each : own) cards.merge(forget_cards(books, each.entries));
  books.journal.cut_after(tail.life, tail.agreed);
  books.unindex_after(tail.agreed);
  LOYALD_TRY(put_back(books, tail.entries));
  for (const LostTail::Later& later : tail.later) LOYALD_TRY(put_back(books, later));
  Moved moved;
  for (const OwnLife& each : own) {
    // What an earlier life held stays frozen: it goes on as a life that is over.
    const bool is_newest = &each == &own.back();
    if (!is_newest && each.entries.empty()) continue;
    begin(books, random, now, is_newest ? reason : each.life.reason);
    LOYALD_TRY(write_again(books, each.entries, moved));
  }
  restore_cards(books, cards);
  return derive_anew(books);
}

void begin_life_by_hand(Books& books, Random& random, Timestamp now, const std::string& reason) {
  // What head office has not counted goes on in the new life; of the old one it takes no more.
  const Seq counted = books.sync_position().counted_seq;
  std::vector<Life> lives = books.journal.lives.all();
  while (lives.size() > 1 && (!lives.back().is_opened || lives.back().parent_seq() > counted)) {
    lives.pop_back();
  }
  const LostTail nothing{lives.back(), counted, {}, {}};
  CHECK(put_back_tail(books, random, now, nothing, reason));
}

}  // namespace loyald
