// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/base/random.h"
#include "store/books.h"
#include "store/card_issue.h"
#include "store/new_life.h"
#include "store/requests.h"
#include "store/sql/batch.h"
#include "store/staff.h"
#include "store/view.h"

namespace loyald {

inline constexpr int kMaxConsents = 32;
inline constexpr std::size_t kMaxHouseholdMembers = 20;

// One store's books: the façade with the use cases that write. Synchronous, without threads,
// network or a clock of its own; belongs to the thread of its one writing connection.
//
// Every writing call needs a running Batch. Several calls may share one; each is undone by itself
// when it returns an error, and nobody may be told of a success before the batch is committed.
// Everything throws sql::Error; then the whole batch is lost.
//
// Exactly once: a call whose (register, op id) is known returns what was recorded then, if its
// content is the same, and already_exists, naming the difference, if it is not.
class Store {
 public:
  struct Options {
    std::string path;  // of the database file
    std::string vfs;   // SQLite VFS name; empty = the default
    StoreId store_id = 0;
    RedeemPolicy policy;
    Staff staff = {};
  };

  // Opens the books, or begins them in an empty directory: migrates, verifies the journal's tail.
  // `random` is kept and must outlive the store. Errors: those of Database::open and migrate,
  // data_loss (the tail does not verify), failed_precondition (the books of another store).
  static Result<std::unique_ptr<Store>> open(const Options& options, Random& random, Timestamp now);

  Books& books() { return books_; }
  const RedeemPolicy& policy() const { return policy_; }
  const Staff& staff() const { return staff_; }

  // The transaction that one or several calls share.
  class Batch : public sql::Batch {
   public:
    explicit Batch(Store& store) : sql::Batch(store.books_.database()) {}
  };

  // Where staff is named, checkout, hold, post_event and adjust refuse a cashier's own card:
  // permission_denied.

  // Errors, besides those of every call: those of quote(); where it captures a hold, those of
  // find_open_hold() and permission_denied (a hold of another member). A hold that is over can
  // still be captured while its units are there.
  Result<Recorded> checkout(const Moment& moment, const CheckoutRequest& request);
  // Sets aside what the chosen rewards would cost, valid_for_s from now on. Errors: those of
  // quote(); resource_exhausted (kMaxOpenHolds), failed_precondition (the rewards cost nothing).
  Result<Recorded> hold(const Moment& moment, const HoldRequest& request);
  // Frees it, also where it is over. Errors: those of find_open_hold() in store/capture.h.
  Result<Recorded> release(const Moment& moment, const ReleaseRequest& request);
  // By name only sales of this store, by the receipt's code those of any store. Errors: those of
  // find_sale() and find_sale_of_code() in store/found_sale.h, invalid_argument (no such line, or
  // more than was sold), failed_precondition (the sale was voided, or all of it came back at
  // another store).
  Result<Recorded> return_sale(const Moment& moment, const ReturnRequest& request);
  // not_found, failed_precondition (another day, already void, something already returned).
  Result<Recorded> void_sale(const Moment& moment, const VoidRequest& request);
  // not_found (the programme has no rule on it).
  Result<Recorded> post_event(const Moment& moment, const EventRequest& request);
  // not_found (no gift is counted in it), insufficient (more taken away than there are).
  Result<Recorded> change_stock(const Moment& moment, const StockRequest& request);
  // already_exists (phone, mail or card belong to a member), permission_denied (a blocked card),
  // invalid_argument (referred by themselves).
  Result<Recorded> enrol(const Moment& moment, const EnrolRequest& request);
  // not_found, already_exists (another member has the phone or mail), failed_precondition (the
  // member could not be found by anything any more).
  Result<Recorded> update_member(const Moment& moment, const UpdateMemberRequest& request);
  // resource_exhausted (more than kMaxConsents of a member).
  Result<Recorded> set_consent(const Moment& moment, const SetConsentRequest& request);
  Result<Recorded> set_member_status(const Moment& moment, const SetMemberStatusRequest& request);
  // not_found (no such household), permission_denied (a card that is not active, a member who may
  // not spend), failed_precondition (in another household, or units are held for a sale),
  // resource_exhausted (more than kMaxHouseholdMembers). In a chain, what this store may not spend
  // follows when head office has counted it.
  Result<Recorded> join_household(const Moment& moment, const JoinHouseholdRequest& request);
  // failed_precondition (in none).
  Result<Recorded> leave_household(const Moment& moment, const LeaveHouseholdRequest& request);
  // Segments of a store without head office; nothing is journalled, and saying it again changes
  // nothing. failed_precondition (head office sets them), those of Segments::change.
  Result<MemberId> set_segments(const Moment& moment, const Identifier& who,
                                const SegmentChange& change);
  Result<Recorded> link_card(const Moment& moment, const LinkCardRequest& request);
  Result<Recorded> block_card(const Moment& moment, const BlockCardRequest& request);
  // not_found (no such unit), insufficient (more than may be spent), permission_denied (where staff
  // is named: the cashier may not alone, or whoever approves may not).
  Result<Recorded> adjust(const Moment& moment, const AdjustRequest& request);

  // Numbers for new cards of a store without head office. Errors: failed_precondition (head office
  // hands them out), those of loyald::issue_cards.
  Result<std::vector<std::string>> issue_cards(Timestamp now, const CardIssue& issue);

  // A programme of a store without head office: becomes the next version if its text is not the
  // newest one's already. Returns the version in force.
  Result<std::uint32_t> adopt_programme(std::string_view toml, Date today);

  // Cards of a store without head office (store/card_keys.h): the same as HeadOffice's calls.
  void put_card_key(const CardKey& key);
  Result<void> retire_card_key(CardKeyKind kind, int key);
  bool set_card_withdrawn(const std::string& card, bool is_withdrawn);
  CardKeys& card_keys() { return books_.card_keys; }

  // What head office answered; the agent has checked it against our chain.
  void record_contact(Timestamp now, Seq counted_seq);
  // The same, with how far its feed has come and which life of it that is.
  void record_contact(Timestamp now, Seq counted_seq, std::uint64_t feed_head,
                      std::uint64_t feed_epoch);
  void mark_profiles_sent(const google::protobuf::RepeatedPtrField<v1::MemberProfile>& profiles);
  // Head office's key, said at first contact; failed_precondition where it is another one than it
  // was.
  Result<void> take_office_key(std::string_view key);
  // What head office offers becomes this store's to spend, by an entry of its own. An offer that
  // was accepted before, or whose lease has run out, is passed over. permission_denied (not signed
  // by head office), data_loss (not for this journal); then that one and those after it are not
  // taken.
  Result<void> take_offers(Timestamp now,
                           const google::protobuf::RepeatedPtrField<v1::SignedOffer>& offers);
  // Gives back what is held of these owners' units, but of those of whom holds are open.
  void release_rights(Timestamp now, const std::vector<MemberId>& owners);
  // Gives back what is held as own and was credited more than `age` ago, but nothing newer than
  // what open holds may need. Returns whether there was any.
  bool seal(Timestamp now, std::chrono::milliseconds age);
  // Begins another life of the journal, and the same after what was lost of it is put back: those
  // of store/new_life.h. `reason` is shown to people.
  void begin_life(Timestamp now, const std::string& reason);
  Result<void> put_back_tail(Timestamp now, const LostTail& tail, const std::string& reason);
  // Takes a page of the feed and its cursor together: members as full states, our later entries on
  // top. data_loss where a programme cannot be read; then nothing was taken.
  Result<void> apply_pull(Timestamp now, const v1::PullResponse& page);
  // The same of members that were asked for, outside the feed.
  Result<void> apply_members(Timestamp now,
                             const google::protobuf::RepeatedPtrField<v1::MemberState>& members,
                             Seq counts_seq);
  // Gives the store up for good: the journal's last entry, after which nothing is recorded any
  // more. Saying it again returns that entry. Errors: failed_precondition (no head office, or units
  // are held for a sale).
  Result<Recorded> decommission(Timestamp now, const std::string& reason);

 private:
  // Head office's feed is not the one that we know: all of it is to be taken, and what only we may
  // know is to be sent again.
  void follow_epoch(SyncPosition& position, std::uint64_t feed_epoch);
  Store(std::unique_ptr<sql::Database> database, const Options& options, Random& random);

  // The entry that `wanted` (with its inputs alone) was recorded as before; nothing where it is
  // new. already_exists, naming the difference, where it was something else.
  Result<std::optional<Recorded>> recorded_before(const Origin& origin,
                                                  const v1::JournalEntry& wanted);
  // What the programme gives for joining, on the entry of an enrolment.
  Result<void> reward_enrolment(v1::JournalEntry& entry, const MemberView& known);
  v1::JournalEntry begin_entry(const Origin& origin, const Moment& moment) const;
  // Says whose wallets the entry's changes are of, where they are not the member's own.
  MemberId set_owner(v1::JournalEntry& entry, const MemberId& member);
  // Moves what `member` owns and owes into `household`; in a chain, what this store holds of it.
  Result<void> move_in(const MemberId& member, const MemberId& household, const Moment& moment,
                       v1::JournalEntry& entry);
  void set_balances(google::protobuf::RepeatedPtrField<v1::UnitBalance>& balances,
                    const MemberId& owner, const LotChanges& changes, const DebtChanges& debts,
                    Date day);
  // Those of the member's cards here of which head office does not say the same or something newer.
  void drop_unsaid_cards(const v1::MemberState& state, const MemberId& member);
  Result<void> apply_member(Timestamp now, const v1::MemberState& state, Seq counts_seq);

  Books books_;
  RedeemPolicy policy_;
  Staff staff_;
  StoreId store_id_;
  Random& random_;
};

// A read-only view of a store's books for a thread of its own, beside the writing Store; sees what
// is committed. Throws sql::Error.
Result<std::unique_ptr<Books>> open_books_read_only(const std::string& path);

}  // namespace loyald
