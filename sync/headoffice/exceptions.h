// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/sql/statement.h"
#include "sync/headoffice/incarnations.h"

namespace loyald {

// What an exception says. Stored and sent; never renamed.
namespace exception_code {
// Archived, but not counted: its bytes are no entry of a form known here.
inline constexpr std::string_view kUnreadable = "UNREADABLE";
// Archived, but not counted: a sum would not fit 64 bits.
inline constexpr std::string_view kUncountable = "UNCOUNTABLE";
// More was taken from a lot than it held: two stores spent the same units.
inline constexpr std::string_view kOverspent = "OVERSPENT";
// More was taken from a lot than the store held of it (rights.proto): a floor limit, or books that
// are not what they should be.
inline constexpr std::string_view kRightsExceeded = "RIGHTS_EXCEEDED";
// Of a fenced incarnation: what it held was given up by somebody, and may be spent twice.
inline constexpr std::string_view kGivenUp = "GIVEN_UP";
// The journal accepts an offer of rights that head office never made.
inline constexpr std::string_view kForgedRights = "FORGED_RIGHTS";
inline constexpr std::string_view kUnknownProgramme = "UNKNOWN_PROGRAMME";
inline constexpr std::string_view kUnknownUnit = "UNKNOWN_UNIT";
// The store's clock is far ahead of ours, or its journal's clock ran backwards.
inline constexpr std::string_view kClockSuspect = "CLOCK_SUSPECT";
// Two stores gave the same card to different members; the newer one has it.
inline constexpr std::string_view kCardOfTwoMembers = "CARD_OF_TWO_MEMBERS";
// A sale comes out otherwise when it is decided again from what its entry says.
inline constexpr std::string_view kDecidedOtherwise = "DECIDED_OTHERWISE";
// Patterns that somebody may want to look at (sync/headoffice/patterns.h); nothing is wrong with
// the entry itself.
inline constexpr std::string_view kManySales = "MANY_SALES";
inline constexpr std::string_view kCapExceeded = "CAP_EXCEEDED";
inline constexpr std::string_view kLargeAdjustment = "LARGE_ADJUSTMENT";
inline constexpr std::string_view kTwoStores = "TWO_STORES";
inline constexpr std::string_view kManyVoids = "MANY_VOIDS";
// The same goods of a sale came back twice, at stores that did not know of each other.
inline constexpr std::string_view kReturnedTwice = "RETURNED_TWICE";
// Of an incarnation (seq 0): another one of the same store began without naming it as its past.
inline constexpr std::string_view kTwoIncarnations = "TWO_INCARNATIONS";
// Of an incarnation (seq 0): the store went on from an older copy of it.
inline constexpr std::string_view kRestored = "RESTORED";
// Of an incarnation (seq 0): head office had counted more of it than these books know.
inline constexpr std::string_view kWentBack = "WENT_BACK";
// Of an incarnation (seq 0): its chain is not the one counted here.
inline constexpr std::string_view kFork = "FORK";
}  // namespace exception_code

struct Exception {
  JournalName journal;
  Seq seq = 0;  // 0: the incarnation itself
  std::string code;
  std::string detail;
  Timestamp noticed_at;
};

// The table exception. Belongs to its connection's thread. Everything throws sql::Error.
class Exceptions {
 public:
  explicit Exceptions(sql::Database& database);

  // One that is known for the same entry and code is left as it was. Needs a transaction.
  void put(const Exception& exception);
  bool has(const JournalName& journal, Seq seq, std::string_view code);
  std::vector<Exception> newest(int limit);

 private:
  sql::Statement put_;
  sql::Statement has_;
  sql::Statement newest_;
};

}  // namespace loyald
