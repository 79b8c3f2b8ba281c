// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/card_keys.h"
#include "store/card_series.h"
#include "store/day_counts.h"
#include "store/fold.h"
#include "store/holds.h"
#include "store/identifiers.h"
#include "store/journal.h"
#include "store/programmes.h"
#include "store/requests.h"
#include "store/returned.h"
#include "store/rights.h"
#include "store/segments.h"
#include "store/sql/database.h"
#include "store/standings.h"
#include "store/store_keys.h"
#include "store/used_codes.h"
#include "store/wallets.h"

namespace loyald {

// Where the exchange with head office stands, as the books remember it.
struct SyncPosition {
  Seq counted_seq = 0;  // head office has counted our entries through this one
  std::uint64_t feed_cursor = 0;
  std::uint64_t feed_head = 0;
  std::uint64_t feed_epoch = 0;  // which life of the feed the two are of; 0: none yet
  Timestamp last_contact;        // 0: never
  Timestamp complete_at;         // 0: never
};

// Head office's last word on a member.
struct Confirmed {
  Seq counts_seq = 0;
  std::vector<programme::Wallet> wallets;
  v1::MemberStanding standing;
  std::vector<FoundIdentifier> cards;
};

// One connection to a store's books and the tables on it, for the use cases beside it. Belongs to
// its connection's thread. Everything throws sql::Error.
class Books {
 public:
  explicit Books(std::unique_ptr<sql::Database> database);

  sql::Database& database() { return *database_; }

  // True where there is no head office: then these books settle debt themselves, and rights are not
  // kept, because all of what members have may be spent here.
  bool are_alone = false;

 private:
  std::unique_ptr<sql::Database> database_;

 public:
  Journal journal;
  Wallets wallets;
  Identifiers identifiers;
  Standings standings;
  Segments segments;
  Programmes programmes;
  Holds holds;
  DayCounts day_counts;
  ReturnedQuantities returned_quantities;
  StoreKeys store_keys;
  CardKeys card_keys;
  UsedCodes used_codes;
  CardSeries card_series;
  Rights rights;

  // The newest life of which store's journal; there must be one.
  JournalName name();
  // What of these wallets this store may spend without asking, before holds and debt: of each lot
  // at most what is there. All of it where the books are alone, and of the store's own units;
  // nothing in a life after the first that head office does not know yet.
  std::vector<programme::Wallet> spendable_here(const MemberId& owner,
                                                const std::vector<programme::Wallet>& owned,
                                                bool alone, Timestamp now);
  bool rights_are_kept();
  // Keeps the tables of rights from here on, or stops it: after the store has joined a chain or
  // left one. Needs a transaction.
  void keep_rights(bool kept);
  // The key that head office signs with, as it said it first; nothing: it has not yet.
  std::optional<PublicKey> office_key();
  void set_office_key(const PublicKey& key);
  // The last receipt of head office: what it signed, then the signature (sync/head_words.h); empty:
  // none yet.
  std::string receipt();
  void set_receipt(const std::string& receipt);

  // The entry that a register's operation became.
  std::optional<Seq> find_operation(const std::string& register_id, const std::string& op_id);
  // Whose member or which card, whoever stands for them: a card nobody has seen is its own member;
  // a phone or mail nobody has is not_found. A card that head office withdrew has that state.
  Result<FoundIdentifier> find_member(const Identifier& who);
  // A member's entries before `before`, newest first, at most `limit`.
  std::vector<Seq> entries_before(const MemberId& member, Seq before, int limit);
  // A member's entries after `after`, oldest first.
  std::vector<Seq> entries_after(const MemberId& member, Seq after);
  // The entry, which must exist.
  Recorded recorded(Seq seq);
  // The place of this journal's sale, 1 or more, among all stores'.
  SalePlace own_sale(Seq sale);
  // How much of a sale's line (from 1) has come back, here and elsewhere, as far as known; more
  // than was sold where stores apart took back the same. Line 0: above 0 where it was voided.
  std::int64_t returned(const SalePlace& sale, std::size_t line);
  std::int64_t returned(Seq own_sale, std::size_t line);
  // What an entry of this journal brought back.
  std::optional<ReturnedOfSale> returned_by(const v1::JournalEntry& entry, Seq seq);

  // How far head office's clock was ahead of this PC's when it last answered.
  std::chrono::milliseconds office_ahead();
  void set_office_ahead(std::chrono::milliseconds ahead);

  std::optional<Confirmed> confirmed(const MemberId& member);
  void set_confirmed(const MemberId& member, Seq counts_seq, const v1::MemberState& state);
  // Of whom there is such a word, in the order of ids.
  std::vector<MemberId> confirmed_members();
  // Whether head office tells of the member, in the life of its feed that the books know.
  bool is_followed(const MemberId& member);
  SyncPosition sync_position();
  void set_sync_position(const SyncPosition& position);

  // Why the store was given up for good; nothing where it was not.
  std::optional<std::string> closed();
  // Settles debt, if that is for these books to do, appends an entry, remembers its operation,
  // folds it into the ledger. Needs a transaction. failed_precondition where the store was given
  // up.
  Result<Recorded> record(v1::JournalEntry entry, Timestamp now);
  // Where to find an entry by its operation and its members. Needs a transaction.
  void index(const v1::JournalEntry& entry, const EntryEffects& effects, Seq seq);
  void unindex_after(Seq seq);

 private:
  // Writes into the entry what it spends beyond what this store holds.
  void say_risked(v1::JournalEntry& entry);

  sql::Statement find_operation_;
  sql::Statement put_operation_;
  sql::Statement put_member_entry_;
  sql::Statement drop_operations_;
  sql::Statement drop_member_entries_;
  sql::Statement entries_before_;
  sql::Statement entries_after_;
  sql::Statement confirmed_;
  sql::Statement set_confirmed_;
  sql::Statement confirmed_members_;
  sql::Statement is_followed_;
  sql::Statement position_;
  sql::Statement set_position_;
  sql::Statement rights_are_kept_;
  sql::Statement set_rights_are_kept_;
  sql::Statement office_key_;
  sql::Statement set_office_key_;
  sql::Statement receipt_;
  sql::Statement set_receipt_;
  sql::Statement office_ahead_;
  sql::Statement set_office_ahead_;
};

std::vector<programme::Wallet> wallets_from(const v1::MemberState& state);
std::vector<FoundIdentifier> cards_from(const v1::MemberState& state, const MemberId& member);

}  // namespace loyald
