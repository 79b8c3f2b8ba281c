// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/projection.h"

#include <algorithm>

#include "store/base/check.h"
#include "sync/headoffice/entry_reading.h"
#include "sync/headoffice/exceptions.h"
#include "sync/headoffice/granting.h"
#include "sync/headoffice/own_journal.h"
#include "sync/headoffice/patterns.h"
#include "sync/headoffice/pool.h"
#include "sync/headoffice/recheck.h"

namespace loyald {
namespace {

// The version of the programme that decided an entry; nothing for kinds that follow an older entry.
std::optional<std::uint32_t> programme_version_of(const v1::JournalEntry& entry) {
  if (entry.has_sale()) return entry.sale().programme_version();
  if (entry.has_adjust()) return entry.adjust().programme_version();
  if (entry.has_stock()) return entry.stock().programme_version();
  if (entry.has_event()) return entry.event().outcome().programme_version();
  if (entry.enrol().has_outcome()) return entry.enrol().outcome().programme_version();
  return std::nullopt;
}

std::string lot_text(const v1::LotChange& lot) {
  const Date expires_on{lot.expires_on()};
  return lot.unit() + " of the lot from " + format(Date{lot.available_from()}) + " to " +
         (expires_on == kNever ? "never" : format(expires_on));
}

// Entries whose rows are written together.
constexpr std::size_t kWrittenAtOnce = 128;

}  // namespace

Projection::Projection(CentralBooks& books, const JournalName& journal, std::uint64_t hlc,
                       Timestamp now)
    : books_(books), journal_(journal), now_(now) {
  projected_.hlc = hlc;
}

void Projection::notice(Seq seq, std::string_view code, std::string detail) {
  projected_.faults.push_back({seq, std::string(code), std::move(detail)});
}

void Projection::take(Seq before, std::span<const std::string_view> entries) {
  google::protobuf::Arena arena;
  std::vector<ReadEntry> readable =
      read_entries(before, entries, journal_.store_id, arena, books_.aside);
  for (const ReadEntry& read : readable) {
    if (read.entry == nullptr) notice(read.seq, exception_code::kUnreadable, read.fault);
  }
  std::erase_if(readable, [](const ReadEntry& read) { return read.entry == nullptr; });
  std::vector<DecidedEntry> decided;
  for (const ReadEntry& read : readable) decided.push_back({read.entry, decider_of(*read.entry)});
  std::vector<Difference> differences;
  const auto decide = [&] { differences = decide_again(decided); };
  const auto wait = decided.size() < kWorthAside ? run_at_once(decide) : books_.aside(decide);
  read_ahead(readable);
  wait();
  for (std::size_t i = 0; i < readable.size(); ++i) {
    take(readable[i], differences[i]);
    if ((i + 1) % kWrittenAtOnce == 0) books_.database().begin_to_write_owed();
  }
}

void Projection::read_ahead(const std::vector<ReadEntry>& entries) {
  std::vector<MemberId> members;
  std::vector<MemberId> owners;
  std::vector<std::string> cards;
  std::vector<const v1::JournalEntry*> all;
  for (const auto& [seq, entry, fault, effects] : entries) {
    all.push_back(entry);
    members.insert(members.end(), effects.touched.begin(), effects.touched.end());
    for (const OwnedChanges& each : effects.owned) owners.push_back(each.owner);
    if (effects.card) cards.push_back(effects.card->identifier.text);
  }
  books_.standings.read_ahead(members);
  books_.identifiers.read_ahead(cards);
  // What was booked on a member may follow to whoever stands for them.
  std::vector<MemberId> wallets = owners;
  for (const MemberId& member : members) wallets.push_back(books_.standings.wallets_of(member));
  books_.wallets.read_ahead(wallets);
  books_.rights.read_ahead(owners, journal_);
  books_.pattern_counts.read_ahead(all, journal_.store_id);
}

void Projection::take(const ReadEntry& read, const Difference& difference) {
  const v1::JournalEntry& entry = *read.entry;
  check_clock(read.seq, entry);
  check_units(read);
  check_card(read);
  if (difference) {
    notice(read.seq, exception_code::kDecidedOtherwise,
           "decided again under version " + std::to_string(entry.sale().programme_version()) +
               ", " + *difference);
  }
  if (!check_lots(read)) return;
  const auto folded = fold(read.effects, {books_.wallets, books_.identifiers, books_.standings});
  CHECK(folded);  // check_lots has added the same numbers
  check_returned(read.seq, entry);
  fold_rights(read);
  projected_.changed.insert(read.effects.touched.begin(), read.effects.touched.end());
  if (entry.has_sale()) ++projected_.sales;
  if (entry.has_close()) projected_.is_closed = true;
  check_patterns(read.seq, entry);
}

Projected Projection::finish() {
  books_.visits.prune();
  books_.pattern_counts.prune(now_);
  if (first_ahead_ != 0) {
    notice(first_ahead_, exception_code::kClockSuspect,
           "from this entry on the store's clock is up to " + std::to_string(ahead_ms_ / 60'000) +
               " minutes ahead of head office's");
  }
  return std::move(projected_);
}

void Projection::check_clock(Seq seq, const v1::JournalEntry& entry) {
  if (entry.hlc() < projected_.hlc) {
    notice(seq, exception_code::kClockSuspect, "the journal's clock ran backwards");
  }
  projected_.hlc = std::max(projected_.hlc, entry.hlc());
  const std::int64_t ahead = time_of_hlc(entry.hlc()).ms - now_.ms;
  if (std::chrono::milliseconds(ahead) <= kClockTolerance) return;
  if (first_ahead_ == 0) first_ahead_ = seq;
  ahead_ms_ = std::max(ahead_ms_, ahead);
}

void Projection::check_units(const ReadEntry& read) {
  const v1::JournalEntry& entry = *read.entry;
  const auto version = programme_version_of(entry);
  if (!version) return;
  const auto decided_by = books_.programmes.version(*version);
  if (!decided_by) {
    return notice(read.seq, exception_code::kUnknownProgramme,
                  "decided by version " + std::to_string(*version) +
                      " of the programme, which head office never published");
  }
  for (const OwnedChanges& each : read.effects.owned) {
    for (const v1::LotChange& change : each.lots) {
      if (decided_by->programme->find_unit(change.unit()) != nullptr) continue;
      return notice(read.seq, exception_code::kUnknownUnit,
                    "version " + std::to_string(*version) + " of the programme counts no \"" +
                        change.unit() + "\"");
    }
  }
}

void Projection::check_card(const ReadEntry& read) {
  const v1::JournalEntry& entry = *read.entry;
  const auto& said = read.effects.card;
  const auto known = said ? books_.identifiers.find(said->identifier.text) : std::nullopt;
  if (!known || known->member == said->member) return;
  // A card that was merely used belongs to nobody else yet.
  const bool is_theirs = known->version != Version{};
  if (said->version == Version{}) {
    if (is_theirs) projected_.strays.insert({said->member, known->member});
    return;
  }
  // Whoever had it, or has it still, is news where this is heard of.
  projected_.changed.insert(known->member);
  Standings& standings = books_.standings;
  if (!is_theirs || entry.has_unlink_card() ||
      standings.survivor_of(known->member) == standings.survivor_of(said->member)) {
    return;
  }
  notice(read.seq, exception_code::kCardOfTwoMembers,
         "card " + said->identifier.text + " was given to member " + said->member.hex() +
             " and to " + known->member.hex());
}

std::shared_ptr<const programme::Programme> Projection::decider_of(const v1::JournalEntry& entry) {
  if (!entry.has_sale()) return nullptr;
  const auto decided_by = books_.programmes.version(entry.sale().programme_version());
  return decided_by ? decided_by->programme : nullptr;  // check_units tells
}

void Projection::check_patterns(Seq seq, const v1::JournalEntry& entry) {
  books_.pattern_counts.fold(entry, journal_.store_id);
  const auto version = programme_version_of(entry);
  const auto rules = version ? books_.programmes.version(*version)
                             : books_.programmes.in_force({entry.business_date()});
  if (!rules) return;
  const PatternBooks books{journal_.store_id, *rules->programme, books_.wallets,
                           books_.pattern_counts};
  for (Pattern& pattern : find_patterns(books, entry)) {
    notice(seq, pattern.code, std::move(pattern.detail));
  }
}

void Projection::fold_rights(const ReadEntry& read) {
  const v1::JournalEntry& entry = *read.entry;
  if (journal_.store_id == kHeadOfficeId) {
    // It holds nothing itself: what its entries add is nobody's.
    for (const OwnedChanges& each : read.effects.owned) {
      if (!each.lots.empty()) projected_.freed.insert(each.owner);
    }
    return;
  }
  books_.visits.fold(entry, journal_.store_id);
  if (entry.has_grant_accept()) {
    if (auto fault = close_accepted(books_, entry.grant_accept(), journal_)) {
      return notice(read.seq, fault->code, std::move(fault->detail));
    }
  }
  RightsChange change = books_.rights.fold(entry, read.effects.owned, read.seq, journal_);
  projected_.freed.merge(change.freed);
  // Where a home store is granted a part alone, what is spent makes room for more.
  if (books_.most_granted > 0 && entry.has_sale()) projected_.freed.insert(owner_of(entry));
  if (change.unbacked.empty()) return;
  const RightsChange::Unbacked& first = change.unbacked.front();
  notice(read.seq, exception_code::kRightsExceeded,
         "this " + std::string(kind_of(entry)) + " takes " + std::to_string(first.amount) + " " +
             first.unit + " of owner " + first.owner.hex() + " that the store did not hold");
}

void Projection::check_returned(Seq seq, const v1::JournalEntry& entry) {
  for (const PartOfReturn& part : parts_of(entry, journal_, seq)) {
    if (const auto other = books_.returns.find_same(part)) {
      notice(seq, exception_code::kReturnedTwice, returned_twice_text(part, *other));
    }
    books_.returns.put(part);
  }
}

std::vector<programme::Wallet> Projection::moved_from(const MemberId& owner) {
  if (books_.standings.survivor_of(owner) == owner) return {};
  return books_.wallets.read(books_.standings.wallets_of(owner));
}

bool Projection::check_lots(const ReadEntry& read) {
  const v1::JournalEntry& entry = *read.entry;
  std::string overspent;
  for (const OwnedChanges& each : read.effects.owned) {
    if (each.lots.empty() && each.debts.empty()) continue;
    std::vector<programme::Wallet> wallets = books_.wallets.read(each.owner);
    if (const auto added = apply(wallets, each.lots, each.debts); !added) {
      notice(read.seq, exception_code::kUncountable, added.error().message);
      return false;
    }
    // A merge spends nothing.
    if (entry.has_merge()) continue;
    const std::vector<programme::Wallet> elsewhere = moved_from(each.owner);
    for (const v1::LotChange& change : each.lots) {
      const Quantity left = amount_of(wallets, change) + amount_of(elsewhere, change);
      if (change.amount() >= 0 || left >= 0 || !overspent.empty()) continue;
      overspent = "this " + std::string(kind_of(entry)) + " leaves " + std::to_string(left) + " " +
                  lot_text(change);
    }
  }
  if (!overspent.empty()) notice(read.seq, exception_code::kOverspent, std::move(overspent));
  return true;
}

}  // namespace loyald
