// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/tail.h"

#include "store/base/check.h"
#include "store/journal.h"
#include "sync/headoffice/request_check.h"
#include "sync/limits.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

tl::unexpected<Error> missing(const CountedJournal& journal, Seq seq) {
  return fail(Errc::data_loss,
              "the archive of store " + std::to_string(journal.name.store_id) + " has no entry " +
                  std::to_string(seq),
              "run \"loyalctl journal verify\" at head office");
}

// The segment that an entry is in.
Result<Segment> segment_with(CentralBooks& books, const CountedJournal& journal, Seq seq) {
  LOYALD_ASSIGN(auto segment, books.archive.containing(journal.name, seq));
  if (!segment || segment->last_seq < seq) return missing(journal, seq);
  return *std::move(segment);
}

// The hash after `seq`, from the journal's parent_seq to its cursor.
Result<Hash> archived_hash(CentralBooks& books, const CountedJournal& journal, Seq seq) {
  const Seq before_first = journal.genesis.parent_seq();
  CHECK(before_first <= seq && seq <= journal.seq);
  if (seq == before_first) return genesis_hash(journal.genesis);
  LOYALD_ASSIGN(const Segment segment, segment_with(books, journal, seq));
  if (segment.last_seq == seq) return segment.head_hash;
  // Inside a segment the chain is run again from the end of the one before it.
  Hash hash = genesis_hash(journal.genesis);
  if (segment.first_seq > before_first + 1) {
    LOYALD_ASSIGN(const Segment before, segment_with(books, journal, segment.first_seq - 1));
    hash = before.head_hash;
  }
  for (Seq at = segment.first_seq; at <= seq; ++at) {
    hash = entry_hash(hash, at, segment.entries[at - segment.first_seq]);
  }
  return hash;
}

}  // namespace

Result<v1::FetchTailResponse> fetch_tail(CentralBooks& books, Timestamp now,
                                         const v1::FetchTailRequest& request) {
  LOYALD_ASSIGN(const JournalName name,
                read_journal_name(request.store_id(), request.incarnation()));
  const sql::Snapshot snapshot(books.database());
  const auto journal = books.incarnations.find(name);
  if (!journal) {
    return fail(Errc::not_found, "head office does not know this incarnation", "open it first");
  }
  if (request.from_seq() <= journal->genesis.parent_seq() ||
      request.from_seq() > journal->seq + 1) {
    return fail(Errc::invalid_argument, "from_seq must be from " +
                                            std::to_string(journal->genesis.parent_seq() + 1) +
                                            " to " + std::to_string(journal->seq + 1));
  }
  v1::FetchTailResponse response;
  LOYALD_ASSIGN(const Hash before, archived_hash(books, *journal, request.from_seq() - 1));
  response.set_prev_hash(sync::to_wire(before));
  response.set_cursor_seq(journal->seq);
  response.set_cursor_hash(sync::to_wire(journal->hash));
  response.set_time_ms(now.ms);
  std::size_t bytes = 0;
  Seq next = request.from_seq();
  while (next <= journal->seq) {
    LOYALD_ASSIGN(Segment segment, segment_with(books, *journal, next));
    for (; next <= segment.last_seq; ++next) {
      std::string& entry = segment.entries[next - segment.first_seq];
      bytes += entry.size();
      const bool is_first = response.entries().empty();
      const bool is_full =
          static_cast<std::size_t>(response.entries_size()) >= sync::kMaxPushEntries ||
          bytes > sync::kMaxPushBytes;
      if (is_full && !is_first) return response;
      response.add_entries(std::move(entry));
    }
  }
  if (auto successor = books.incarnations.successor_of(*journal)) {
    *response.mutable_successor() = std::move(successor->genesis);
  }
  return response;
}

}  // namespace loyald
