// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/counting.h"

#include "sync/headoffice/interest.h"
#include "sync/headoffice/pool.h"

namespace loyald {

Projected count_entries(CentralBooks& books, CountedJournal& journal,
                        std::span<const std::string_view> entries, const Hash& head_hash,
                        Timestamp now) {
  books.archive.append(journal.name, journal.seq + 1, entries, head_hash, now);
  Projection projection(books, journal.name, journal.hlc, now);
  projection.take(journal.seq, entries);
  Projected projected = projection.finish();
  for (const FoundFault& fault : projected.faults) {
    books.exceptions.put({journal.name, fault.seq, fault.code, fault.detail, now});
  }
  tell_changed(books, journal.name.store_id, projected.changed);
  note_freed(books, projected.freed, now);
  journal.seq += entries.size();
  journal.hash = head_hash;
  journal.hlc = projected.hlc;
  journal.sales += projected.sales;
  return projected;
}

}  // namespace loyald
