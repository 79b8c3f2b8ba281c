// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/own_journal.h"

#include <algorithm>
#include <array>

#include "store/base/check.h"
#include "store/journal.h"
#include "sync/headoffice/counting.h"
#include "sync/limits.h"

namespace loyald {
namespace {

CountedJournal begin_own(Timestamp now) {
  CountedJournal journal;
  journal.name.store_id = kHeadOfficeId;
  // Nobody else ever writes it, so when it began is enough to tell its lives apart.
  const Hash hash = sha256("loyald/headoffice/1:" + std::to_string(now.ms));
  std::copy_n(hash.begin(), journal.name.incarnation.bytes.size(),
              journal.name.incarnation.bytes.begin());
  journal.genesis.set_store_id(kHeadOfficeId);
  journal.genesis.set_incarnation(journal.name.incarnation.str());
  journal.genesis.set_created_hlc(hlc_of(now));
  journal.hash = genesis_hash(journal.genesis);
  journal.hlc = journal.genesis.created_hlc();
  journal.opened = now;
  return journal;
}

}  // namespace

void append_own(CentralBooks& books, v1::JournalEntry entry, Timestamp now) {
  CHECK(books.database().in_transaction());
  const std::vector<CountedJournal> known = books.incarnations.of_store(kHeadOfficeId);
  CountedJournal journal = known.empty() ? begin_own(now) : known.back();
  entry.set_format(sync::kEntryFormat);
  entry.set_hlc(std::max(hlc_of(now), journal.hlc + 1));
  const std::string bytes = entry.SerializeAsString();
  const std::array<std::string_view, 1> entries{bytes};
  const Hash head = entry_hash(journal.hash, journal.seq + 1, bytes);
  count_entries(books, journal, entries, head, now);
  journal.last_contact = now;
  books.incarnations.put(journal);
}

}  // namespace loyald
