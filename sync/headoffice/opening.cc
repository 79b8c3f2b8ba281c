// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/opening.h"

#include "store/journal.h"
#include "sync/headoffice/request_check.h"
#include "sync/limits.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

Result<void> check_genesis(const v1::Genesis& genesis) {
  const auto has = [](const std::string& bytes, std::size_t size) {
    return bytes.empty() || bytes.size() == size;
  };
  if (!has(genesis.parent_incarnation(), 16) || !has(genesis.parent_hash(), 32) ||
      !has(genesis.device_pubkey(), 32) || genesis.parent_seq() > kMaxStored ||
      genesis.created_hlc() > kMaxStored) {
    return fail(Errc::invalid_argument, "a field of the genesis has the wrong size");
  }
  if (genesis.parent_incarnation().empty() != genesis.parent_hash().empty()) {
    return fail(Errc::invalid_argument, "the genesis names half a parent");
  }
  return {};
}

void fence(CentralBooks& books, CountedJournal journal, std::string_view code, std::string detail,
           Timestamp now) {
  journal.state = IncarnationState::fenced;
  books.incarnations.put(journal);
  books.exceptions.put({journal.name, 0, std::string(code), std::move(detail), now});
}

// Fences what the new incarnation takes the place of.
void replace_older(CentralBooks& books, const CountedJournal& fresh, Timestamp now) {
  for (const CountedJournal& older : books.incarnations.of_store(fresh.name.store_id)) {
    if (older.state != IncarnationState::active || older.name == fresh.name) continue;
    if (fresh.genesis.parent_incarnation() == older.name.incarnation.str()) {
      const Seq from = fresh.genesis.parent_seq();
      std::string detail = "the store goes on from entry " + std::to_string(from);
      if (from < older.seq) {
        detail += "; it no longer knows its entries up to " + std::to_string(older.seq) +
                  ", which stay counted";
      }
      fence(books, older, exception_code::kRestored, std::move(detail), now);
    } else {
      fence(books, older, exception_code::kTwoIncarnations,
            "incarnation " + fresh.name.incarnation.hex() +
                " began without it: the store's PC was replaced, or two PCs use one store's "
                "number and token; entries after " +
                std::to_string(older.seq) + " that only the old PC has are not counted",
            now);
    }
  }
}

v1::OpenResponse response_for(const CountedJournal& journal, Timestamp now) {
  v1::OpenResponse response;
  response.set_cursor_seq(journal.seq);
  response.set_cursor_hash(sync::to_wire(journal.hash));
  response.set_time_ms(now.ms);
  return response;
}

}  // namespace

Result<v1::OpenResponse> open_incarnation(CentralBooks& books, Timestamp now,
                                          const v1::OpenRequest& request) {
  const v1::Genesis& genesis = request.genesis();
  LOYALD_ASSIGN(const JournalName name,
                read_journal_name(genesis.store_id(), genesis.incarnation()));
  LOYALD_TRY(check_genesis(genesis));
  if (request.entry_format() > sync::kEntryFormat) {
    return fail(Errc::failed_precondition,
                "the store writes entries of form " + std::to_string(request.entry_format()) +
                    ", head office reads form " + std::to_string(sync::kEntryFormat),
                "update head office first");
  }
  if (const auto known = books.incarnations.find(name)) {
    if (genesis_hash(known->genesis) != genesis_hash(genesis)) {
      return fail(Errc::invalid_argument, "this incarnation was opened with another genesis");
    }
    return response_for(*known, now);
  }
  CountedJournal fresh;
  fresh.name = name;
  fresh.genesis = genesis;
  fresh.hash = genesis_hash(genesis);
  fresh.hlc = genesis.created_hlc();
  fresh.opened = now;
  fresh.last_contact = now;
  replace_older(books, fresh, now);
  books.incarnations.put(fresh);
  return response_for(fresh, now);
}

}  // namespace loyald
