// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/audit.h"

#include <google/protobuf/util/message_differencer.h>

#include <ranges>
#include <set>

#include "store/migrations.h"
#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "store/rebuild_standings.h"
#include "store/sqlite/database.h"
#include "sync/headoffice/archive_check.h"
#include "sync/headoffice/own_journal.h"
#include "sync/headoffice/pool.h"
#include "tests/sim/sim_disk.h"
#include "tests/sim/trace.h"

namespace loyald::sim {
namespace {

using google::protobuf::util::MessageDifferencer;

std::optional<CountedJournal> counted(testing::Shop& shop, CentralBooks& office) {
  const auto genesis = shop.books().journal.genesis();
  require(genesis.has_value(), "a store's journal has a beginning");
  const auto incarnation = id_from_bytes<Incarnation>(genesis->incarnation());
  require(incarnation.has_value(), "an incarnation has 16 bytes");
  return office.incarnations.find({shop.id(), *incarnation});
}

// What head office has counted of lives that the store's journal did not go on from.
Seq passed_over(testing::Shop& shop, CentralBooks& office) {
  std::set<JournalName> gone_on_from;
  for (const Life& life : shop.books().journal.lives.all()) gone_on_from.insert(life.name());
  Seq entries = 0;
  for (const CountedJournal& journal : office.incarnations.of_store(shop.id())) {
    if (!gone_on_from.contains(journal.name)) entries += journal.seq - journal.genesis.parent_seq();
  }
  return entries;
}

void audit_archive(testing::Shop& shop, CentralBooks& office, bool is_whole) {
  const auto verified = verify_archive(office, shop.id());
  require(verified.has_value(), "head office's archive verifies");
  const Head head = shop.books().journal.head();
  const auto journal = counted(shop, office);
  require(journal && journal->seq == head.seq && journal->hash == head.hash,
          "head office has counted all of a store's journal");
  // Where both went back, a person may have passed over one of two lives that were counted.
  require(*verified == head.seq + (is_whole ? 0 : passed_over(shop, office)),
          "head office has counted a store's journal once, and nothing else");
  std::set<std::string> operations;
  std::int64_t sales = 0;
  Seq seq = 0;
  while (seq < head.seq) {
    const JournalName life = shop.books().journal.lives.of(seq + 1).name();
    const auto segment = office.archive.next(life, seq + 1);
    require(segment && *segment, "the archive has no gap");
    for (const std::string& bytes : (*segment)->entries) {
      const auto own = shop.books().journal.read(++seq);
      require(own && own->bytes == bytes, "the archive is the store's journal byte for byte");
      const v1::JournalEntry entry = decode(*own);
      if (entry.has_sale()) ++sales;
      if (is_about_rights(entry)) continue;
      require(operations.insert(entry.register_id() + "/" + entry.op_id()).second,
              "operation " + entry.op_id() + " is counted once");
    }
  }
  for (const CountedJournal& each : office.incarnations.of_store(shop.id())) sales -= each.sales;
  require(sales == 0, "head office has counted every sale");
}

void audit_rebuild(testing::Shop& shop) {
  Books& books = shop.books();
  const auto wallets = wallets_from_journal(books);
  require(wallets && compare_ledger(books.wallets, *wallets).different == 0,
          "a store's wallets come out of its journal again");
  require(count_different(books.standings, standings_from_journal(books)) == 0,
          "a store's standings come out of its journal again");
  require(derived_from_journal(books) == derived_tables(books),
          "a store's holds, counts and returns come out of its journal again");
}

std::string text_of(const std::vector<programme::Wallet>& wallets) {
  std::string text;
  for (const programme::Wallet& wallet : wallets) {
    text += wallet.unit + " debt " + std::to_string(wallet.debt);
    for (const programme::Lot& lot : wallet.lots) text += " " + std::to_string(lot.amount);
    text += "; ";
  }
  return text.empty() ? "nothing" : text;
}

void audit_member(const MemberId& member, Books& store, CentralBooks& office, bool is_whole) {
  const std::string of = " of member " + member.hex();
  const auto at_store = store.wallets.read(member);
  const auto at_office = office.wallets.read(member);
  require(at_store == at_office, "both ends have the same wallets" + of + ": " + text_of(at_store) +
                                     "there, " + text_of(at_office) + "at head office");
  require(
      MessageDifferencer::Equals(store.standings.record(member), office.standings.record(member)),
      "both ends have the same standing" + of);
  if (!is_whole) return;
  const auto cards_there = store.identifiers.of_member(member);
  const auto cards = office.identifiers.of_member(member);
  bool same = cards_there.size() == cards.size();
  for (std::size_t i = 0; same && i < cards.size(); ++i) {
    same = cards_there[i].identifier.text == cards[i].identifier.text &&
           cards_there[i].state == cards[i].state && cards_there[i].version == cards[i].version;
  }
  require(same, "both ends have the same cards" + of);
  const auto store_profile = store.identifiers.profile(member);
  const auto office_profile = office.identifiers.profile(member);
  require(store_profile.has_value() == office_profile.has_value() &&
              (!store_profile || MessageDifferencer::Equals(*store_profile, *office_profile)),
          "both ends have the same profile" + of + ": " +
              (store_profile ? store_profile->ShortDebugString() : "none") + " there, " +
              (office_profile ? office_profile->ShortDebugString() : "none") + " at head office");
}

std::uint32_t newest_of(Programmes& programmes) {
  const auto newest = programmes.newest(Programmes::Origin::head_office);
  return newest ? newest->first : 0;
}

using AllWallets = std::map<MemberId, std::vector<programme::Wallet>>;

void add_all(const v1::JournalEntry& entry, AllWallets& all) {
  for (const OwnedChanges& each : owned_changes(entry)) {
    require(apply(all[each.owner], each.lots, each.debts).has_value(), "a sum fits");
  }
}

// What the stores may spend at this moment of an owner's lots is there.
void audit_held(const std::map<StoreId, Books*>& stores, const MemberId& owner,
                std::vector<programme::Wallet> left) {
  for (const auto& [id, store] : stores) {
    const JournalName name = store->name();
    const bool is_leased = store->journal.head().hlc < store->rights.lease(name).until;
    for (const programme::Wallet& held : store->rights.read(owner, name, is_leased)) {
      auto wallet = std::ranges::find(left, held.unit, &programme::Wallet::unit);
      for (const programme::Lot& lot : held.lots) {
        const std::string of = held.unit + " of owner " + owner.hex();
        require(wallet != left.end(),
                "what store " + std::to_string(id) + " holds is there: " + of);
        auto whole = std::ranges::find_if(wallet->lots, [&](const programme::Lot& each) {
          return each.available_from == lot.available_from && each.expires_on == lot.expires_on;
        });
        const Quantity there = whole == wallet->lots.end() ? 0 : whole->amount;
        require(lot.amount <= there, "stores hold no more than there is: " + of + ": store " +
                                         std::to_string(id) + " holds " +
                                         std::to_string(lot.amount) + " where " +
                                         std::to_string(there) + " are left");
        whole->amount -= lot.amount;
      }
    }
  }
}

// Whether two entries are one that was written again in another life of its journal.
bool said_the_same(v1::JournalEntry one, v1::JournalEntry other) {
  for (v1::JournalEntry* each : {&one, &other}) {
    each->clear_hlc();
    if (each->has_sale_return()) {
      each->mutable_sale_return()->clear_sale_seq();
      each->mutable_sale_return()->clear_foreign();
    }
    if (each->has_sale_void()) {
      each->mutable_sale_void()->clear_sale_seq();
      each->mutable_sale_void()->clear_foreign();
    }
  }
  return MessageDifferencer::Equals(one, other);
}

}  // namespace

Entries archived_of(CentralBooks& office, const CountedJournal& life) {
  Entries entries;
  Seq seq = life.genesis.parent_seq();
  while (seq < life.seq) {
    const auto segment = office.archive.next(life.name, seq + 1);
    require(segment && *segment, "the archive has no gap");
    for (const std::string& bytes : (*segment)->entries) {
      require(entries.emplace_back().ParseFromString(bytes), "it has entries");
    }
    seq = (*segment)->last_seq;
  }
  return entries;
}

Entries own_entries_of(CentralBooks& office) {
  Entries entries;
  for (const CountedJournal& own : office.incarnations.of_store(kHeadOfficeId)) {
    for (v1::JournalEntry& entry : archived_of(office, own)) entries.push_back(std::move(entry));
  }
  return entries;
}

void audit_spending(const std::map<StoreId, Books*>& stores, const std::map<StoreId, Entries>& gone,
                    CentralBooks& office) {
  AllWallets all;
  for (const auto& [id, store] : stores) {
    // Once each, wherever it is: books that were restored may lack what head office has.
    std::set<std::string> seen;
    const auto add = [&](const v1::JournalEntry& entry) {
      if (!is_about_rights(entry) && seen.insert(entry.op_id()).second) add_all(entry, all);
    };
    for (const StoredEntry& stored : store->journal.read_from(1, SIZE_MAX, SIZE_MAX)) {
      add(decode(stored));
    }
    if (!gone.contains(id)) continue;
    for (const v1::JournalEntry& entry : gone.at(id)) add(entry);
    for (const CountedJournal& life : office.incarnations.of_store(id)) {
      for (const v1::JournalEntry& entry : archived_of(office, life)) add(entry);
    }
  }
  for (const v1::JournalEntry& entry : own_entries_of(office)) add_all(entry, all);
  for (const auto& [owner, wallets] : all) {
    for (const programme::Wallet& wallet : wallets) {
      for (const programme::Lot& lot : wallet.lots) {
        require(lot.amount >= 0, "nobody overspends: " + std::to_string(lot.amount) + " " +
                                     wallet.unit + " of owner " + owner.hex());
      }
    }
    audit_held(stores, owner, wallets);
  }
}

void audit_acknowledged(const Register& till, Books& books, const std::set<std::string>& excused) {
  for (const Register::Told& told : till.told()) {
    const auto seq = books.find_operation("register-1", told.op_id);
    if (!seq && excused.contains(told.op_id)) continue;
    require(seq.has_value(), "acknowledged operation " + told.op_id + " is there");
    const Recorded recorded = books.recorded(*seq);
    if (seq == told.seq && recorded.hash == told.hash) continue;
    // Another life of the journal may have it in another place; an excused one was done again.
    const bool is_moved = books.journal.lives.all().size() > 1;
    require(is_moved && (excused.contains(told.op_id) || said_the_same(recorded.entry, told.entry)),
            "acknowledged operation " + told.op_id + " is what was acknowledged");
  }
}

void audit_progress(testing::Shop& shop, CentralBooks& office, Progress& progress) {
  const auto journal = counted(shop, office);
  if (!journal) return;
  const SyncPosition position = shop.books().sync_position();
  require(journal->seq <= shop.books().journal.head().seq, "head office is never ahead of a store");
  require(position.counted_seq <= journal->seq, "a store never thinks more is counted than is");
  require(journal->seq >= progress.office, "head office never forgets an entry");
  require(position.counted_seq >= progress.counted, "a store never forgets what is counted");
  require(position.feed_cursor >= progress.feed, "a store never goes back in the feed");
  progress = {journal->seq, position.counted_seq, position.feed_cursor};
}

void audit_healed(testing::Shop& shop, CentralBooks& office, bool is_whole) {
  require(!shop.agent().problem(),
          "a healed store has no problem: " + shop.agent().problem().value_or(""));
  audit_archive(shop, office, is_whole);
  audit_rebuild(shop);
  for (const MemberId& member : office.feed.members_after(std::nullopt, 10'000)) {
    const bool is_heard_of = shop.books().is_followed(member);
    require(is_heard_of || (office.feed_scope == FeedScope::seen &&
                            shop.books().entries_after(member, 0).empty()),
            "a store has heard of whoever was there: member " + member.hex());
    if (is_heard_of) audit_member(member, shop.books(), office, is_whole);
  }
  require(shop.books().identifiers.unsent_profiles(1).empty(), "every profile has been sent");
  require(shop.books().programmes.newest(Programmes::Origin::head_office) ==
              office.programmes.newest(Programmes::Origin::head_office),
          "both ends have the same programme, head office's version " +
              std::to_string(newest_of(office.programmes)) + ", the store's " +
              std::to_string(newest_of(shop.books().programmes)));
}

void audit_rights(testing::Shop& shop, CentralBooks& office, bool is_whole) {
  Books& books = shop.books();
  const JournalName name = books.name();
  SimDisk disk("sim-audit", 1);
  const auto database = sqlite::Database::open("rights", {disk.vfs(), false, kBooksApplicationId});
  require(database && sql::migrate(**database, books_migrations()), "an empty database");
  Rights again(**database);
  const Seq first = books.journal.lives.newest()->parent_seq() + 1;
  for (const StoredEntry& stored : books.journal.read_from(first, SIZE_MAX, SIZE_MAX)) {
    const v1::JournalEntry entry = decode(stored);
    again.fold(entry, owned_changes(entry), stored.seq, name);
  }
  // What was granted under a lease that has run out the store forgets with the next one.
  const bool same_lease =
      office.offers.lease(name).generation <= books.rights.lease(name).generation;
  for (const MemberId& member : office.feed.members_after(std::nullopt, 10'000)) {
    require(books.rights.read(member, name, true) == again.read(member, name, true),
            "a store's rights come out of its journal again");
    const auto here = books.rights.read(member, name, same_lease);
    const auto there = office.rights.read(member, name, true);
    require(here == there, "both ends say the same of what a store holds of member " +
                               member.hex() + ": " + text_of(here) + "there, " + text_of(there) +
                               "at head office");
    if (!is_whole) continue;
    for (const programme::Wallet& pool : pool_of(office, member)) {
      for (const programme::Lot& lot : pool.lots) {
        require(lot.amount >= 0, "nobody holds more than there is of member " + member.hex() +
                                     ": " + std::to_string(lot.amount) + " " + pool.unit +
                                     " are nobody's, of " + text_of(office.wallets.read(member)));
      }
    }
  }
}

void audit_office(CentralBooks& office, bool was_copied) {
  const auto wallets = wallets_from_archive(office);
  require(wallets && compare_ledger(office.wallets, *wallets).different == 0,
          "head office's wallets come out of its archive again");
  const auto standings = standings_from_archive(office);
  require(standings && count_different(office.standings, *standings) == 0,
          "head office's standings come out of its archive again");
  // The earliest first: later ones may follow from it.
  const auto exceptions = office.exceptions.newest(100'000);
  for (const Exception& each : std::views::reverse(exceptions)) {
    // A copy that nobody noticed spent what the other had spent.
    const bool is_of_copy = each.code == exception_code::kFork ||
                            each.code == exception_code::kForgedRights ||
                            each.code == exception_code::kRightsExceeded;
    if (was_copied && is_of_copy) continue;
    require(each.code != exception_code::kDecidedOtherwise && each.code != exception_code::kFork &&
                each.code != exception_code::kUnreadable &&
                each.code != exception_code::kForgedRights &&
                each.code != exception_code::kRightsExceeded &&
                each.code != exception_code::kUncountable,
            "head office finds nothing wrong: " + each.code + " of entry " +
                std::to_string(each.seq) + ": " + each.detail);
  }
}

}  // namespace loyald::sim
