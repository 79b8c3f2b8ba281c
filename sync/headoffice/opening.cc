// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/opening.h"

#include <algorithm>

#include "store/journal.h"
#include "sync/headoffice/request_check.h"
#include "sync/limits.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

constexpr std::size_t kMaxReasonBytes = 400;
constexpr std::size_t kMaxVersionBytes = 64;

Result<void> check_genesis(const v1::Genesis& genesis) {
  const auto has = [](const std::string& bytes, std::size_t size) {
    return bytes.empty() || bytes.size() == size;
  };
  if (!has(genesis.parent_incarnation(), 16) || !has(genesis.parent_hash(), 32) ||
      genesis.device_pubkey().size() != 32 || genesis.parent_seq() > kMaxStored ||
      genesis.created_hlc() > kMaxStored) {
    return fail(Errc::invalid_argument, "a field of the genesis has the wrong size");
  }
  const bool has_parent = !genesis.parent_incarnation().empty();
  if (has_parent == genesis.parent_hash().empty() || (!has_parent && genesis.parent_seq() != 0)) {
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
void replace_older(CentralBooks& books, const CountedJournal& fresh, const std::string& reason,
                   Timestamp now) {
  for (const CountedJournal& older : books.incarnations.of_store(fresh.name.store_id)) {
    if (older.state != IncarnationState::active || older.name == fresh.name) continue;
    if (fresh.genesis.parent_incarnation() == older.name.incarnation.str()) {
      fence(books, older, exception_code::kRestored,
            "the store goes on from entry " + std::to_string(fresh.seq) + " in another life (" +
                (reason.empty() ? "it does not say why" : reason) +
                "); what it held of members' units stays set aside until it is given up",
            now);
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

// What a life goes on from is counted here first, byte for byte; an agent sends it before it opens.
Result<void> check_parent(CentralBooks& books, const v1::Genesis& genesis) {
  const auto name = id_from_bytes<Incarnation>(genesis.parent_incarnation());
  if (!name) return {};
  const auto parent = books.incarnations.find({genesis.store_id(), *name});
  if (parent && parent->seq == genesis.parent_seq() &&
      sync::to_wire(parent->hash) == genesis.parent_hash()) {
    return {};
  }
  return fail(Errc::failed_precondition,
              "the journal that this incarnation goes on from does not end here where it says",
              "send the rest of that first, or ask for what head office has of it");
}

// The newest form of messages that both speak.
Result<std::uint32_t> choose_protocol(const v1::OpenRequest& request) {
  const std::uint32_t newest = std::min(request.newest_protocol(), sync::kNewestProtocol);
  if (newest >= std::max(request.oldest_protocol(), sync::kOldestProtocol)) return newest;
  const bool is_store_older = request.newest_protocol() < sync::kOldestProtocol;
  return fail(Errc::failed_precondition,
              "the store speaks the forms " + std::to_string(request.oldest_protocol()) + " to " +
                  std::to_string(request.newest_protocol()) + " of the protocol, head office " +
                  std::to_string(sync::kOldestProtocol) + " to " +
                  std::to_string(sync::kNewestProtocol),
              is_store_older ? "update the store; it goes on recording until then"
                             : "update head office first");
}

v1::OpenResponse response_for(const CountedJournal& journal, Timestamp now) {
  v1::OpenResponse response;
  response.set_protocol(journal.protocol);
  response.set_cursor_seq(journal.seq);
  response.set_cursor_hash(sync::to_wire(journal.hash));
  response.set_time_ms(now.ms);
  return response;
}

}  // namespace

Result<void> require_not_closed(CentralBooks& books, StoreId store) {
  for (const CountedJournal& journal : books.incarnations.of_store(store)) {
    if (journal.state != IncarnationState::closed) continue;
    return fail(Errc::failed_precondition,
                "store " + std::to_string(store) + " was given up for good",
                "give a new store a number of its own");
  }
  return {};
}

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
  LOYALD_ASSIGN(const std::uint32_t protocol, choose_protocol(request));
  const std::string version = request.daemon_version().substr(0, kMaxVersionBytes);
  if (auto known = books.incarnations.find(name)) {
    if (genesis_hash(known->genesis) != genesis_hash(genesis)) {
      return fail(Errc::invalid_argument, "this incarnation was opened with another genesis");
    }
    if (known->version != version || known->protocol != protocol) {
      known->version = version;
      known->protocol = protocol;
      books.incarnations.put(*known);
    }
    return response_for(*known, now);
  }
  LOYALD_TRY(require_not_closed(books, name.store_id));
  LOYALD_TRY(check_parent(books, genesis));
  CountedJournal fresh;
  fresh.version = version;
  fresh.protocol = protocol;
  fresh.name = name;
  fresh.genesis = genesis;
  fresh.seq = genesis.parent_seq();
  fresh.hash = genesis_hash(genesis);
  fresh.hlc = genesis.created_hlc();
  fresh.opened = now;
  fresh.last_contact = now;
  replace_older(books, fresh, request.reason().substr(0, kMaxReasonBytes), now);
  books.incarnations.put(fresh);
  books.feed.move_to_end(name);
  return response_for(fresh, now);
}

}  // namespace loyald
