// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/fold.h"
#include "sync/headoffice/central_books.h"
#include "sync/headoffice/entry_reading.h"
#include "sync/headoffice/recheck.h"

namespace loyald {

// A store's clock may be this far ahead of ours before somebody should look at it.
inline constexpr std::chrono::minutes kClockTolerance(5);

struct FoundFault {
  Seq seq = 0;
  std::string code;
  std::string detail;
};

// A store that did not know whose card it was booked on the member that its number stands for.
struct Stray {
  MemberId booked_on;
  MemberId owner;
  friend auto operator<=>(const Stray&, const Stray&) = default;
};

// What a run of entries did to the ledger.
struct Projected {
  std::set<MemberId> changed;
  std::set<MemberId> freed;  // whose units a store or head office's own entry gave to nobody
  std::vector<FoundFault> faults;
  std::set<Stray> strays;
  bool is_closed = false;  // the store's journal has ended for good
  std::int64_t sales = 0;
  std::uint64_t hlc = 0;  // the highest one seen
};

// Folds one store's newly counted entries into the ledger and notices what somebody should look at.
// A fault never stops an entry from being taken: a journal that stood still for one odd entry would
// hold back all that the store sold after it. Made for one push, on the connection's thread; needs
// a transaction. Everything throws sql::Error.
class Projection {
 public:
  // `hlc` is the highest one counted before.
  Projection(CentralBooks& books, const JournalName& journal, std::uint64_t hlc, Timestamp now);

  // The entries that follow `before`, all of them at once: what they are about is read in a few
  // statements first.
  void take(Seq before, std::span<const std::string_view> entries);
  // What all of it did; the object is done then.
  Projected finish();

 private:
  void read_ahead(const std::vector<ReadEntry>& entries);
  void take(const ReadEntry& read, const Difference& difference);
  void notice(Seq seq, std::string_view code, std::string detail);
  void check_clock(Seq seq, const v1::JournalEntry& entry);
  void check_units(const ReadEntry& read);
  void check_card(const ReadEntry& read);
  void check_returned(Seq seq, const v1::JournalEntry& entry);
  // What the entry means for what the store may spend.
  void fold_rights(const ReadEntry& read);
  // Where a merged member's units are now; empty where they were not merged.
  std::vector<programme::Wallet> moved_from(const MemberId& owner);
  // False where a sum would not fit.
  bool check_lots(const ReadEntry& read);
  // The programme that a sale says decided it; null for other entries, and where nobody knows it.
  std::shared_ptr<const programme::Programme> decider_of(const v1::JournalEntry& entry);
  // Of what is counted now, this entry included.
  void check_patterns(Seq seq, const v1::JournalEntry& entry);

  CentralBooks& books_;
  JournalName journal_;
  Timestamp now_;
  Projected projected_;
  Seq first_ahead_ = 0;
  std::int64_t ahead_ms_ = 0;
};

}  // namespace loyald
