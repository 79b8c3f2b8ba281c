// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <initializer_list>

#include "store/guard.h"
#include "store/offers.h"
#include "sync/headoffice/pool.h"
#include "tests/sim/world_node.h"

// What goes wrong in a world, and what its mutants do.
namespace loyald::sim {
namespace {

constexpr std::uint64_t kChangesUntilCut = 80;
constexpr std::uint64_t kLongestAbsence = 40;
constexpr SigningSeed kStrangersSeed{6, 6, 6};

// The offers that come with an answer; null where none may.
google::protobuf::RepeatedPtrField<v1::SignedOffer>* offers_in(testing::Answer& answer) {
  if (auto* pushed = std::get_if<v1::PushResponse>(&answer)) return pushed->mutable_offers();
  if (auto* acquired = std::get_if<v1::AcquireResponse>(&answer)) {
    return acquired->mutable_offers();
  }
  return nullptr;
}

}  // namespace

void World::set_faults_for_mutant() {
  const auto is_one_of = [&](std::initializer_list<Mutant> mutants) {
    return std::ranges::find(mutants, mutant_) != mutants.end();
  };
  faults_.store_power = faults_.office_power =
      is_one_of({Mutant::lying_store_disk, Mutant::relaxed_sync, Mutant::amnesiac_office});
  // What keeps a chain from doing much, an unnoticed copy, and what head office moved and forgot
  // would hide it.
  faults_.disk_errors = faults_.full_disks = faults_.blind_guards = faults_.merges = false;
  faults_.store_backups = mutant_ == Mutant::same_life;
  faults_.office_backups = is_one_of({Mutant::silent_restore, Mutant::no_quarantine});
  faults_.absences = true;
  faults_.changed_offers = mutant_ == Mutant::unsigned_lease;
  faults_.days = is_one_of({Mutant::rights_as_number, Mutant::wall_clock_reclaim});
}

void World::disturb() {
  Node& node = *nodes_[random_.below(nodes_.size())];
  if (happens(faults_.store_power, 20)) node.disk.cut_after(random_.below(kChangesUntilCut) + 1);
  if (happens(faults_.office_power, 40)) {
    office_disk_->cut_after(random_.below(kChangesUntilCut) + 1);
  }
  if (happens(faults_.disk_errors, 30)) node.disk.fail_after(random_.below(kChangesUntilCut) + 1);
  if (happens(faults_.disk_errors, 60)) {
    office_disk_->fail_after(random_.below(kChangesUntilCut) + 1);
  }
  if (happens(faults_.full_disks, 30)) node.disk.set_full(!node.disk.is_full());
  if (happens(faults_.full_disks, 60)) office_disk_->set_full(!office_disk_->is_full());
  if (happens(faults_.kills, 30)) {
    node.disk.cut();
    restart(node);
  }
  if (happens(faults_.clocks, 30)) {
    node.clock_error = std::chrono::minutes(random_.below(20)) - std::chrono::minutes(10);
  }
  if (happens(faults_.replays, 10)) replay();
  if (happens(faults_.absences, 60)) go_away(node);
  if (happens(faults_.office_backups, 40)) use_backup();
  if (happens(faults_.store_backups, 40)) use_backup_of(node);
}

// What a store would do that counts its rights as one number: spends what it sees of a member's
// lots, the soonest to expire first, up to that number.
void World::spoil_store(Node& node) {
  if (mutant_ != Mutant::rights_as_number) return;
  node.shop.books().database().exec(
      "UPDATE OR REPLACE held_right SET (expires_on, available_from) = "
      "(SELECT expires_on, available_from FROM lot WHERE member_id = owner_id AND "
      "lot.unit = held_right.unit AND amount >= own + granted "
      "ORDER BY expires_on DESC, available_from LIMIT 1) "
      "WHERE unit = 'points' AND EXISTS (SELECT 1 FROM lot WHERE member_id = owner_id AND "
      "lot.unit = held_right.unit AND amount >= own + granted)");
}

void World::spoil_office() {
  if (mutant_ == Mutant::no_quarantine) {
    office_->books().database().exec("DELETE FROM awaited_store");
  }
  if (mutant_ != Mutant::no_seal && mutant_ != Mutant::wall_clock_reclaim) return;
  (void)office_->run([&]() -> Result<int> {
    CentralBooks& books = office_->books();
    for (const CountedJournal& journal : books.incarnations.all()) {
      std::set<MemberId> freed;
      if (mutant_ == Mutant::no_seal) {
        v1::JournalEntry seal;
        seal.mutable_seal()->set_through_seq(journal.seq);
        freed = books.rights.fold(seal, {}, journal.seq, journal.name).freed;
      } else if (const IssuedLease lease = books.offers.lease(journal.name);
                 lease.until > 0 && lease.until <= hlc_of(now_)) {
        freed = books.rights.end_granted(journal.name);
        books.offers.set_lease(journal.name, {0, lease.generation + 1, lease.offer_no});
      }
      note_freed(books, freed, now_);
    }
    return 0;
  });
}

// On its way an entry changes by one bit; head office must not take it.
void World::change_bytes(Node& node) {
  auto* push = std::get_if<v1::PushRequest>(&*node.in_flight);
  if (push == nullptr || push->entries().empty()) return;
  const int place =
      static_cast<int>(random_.below(static_cast<std::uint64_t>(push->entries_size())));
  std::string& entry = *push->mutable_entries(place);
  entry[random_.below(entry.size())] ^= static_cast<char>(1U << random_.below(8));
  trace_.say("store " + std::to_string(node.shop.id()) + ": a bit changes on the way");
  const auto answered = answer(*node.in_flight);
  node.in_flight.reset();
  if (answered) {
    const auto* taken = std::get_if<v1::PushResponse>(&*answered);
    require(taken == nullptr || taken->verdict() != v1::ACCEPTED,
            "head office takes no entry that changed on the way");
  }
  lose(node, "the answer to what changed");
}

// Somebody on the line offers a store more, for longer, and signs that with a key of their own.
void World::deliver_changed(Node& node, testing::Answer answer) {
  auto* offers = offers_in(answer);
  if (offers == nullptr || offers->empty()) return deliver(node, answer);
  for (v1::SignedOffer& each : *offers) {
    v1::RightsOffer offer;
    require(offer.ParseFromString(each.offer()), "head office offers what can be read");
    offer.set_lease_until(offer.lease_until() + 1);
    for (v1::Grant& grant : *offer.mutable_grants()) {
      for (v1::GrantedLot& lot : *grant.mutable_lots()) lot.set_amount(lot.amount() * 2 + 100);
    }
    each = sign_offer(offer, kStrangersSeed);
  }
  trace_.say("store " + std::to_string(node.shop.id()) + ": offers change on the way");
  const auto taken = [&] {
    const Watch watch(*this);
    Books& books = node.shop.books();
    return books.rights.lease(books.name()).offer_no;
  };
  const std::uint64_t before = taken();
  if (mutant_ == Mutant::unsigned_lease) return take_unsigned(node, answer);
  deliver(node, answer);
  require(taken() <= before, "a store takes no offer that changed on the way");
}

// What a store would do that does not look whose signature it is.
void World::take_unsigned(Node& node, testing::Answer& answer) {
  try {
    Store::Batch batch(node.shop.store());
    Books& books = node.shop.books();
    const auto key = books.office_key();
    books.set_office_key(public_key_of(kStrangersSeed));
    (void)batch.run(
        [&] { return node.shop.store().take_offers(clock_of(node), *offers_in(answer)); });
    if (key) books.set_office_key(*key);
    batch.commit();
  } catch (const sql::Error& error) {
    return restart_after(node, error);
  }
  deliver(node, answer);
}

void World::go_away(Node& node) {
  if (node.away > 0) return;
  node.away = random_.below(kLongestAbsence) + 1;
  node.is_closed = random_.below(2) == 0;
  trace_.say("store " + std::to_string(node.shop.id()) +
             (node.is_closed ? " is closed" : " has no line"));
}

void World::come_back(Node& node) {
  if (--node.away > 0) return;
  node.is_closed = false;
  trace_.say("store " + std::to_string(node.shop.id()) + " is back in touch");
}

// A proxy sends an old request once more; nobody hears the answer.
void World::replay() {
  if (seen_.empty()) return;
  trace_.say("an old request comes once more");
  (void)answer(seen_[random_.below(seen_.size())]);
  for (const auto& node : nodes_) audit_progress_of(*node);
}

void World::use_backup() {
  if (!backup_ || random_.below(2) == 0) {
    trace_.say("head office makes a backup");
    backup_ = office_disk_->image();
    return;
  }
  std::vector<v1::JournalEntry> decided;
  try {
    decided = own_entries_of(office_->books());
    // What head office alone had of a store whose books were restored goes with its own.
    for (const auto& node : nodes_) {
      if (!node->was_restored) continue;
      for (const CountedJournal& life : office_->books().incarnations.of_store(node->shop.id())) {
        for (v1::JournalEntry& entry : archived_of(office_->books(), life)) {
          node->gone_entries.push_back(std::move(entry));
        }
      }
    }
  } catch (const sql::Error&) {
    return restart_office();
  }
  office_disk_->cut();
  office_->close();
  office_disk_->restore(*backup_);
  trace_.say("head office is restored from a backup");
  office_was_restored_ = true;
  restart_office();
  // Whoever says late what they did since is waited for.
  if (faults_.absences) go_away(*nodes_[random_.below(nodes_.size())]);
  for (std::size_t i = own_entries_of(office_->books()).size(); i < decided.size(); ++i) {
    if (decided[i].has_merge() || decided[i].has_transfer()) move_was_lost_ = true;
  }
  while (mutant_ != Mutant::silent_restore) {
    try {
      HeadOffice::Batch batch(office_->office());
      office_->office().begin_after_restore(now_);
      batch.commit();
      return;
    } catch (const sql::Error&) {
      restart_office();
    }
  }
}

void World::use_backup_of(Node& node) {
  const std::string who = "store " + std::to_string(node.shop.id());
  if (!node.backup || random_.below(2) == 0) {
    trace_.say(who + " makes a backup");
    node.backup = node.disk.image();
    return;
  }
  // What is there now, as far as anybody can tell afterwards.
  JournalPlace guard;
  std::set<std::string> at_office;
  std::set<std::string> recorded;
  try {
    Journal& journal = node.shop.books().journal;
    guard = place_of(journal);
    for (const StoredEntry& stored : journal.read_from(1, SIZE_MAX, SIZE_MAX)) {
      recorded.insert(decode(stored).op_id());
    }
    for (const CountedJournal& life : office_->books().incarnations.of_store(node.shop.id())) {
      for (const v1::JournalEntry& entry : archived_of(office_->books(), life)) {
        at_office.insert(entry.op_id());
      }
    }
    recorded.insert(at_office.begin(), at_office.end());
  } catch (const sql::Error&) {
    return restart(node);
  }
  node.in_flight.reset();
  node.disk.cut();
  node.shop.close();
  node.disk.restore(*node.backup);
  node.disk.power_on();
  trace_.say(who + " is restored from a backup");
  require(node.shop.try_open(clock_of(node)).has_value(), "a store opens its backup");
  node.was_restored = true;
  Books& books = node.shop.books();
  for (const Register::Told& told : node.till.told()) {
    if (books.find_operation("register-1", told.op_id)) continue;
    if (at_office.contains(told.op_id)) {
      node.at_office.insert(told.op_id);
    } else if (!node.at_office.contains(told.op_id) && node.gone.insert(told.op_id).second) {
      node.gone_entries.push_back(told.entry);
    }
  }
  for (const Register::Told& told : node.till.told()) recorded.erase(told.op_id);
  for (const std::string& op_id : recorded) {
    if (!books.find_operation("register-1", op_id)) node.unheard.insert(op_id);
  }
  if (faults_.absences && random_.below(2) == 0) go_away(node);
  if (mutant_ == Mutant::same_life) return;
  if (faults_.blind_guards) {
    was_copied_ = true;
    return;
  }
  const GuardMark mark{guard, "one"};
  if (const auto why = why_restored(books.journal, mark, "one")) {
    trace_.say(who + " begins another life: " + *why);
    Store::Batch batch(node.shop.store());
    node.shop.store().begin_life(clock_of(node), *why);
    batch.commit();
  }
}

}  // namespace loyald::sim
