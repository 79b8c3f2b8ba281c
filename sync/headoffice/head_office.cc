// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/head_office.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/sql/migrate.h"
#include "store/sql/statement.h"
#include "sync/headoffice/awaiting.h"
#include "sync/headoffice/duplicates.h"
#include "sync/headoffice/granting.h"
#include "sync/headoffice/merging.h"
#include "sync/headoffice/migrations.h"
#include "sync/headoffice/opening.h"
#include "sync/headoffice/publishing.h"
#include "sync/headoffice/pull.h"
#include "sync/headoffice/push.h"
#include "sync/headoffice/reports.h"
#include "sync/headoffice/segmenting.h"
#include "sync/headoffice/tail.h"

namespace loyald {

HeadOffice::HeadOffice(std::unique_ptr<sql::Database> database, const Options& options)
    : books_(std::move(database)), names_(options.names) {
  books_.signing_seed = options.signing_seed;
  books_.lease_length = options.lease_length;
  books_.most_granted = options.most_granted;
  books_.aside = options.aside;
  books_.sync_interval = options.sync_interval;
  books_.feed_scope = options.feed_scope;
  books_.lines_are_private = options.lines_are_private;
}

Result<std::unique_ptr<HeadOffice>> HeadOffice::open(const Options& options) {
  LOYALD_ASSIGN(auto database, open_database(options.place, BooksAccess::write));
  try {
    LOYALD_TRY(sql::migrate(*database, head_office_migrations()));
    std::unique_ptr<HeadOffice> office(new HeadOffice(std::move(database), options));
    LOYALD_TRY(office->check_key());
    return office;
  } catch (const sql::Error& error) {
    const BooksPlace& in = options.place;
    const std::string place = in.postgres.empty() ? in.path : "PostgreSQL";
    return fail(error.is_disk_full() ? Errc::resource_exhausted : Errc::unavailable,
                "cannot open head office's books in " + place + ": " + error.what());
  }
}

Result<void> HeadOffice::check_key() {
  const PublicKey key = public_key_of(books_.signing_seed);
  sql::Transaction transaction(books_.database());
  sql::Statement(books_.database(), "INSERT INTO office VALUES(1, ?1) ON CONFLICT DO NOTHING")
      .execute(sql::blob(key));
  {
    sql::Statement read(books_.database(), "SELECT public_key FROM office");
    auto row = read.run();
    CHECK(row.next());
    if (row.blob(0) != to_string(key)) {
      return fail(Errc::failed_precondition,
                  "these books were begun with another signing key, and the stores know that one",
                  "put its headoffice.key into the state directory, from its backup or from the "
                  "head office beside this one");
    }
  }
  transaction.commit();
  return {};
}

Result<v1::OpenResponse> HeadOffice::begin(Timestamp now, const v1::OpenRequest& request) {
  CHECK(books_.database().in_transaction());
  LOYALD_ASSIGN(v1::OpenResponse response, open_incarnation(books_, now, request));
  response.set_office_key(to_string(public_key_of(books_.signing_seed)));
  return response;
}

Result<v1::PushResponse> HeadOffice::push(Timestamp now, const v1::PushRequest& request) {
  CHECK(books_.database().in_transaction());
  return take_push(books_, now, request);
}

Result<v1::PublishProgrammeResponse> HeadOffice::publish_programme(
    Date today, const v1::PublishProgrammeRequest& request) {
  CHECK(books_.database().in_transaction());
  return loyald::publish_programme(books_, today, request);
}

Result<v1::SetSegmentsResponse> HeadOffice::set_segments(Timestamp now,
                                                         const v1::SetSegmentsRequest& request) {
  CHECK(books_.database().in_transaction());
  return loyald::set_segments(books_, now, request);
}

Result<v1::MergeMembersResponse> HeadOffice::merge_members(Timestamp now,
                                                           const v1::MergeMembersRequest& request) {
  CHECK(books_.database().in_transaction());
  return loyald::merge_members(books_, now, request);
}

Result<v1::UnmergeMemberResponse> HeadOffice::unmerge_member(
    Timestamp now, const v1::UnmergeMemberRequest& request) {
  CHECK(books_.database().in_transaction());
  return loyald::unmerge_member(books_, now, request);
}

void HeadOffice::begin_after_restore(Timestamp now) {
  CHECK(books_.database().in_transaction());
  books_.feed.begin_epoch(now);
  books_.card_series.skip_after_restore();
  for (const auto& [store, name] : names_) books_.awaited.add(store);
}

void HeadOffice::put_card_key(const CardKey& key) {
  CHECK(books_.database().in_transaction());
  CardKey written = key;
  if (key.kind == CardKeyKind::rotating) {
    CodeMaster master{};
    CHECK(key.material.size() == master.size());
    std::ranges::copy(key.material, master.begin());
    books_.code_masters[key.key] = master;
    written.material.clear();
  }
  if (books_.card_keys.find(key.kind, key.key)) return;
  books_.card_keys.put(written);
  books_.feed.move_to_end(CardSubject{key.kind, std::to_string(key.key)});
}

Result<void> HeadOffice::retire_card_key(CardKeyKind kind, int key) {
  CHECK(books_.database().in_transaction());
  LOYALD_ASSIGN(const bool changed, books_.card_keys.retire(kind, key));
  if (changed) books_.feed.move_to_end(CardSubject{kind, std::to_string(key)});
  return {};
}

bool HeadOffice::set_card_withdrawn(const std::string& card, bool is_withdrawn) {
  CHECK(books_.database().in_transaction());
  if (!books_.card_keys.set_withdrawn(card, is_withdrawn)) return false;
  books_.feed.move_to_end(CardSubject{std::nullopt, card});
  return true;
}

Result<v1::GiveUpStoreResponse> HeadOffice::give_up_store(Timestamp now,
                                                          const v1::GiveUpStoreRequest& request) {
  CHECK(books_.database().in_transaction());
  return loyald::give_up_store(books_, now, request);
}

Result<std::vector<std::string>> HeadOffice::issue_cards(Random& random, Timestamp now,
                                                         const CardIssue& issue) {
  CHECK(books_.database().in_transaction());
  return loyald::issue_cards(books_.card_series, books_.identifiers, random, now, issue);
}

Result<v1::ListCardBatchesResponse> HeadOffice::list_card_batches(
    const v1::ListCardBatchesRequest& request) {
  return loyald::list_card_batches(books_.card_series, request);
}

Result<Timestamp> HeadOffice::begin_enrolment(Timestamp now, StoreId store, std::string_view code) {
  CHECK(books_.database().in_transaction());
  if (!names_.contains(store)) {
    return fail(Errc::not_found, "there is no store " + std::to_string(store),
                "add it to head office's configuration as a [[store]] and restart");
  }
  LOYALD_TRY(require_not_closed(books_, store));
  const Timestamp until = now + kCodeValid;
  books_.enrolments.put_code(store, code, until);
  return until;
}

Result<std::optional<std::uint64_t>> HeadOffice::enrol(Timestamp now, StoreId store,
                                                       std::string_view code) {
  CHECK(books_.database().in_transaction());
  return books_.enrolments.use_code(store, code, now);
}

Result<void> HeadOffice::require_enrolment(StoreId store, std::uint64_t number) {
  if (books_.enrolments.current(store) == number) return {};
  return fail(Errc::permission_denied,
              "another enrolment of store " + std::to_string(store) +
                  " took the place of this certificate's",
              "where this is the store's right PC: restart its daemon if it was enrolled just now, "
              "else enrol it again");
}

Result<void> HeadOffice::require_renewable(StoreId store, std::uint64_t number) {
  LOYALD_TRY(require_enrolment(store, number));
  return require_not_closed(books_, store);
}

Result<v1::AcquireResponse> HeadOffice::acquire(Timestamp now, const v1::AcquireRequest& request) {
  CHECK(books_.database().in_transaction());
  return loyald::acquire(books_, now, request);
}

Result<v1::FetchTailResponse> HeadOffice::fetch_tail(Timestamp now,
                                                     const v1::FetchTailRequest& request) {
  return loyald::fetch_tail(books_, now, request);
}

Result<v1::PullResponse> HeadOffice::pull(Timestamp now, const v1::PullRequest& request) {
  return pull_page(books_, now, request);
}

Result<v1::GetProgrammeResponse> HeadOffice::get_programme(Date today,
                                                           const v1::GetProgrammeRequest& request) {
  return loyald::get_programme(books_, today, request);
}

v1::ListStoresResponse HeadOffice::list_stores() { return loyald::list_stores(books_, names_); }

Result<v1::GetMemberResponse> HeadOffice::get_member(Date today,
                                                     const v1::GetMemberRequest& request) {
  return loyald::get_member(books_, today, request);
}

Result<v1::ListBalancesResponse> HeadOffice::list_balances(Date today,
                                                           const v1::ListBalancesRequest& request) {
  return loyald::list_balances(books_, today, request);
}

Result<v1::ListExceptionsResponse> HeadOffice::list_exceptions(
    const v1::ListExceptionsRequest& request) {
  return loyald::list_exceptions(books_, request);
}

Result<v1::ListDuplicatesResponse> HeadOffice::list_duplicates(
    Date today, const v1::ListDuplicatesRequest& request) {
  return loyald::list_duplicates(books_, today, request);
}

Result<std::unique_ptr<CentralBooks>> open_central_books_read_only(const BooksPlace& place) {
  LOYALD_ASSIGN(auto database, open_database(place, BooksAccess::read));
  LOYALD_TRY(sql::require_version(*database, head_office_migrations()));
  return std::make_unique<CentralBooks>(std::move(database));
}

}  // namespace loyald
