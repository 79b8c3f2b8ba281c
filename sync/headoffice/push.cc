// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/push.h"

#include <algorithm>
#include <span>

#include "sync/headoffice/counting.h"
#include "sync/headoffice/following.h"
#include "sync/headoffice/granting.h"
#include "sync/headoffice/merging.h"
#include "sync/headoffice/pull.h"
#include "sync/headoffice/push_check.h"
#include "sync/headoffice/request_check.h"
#include "sync/limits.h"
#include "sync/signed_words.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

// How exact last_contact is: a store that only asks where it is must not cost a disk write each
// time.
constexpr std::chrono::seconds kContactStep(30);

v1::PushResponse answer(v1::Verdict verdict, Timestamp now) {
  v1::PushResponse response;
  response.set_verdict(verdict);
  response.set_time_ms(now.ms);
  return response;
}

void tell(const FoundFault& fault, v1::PushResponse& response) {
  if (static_cast<std::size_t>(response.exceptions_size()) >= sync::kMaxExceptionsTold) return;
  v1::EntryException& told = *response.add_exceptions();
  told.set_seq(fault.seq);
  told.set_code(fault.code);
  told.set_detail(fault.detail);
}

// The store is given up for good: what it was offered is nobody's, like what it held.
void close(CentralBooks& books, CountedJournal& journal) {
  journal.state = IncarnationState::closed;
  books.offers.close_all(journal.name);
  books.awaited.remove(journal.name.store_id);
}

// Takes the push's entries behind the journal's cursor, and what follows from them.
void append(CentralBooks& books, CountedJournal& journal, const CheckedPush& push, Timestamp now,
            v1::PushResponse& response) {
  const std::span<const std::string_view> fresh =
      std::span(push.entries).subspan(journal.seq - push.before());
  const Projected projected = count_entries(books, journal, fresh, push.head_hash, now);
  if (projected.is_closed) close(books, journal);
  for (const FoundFault& fault : projected.faults) tell(fault, response);
  std::set<MemberId> concerned = merge_strays(books, projected.strays, now);
  concerned.insert(projected.changed.begin(), projected.changed.end());
  concerned.insert(projected.freed.begin(), projected.freed.end());
  follow_up(books, concerned, now);
}

// What the push proves of the store's rights, and what it is told of them.
void exchange_rights(CentralBooks& books, const CountedJournal& journal,
                     const v1::PushRequest& request, Timestamp now, v1::PushResponse& response) {
  if (request.is_all() && request.feed_epoch() == books.feed.epoch()) {
    books.awaited.remove(journal.name.store_id);
  }
  follow_up(books, {}, now);
  if (journal.state == IncarnationState::closed) return;
  reclaim(books, journal, now);
  add_grants(books, journal, now, response);
}

// How far the store's feed goes; and its next page where that is wanted, so that it need not ask.
void tell_feed(CentralBooks& books, const CountedJournal& journal, const v1::PushRequest& request,
               Timestamp now, v1::PushResponse& response) {
  const StoreId store = journal.name.store_id;
  const std::uint64_t known = known_place(books, request.feed_epoch(), request.feed_cursor());
  response.set_feed_head(known);
  if (journal.state == IncarnationState::closed) return;
  // A store that was told more than it follows now has nothing to come for.
  response.set_feed_head(std::max(known, books.feed.head_for(store, books.feed_scope)));
  const bool is_taken = response.verdict() == v1::ACCEPTED || response.verdict() == v1::DUPLICATE;
  if (!request.want_feed() || !is_taken || response.feed_head() == known) return;
  v1::PullRequest pull;
  pull.set_store_id(store);
  pull.set_incarnation(request.incarnation());
  pull.set_feed_cursor(request.feed_cursor());
  pull.set_feed_epoch(request.feed_epoch());
  if (auto page = pull_page(books, now, pull)) *response.mutable_page() = *std::move(page);
}

// Personal data is beside the journal: what cannot be kept is noticed, the rest is taken.
void take_profiles(CentralBooks& books, const JournalName& journal, const v1::PushRequest& request,
                   Timestamp now, v1::PushResponse& response) {
  for (const v1::MemberProfile& profile : request.profiles()) {
    const auto member = id_from_bytes<MemberId>(profile.member_id());
    const bool is_sound = member && profile.ByteSizeLong() <= sync::kMaxProfileBytes &&
                          profile.hlc() <= kMaxStored && profile.store_id() <= kMaxStored;
    if (!is_sound) {
      const FoundFault fault{0, std::string(exception_code::kUnreadable),
                             "a member's personal data is malformed or too long and was not taken"};
      books.exceptions.put({journal, fault.seq, fault.code, fault.detail, now});
      tell(fault, response);
    } else if (books.identifiers.put_profile(profile, true)) {
      books.likenesses.put(profile);
      books.feed.move_to_end(*member);
    } else if (books.identifiers.profile(*member)->SerializeAsString() !=
               profile.SerializeAsString()) {
      books.feed.move_to_end(*member);  // the store is to hear of what is newer
    }
  }
}

void fence_fork(CentralBooks& books, CountedJournal& journal, const v1::PushRequest& request,
                Timestamp now) {
  if (journal.state == IncarnationState::active) journal.state = IncarnationState::fenced;
  books.quarantine.keep(journal.name, request, now);
  books.exceptions.put({journal.name, 0, std::string(exception_code::kFork),
                        "the store's journal is not the one that was counted up to entry " +
                            std::to_string(journal.seq) +
                            ": it was restored from a copy or changed; what it sent is kept aside",
                        now});
}

Result<void> check_signature(const CountedJournal& journal, const CheckedPush& push,
                             const v1::PushRequest& request) {
  if (push.entries.empty() ||
      sync::is_signed_on_wire(sync::head_words(push.name, push.last(), push.head_hash),
                              request.head_signature(), journal.genesis.device_pubkey())) {
    return {};
  }
  return fail(Errc::invalid_argument,
              "the entries are not signed with the key that this store opened its journal with");
}

void set_receipt(CentralBooks& books, const CountedJournal& journal, Timestamp now,
                 v1::PushResponse& response) {
  const std::string words =
      sync::receipt_words(books.feed.epoch(), journal.name, journal.seq, journal.hash, now);
  response.set_receipt(to_string(sign(words, books.signing_seed)));
}

// A store goes on from what head office has answered it before, so only these books can have lost
// it.
void notice_gap(CentralBooks& books, const CountedJournal& journal, const CheckedPush& push,
                Timestamp now) {
  books.exceptions.put(
      {journal.name, 0, std::string(exception_code::kWentBack),
       "the store was answered that its entries to " + std::to_string(push.before()) +
           " are counted, these books know them to " + std::to_string(journal.seq) +
           "; it sends them again. If the books came from a backup, stop the daemon and run "
           "\"loyald-headoffice --after-restore\" once",
       now});
}

}  // namespace

Result<v1::PushResponse> take_push(CentralBooks& books, Timestamp now,
                                   const v1::PushRequest& request) {
  LOYALD_ASSIGN(const CheckedPush push, check_push(request));
  auto journal = books.incarnations.find(push.name);
  if (!journal) return answer(v1::REOPEN, now);

  v1::PushResponse response = answer(v1::FENCED, now);
  books.feed.note_version(request.newest_programme());
  if (journal->state != IncarnationState::fenced) {
    LOYALD_ASSIGN(const std::vector<Hash> chain, run_chain(push));
    LOYALD_TRY(check_signature(*journal, push, request));
    response.set_verdict(judge(push, chain, journal->seq, journal->hash));
    // A store that was given up has nothing to add; that its last answer was lost is another thing.
    if (journal->state == IncarnationState::closed && response.verdict() == v1::ACCEPTED) {
      response.set_verdict(v1::FENCED);
    }
    bool must_write = now - journal->last_contact >= kContactStep;
    if (response.verdict() == v1::ACCEPTED) append(books, *journal, push, now, response);
    if (response.verdict() == v1::GAP) notice_gap(books, *journal, push, now);
    if (response.verdict() == v1::FORK) fence_fork(books, *journal, request, now);
    if (response.verdict() == v1::ACCEPTED || response.verdict() == v1::FORK) must_write = true;
    if (response.verdict() == v1::ACCEPTED || response.verdict() == v1::DUPLICATE) {
      take_profiles(books, push.name, request, now, response);
      exchange_rights(books, *journal, request, now, response);
      set_receipt(books, *journal, now, response);
    }
    if (must_write) {
      journal->last_contact = std::max(journal->last_contact, now);
      books.incarnations.put(*journal);
    }
  }
  if (response.verdict() == v1::FENCED) {
    if (auto successor = books.incarnations.successor_of(*journal)) {
      *response.mutable_successor() = std::move(successor->genesis);
    }
  }
  response.set_cursor_seq(journal->seq);
  response.set_cursor_hash(sync::to_wire(journal->hash));
  response.set_next_sync_after_s(static_cast<std::uint32_t>(books.sync_interval.count()));
  response.set_feed_epoch(books.feed.epoch());
  tell_feed(books, *journal, request, now, response);
  return response;
}

}  // namespace loyald
