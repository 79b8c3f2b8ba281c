// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "proto/loyald/v1/headoffice.pb.h"
#include "proto/loyald/v1/sync.pb.h"
#include "store/base/aside.h"
#include "store/base/random.h"
#include "store/base/result.h"
#include "store/card_issue.h"
#include "store/sql/batch.h"
#include "sync/headoffice/books_place.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// Head office's books: the façade with what stores and administrators call. Synchronous, without
// threads, network or a clock of its own; belongs to the thread of its one writing connection.
//
// Every writing call needs a running Batch. Many calls, of many stores, may share one: each is
// undone by itself when it returns an error, and nobody may be answered before the batch is
// committed. Everything throws sql::Error; then the whole batch is lost.
class HeadOffice {
 public:
  struct Options {
    BooksPlace place;
    std::map<StoreId, std::string> names;  // of the stores that may sync
    // What offers of rights are signed with: the same for the life of the chain, kept beside the
    // books so that a backup that is put back does not change it.
    SigningSeed signing_seed{};
    std::chrono::milliseconds lease_length{kDefaultLease};
    Aside aside = run_at_once;              // where a long calculation may run meanwhile
    Quantity most_granted = 0;              // to a home store, per member and unit; 0 = all
    std::chrono::seconds sync_interval{0};  // what stores are asked to keep; 0 = as they like
    FeedScope feed_scope = FeedScope::all;
    bool lines_are_private = false;  // stores may be told the secrets of rotating codes
  };

  // Opens the books, or begins them where there are none. Errors: those of Database::open and
  // migrate; failed_precondition (they were begun with another signing key).
  static Result<std::unique_ptr<HeadOffice>> open(const Options& options);

  CentralBooks& books() { return books_; }

  // The transaction that one or several calls share.
  class Batch : public sql::Batch {
   public:
    explicit Batch(HeadOffice& office) : sql::Batch(office.books_.database()) {}
  };

  // Registers an incarnation; saying it again changes nothing, also where it is fenced. One that
  // goes on from an incarnation that is being counted, or begins beside one, takes its place: the
  // older one is fenced, and the exceptions say so. The reasons: whoever holds the store's token
  // speaks for the store, the newer one is what stands in the shop today (a re-imaged PC has
  // forgotten its past), and counting both would let a clone count one sale twice.
  // Errors: invalid_argument (malformed, or known with another genesis), failed_precondition
  // (entries of a form that is not known here).
  Result<v1::OpenResponse> begin(Timestamp now, const v1::OpenRequest& request);

  // Takes the next entries; sync.proto has the verdicts. Errors: invalid_argument (malformed, above
  // a limit, or the bytes do not give the hash that came with them).
  Result<v1::PushResponse> push(Timestamp now, const v1::PushRequest& request);

  // A new version of the programme for every store. `today` is its first day unless it names one.
  // Errors: invalid_argument (cannot be read; the message names the key).
  Result<v1::PublishProgrammeResponse> publish_programme(
      Date today, const v1::PublishProgrammeRequest& request);

  // Puts members into segments and takes them out; they move to the feed's end. Errors:
  // invalid_argument (nobody or no segment named, or too many), resource_exhausted (a member would
  // be in too many).
  Result<v1::SetSegmentsResponse> set_segments(Timestamp now,
                                               const v1::SetSegmentsRequest& request);

  // Makes two members one, by an entry of head office's own journal; stores hear of it with the
  // feed. What stores that have not heard of it still book on the member follows by itself. Errors:
  // invalid_argument (no reason), not_found, failed_precondition (the member shares wallets; or is
  // registered and the other is not), resource_exhausted (too many for one).
  Result<v1::MergeMembersResponse> merge_members(Timestamp now,
                                                 const v1::MergeMembersRequest& request);
  // Makes them two again. Errors: invalid_argument, not_found, failed_precondition (they are not
  // merged, or whom they are merged into is).
  Result<v1::UnmergeMemberResponse> unmerge_member(Timestamp now,
                                                   const v1::UnmergeMemberRequest& request);

  // A customer is at a store's till: hands the store what nobody holds of their units, and asks
  // other stores for the rest. Errors: those of acquire() in granting.h.
  Result<v1::AcquireResponse> acquire(Timestamp now, const v1::AcquireRequest& request);

  // Numbers for new cards of the chain. Errors: those of loyald::issue_cards.
  Result<std::vector<std::string>> issue_cards(Random& random, Timestamp now,
                                               const CardIssue& issue);

  // A store's PC may show this code, made of what nobody can guess, once for a certificate, in
  // place of the code before. Returns until when. Errors: not_found (no such store),
  // failed_precondition (it was given up for good).
  Result<Timestamp> begin_enrolment(Timestamp now, StoreId store, std::string_view code);
  // Uses the code up: the number of the store's enrolment from now on, with which its certificates
  // count. Nothing where it is not the code, is used up or too old; that counts as a try.
  Result<std::optional<std::uint64_t>> enrol(Timestamp now, StoreId store, std::string_view code);
  // permission_denied where another enrolment took the place of this one.
  Result<void> require_enrolment(StoreId store, std::uint64_t number);
  // The same, and failed_precondition where the store was given up for good: it gets no certificate
  // any more.
  Result<void> require_renewable(StoreId store, std::uint64_t number);

  // Cards (store/card_keys.h); stores hear of all of it with the feed. A key is put again at every
  // start, because the books may be older than it: what is known of it is then left alone. The
  // secret of a rotating key is not written.
  void put_card_key(const CardKey& key);
  // not_found.
  Result<void> retire_card_key(CardKeyKind kind, int key);
  bool set_card_withdrawn(const std::string& card, bool is_withdrawn);
  CardKeys& card_keys() { return books_.card_keys; }

  // These books came from a backup. Stores go on from what is counted here by themselves; after
  // this they also take all members anew and send again the personal data that they wrote. What
  // head office itself had decided since is lost: programmes (their numbers are not given again
  // once the stores have been in touch), segments, merges. Nothing is granted to anybody until
  // every store has said how far it has come, with what it was granted since. Saying it again only
  // costs another round.
  void begin_after_restore(Timestamp now);
  // Errors: those of give_up_store() in awaiting.h.
  Result<v1::GiveUpStoreResponse> give_up_store(Timestamp now,
                                                const v1::GiveUpStoreRequest& request);

  // What is counted of a life of a store's journal. Reads alone. Errors: invalid_argument
  // (malformed, no place of it), not_found (no such life), data_loss.
  Result<v1::FetchTailResponse> fetch_tail(Timestamp now, const v1::FetchTailRequest& request);

  // Reading calls need no batch; within one they see what it has written so far.
  Result<v1::PullResponse> pull(Timestamp now, const v1::PullRequest& request);
  // Errors: not_found (no such version), failed_precondition (none is in force on that day).
  Result<v1::GetProgrammeResponse> get_programme(Date today,
                                                 const v1::GetProgrammeRequest& request);
  v1::ListStoresResponse list_stores();
  Result<v1::GetMemberResponse> get_member(Date today, const v1::GetMemberRequest& request);
  Result<v1::ListBalancesResponse> list_balances(Date today,
                                                 const v1::ListBalancesRequest& request);
  Result<v1::ListExceptionsResponse> list_exceptions(const v1::ListExceptionsRequest& request);
  // Errors: those of loyald::list_card_batches.
  Result<v1::ListCardBatchesResponse> list_card_batches(const v1::ListCardBatchesRequest& request);
  // Errors: invalid_argument (limit out of range, no place in the list).
  Result<v1::ListDuplicatesResponse> list_duplicates(Date today,
                                                     const v1::ListDuplicatesRequest& request);

 private:
  HeadOffice(std::unique_ptr<sql::Database> database, const Options& options);
  Result<void> check_key();

  CentralBooks books_;
  std::map<StoreId, std::string> names_;
};

// A read-only view of head office's books beside the writing HeadOffice; sees what is committed.
// Throws sql::Error.
Result<std::unique_ptr<CentralBooks>> open_central_books_read_only(const BooksPlace& place);

}  // namespace loyald
