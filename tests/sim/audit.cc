// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/audit.h"

#include <google/protobuf/util/message_differencer.h>

#include <set>

#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "store/rebuild_standings.h"
#include "sync/headoffice/archive_check.h"
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

void audit_archive(testing::Shop& shop, CentralBooks& office) {
  const auto verified = verify_archive(office, shop.id());
  require(verified.has_value(), "head office's archive verifies");
  const Head head = shop.books().journal.head();
  const auto journal = counted(shop, office);
  require(
      journal && journal->seq == head.seq && journal->hash == head.hash && *verified == head.seq,
      "head office has counted all of a store's journal");
  std::set<std::string> operations;
  std::int64_t sales = 0;
  Seq seq = 0;
  while (seq < head.seq) {
    const auto segment = office.archive.next(journal->name, seq + 1);
    require(segment && *segment, "the archive has no gap");
    for (const std::string& bytes : (*segment)->entries) {
      const auto own = shop.books().journal.read(++seq);
      require(own && own->bytes == bytes, "the archive is the store's journal byte for byte");
      const v1::JournalEntry entry = decode(*own);
      if (entry.has_sale()) ++sales;
      require(operations.insert(entry.register_id() + "/" + entry.op_id()).second,
              "operation " + entry.op_id() + " is counted once");
    }
  }
  require(journal->sales == sales, "head office has counted every sale");
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

void audit_member(const MemberId& member, Books& store, CentralBooks& office) {
  const std::string of = " of member " + member.hex();
  const auto at_store = store.wallets.read(member);
  const auto at_office = office.wallets.read(member);
  require(at_store == at_office, "both ends have the same wallets" + of + ": " + text_of(at_store) +
                                     "there, " + text_of(at_office) + "at head office");
  require(
      MessageDifferencer::Equals(store.standings.record(member), office.standings.record(member)),
      "both ends have the same standing" + of);
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
          "both ends have the same profile" + of);
}

}  // namespace

void audit_acknowledged(const Register& till, Books& books) {
  for (const Register::Told& told : till.told()) {
    const auto seq = books.find_operation("register-1", told.op_id);
    require(seq == told.seq, "acknowledged operation " + told.op_id + " is there");
    require(books.recorded(told.seq).hash == told.hash,
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

void audit_healed(testing::Shop& shop, CentralBooks& office) {
  require(!shop.agent().problem(), "a healed store has no problem");
  audit_archive(shop, office);
  audit_rebuild(shop);
  for (const MemberId& member : office.feed.members_after(std::nullopt, 10'000)) {
    audit_member(member, shop.books(), office);
  }
  require(shop.books().identifiers.unsent_profiles(1).empty(), "every profile has been sent");
  require(shop.books().programmes.newest(Programmes::Origin::head_office) ==
              office.programmes.newest(Programmes::Origin::head_office),
          "both ends have the same programme");
}

void audit_office(CentralBooks& office) {
  const auto wallets = wallets_from_archive(office);
  require(wallets && compare_ledger(office.wallets, *wallets).different == 0,
          "head office's wallets come out of its archive again");
  const auto standings = standings_from_archive(office);
  require(standings && count_different(office.standings, *standings) == 0,
          "head office's standings come out of its archive again");
  for (const Exception& each : office.exceptions.newest(100'000)) {
    require(each.code != exception_code::kDecidedOtherwise && each.code != exception_code::kFork &&
                each.code != exception_code::kUnreadable &&
                each.code != exception_code::kUncountable,
            "head office finds nothing wrong: " + each.code + " " + each.detail);
  }
}

}  // namespace loyald::sim
