// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/incarnations.h"

#include "store/base/check.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

constexpr std::string_view kSelect =
    "SELECT store_id, incarnation, state, genesis, seq, head_hash, hlc, sales, opened_ms, "
    "last_contact_ms, version, protocol FROM store_incarnation ";

CountedJournal read(const sql::Statement::Rows& row) {
  CountedJournal journal;
  journal.name.store_id = static_cast<StoreId>(row.int64(0));
  const auto incarnation = id_from_bytes<Incarnation>(row.blob(1));
  CHECK(incarnation);
  journal.name.incarnation = *incarnation;
  journal.state = static_cast<IncarnationState>(row.int64(2));
  CHECK(journal.genesis.ParseFromArray(row.blob(3).data(), static_cast<int>(row.blob(3).size())));
  journal.seq = static_cast<Seq>(row.int64(4));
  const auto hash = sync::hash_from_wire(row.blob(5));
  CHECK(hash);
  journal.hash = *hash;
  journal.hlc = static_cast<std::uint64_t>(row.int64(6));
  journal.sales = row.int64(7);
  journal.opened = {row.int64(8)};
  journal.last_contact = {row.int64(9)};
  journal.version = row.text(10);
  journal.protocol = static_cast<std::uint32_t>(row.int64(11));
  return journal;
}

std::vector<CountedJournal> read_all(sql::Statement::Rows row) {
  std::vector<CountedJournal> journals;
  while (row.next()) journals.push_back(read(row));
  return journals;
}

std::string select(std::string_view rest) { return std::string(kSelect) + std::string(rest); }

}  // namespace

Incarnations::Incarnations(sql::Database& database)
    : find_(database, select("WHERE store_id = ?1 AND incarnation = ?2")),
      of_store_(database, select("WHERE store_id = ?1 ORDER BY opened_ms, incarnation")),
      all_(database, select("ORDER BY store_id, opened_ms, incarnation")),
      put_(
          database,
          "INSERT INTO store_incarnation VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
          "ON CONFLICT(store_id, incarnation) DO UPDATE SET state = excluded.state, "
          "genesis = excluded.genesis, seq = excluded.seq, head_hash = "
          "excluded.head_hash, hlc = excluded.hlc, sales = excluded.sales, opened_ms = "
          "excluded.opened_ms, last_contact_ms = excluded.last_contact_ms, version = "
          "excluded.version, protocol = excluded.protocol") {}

std::optional<CountedJournal> Incarnations::find(const JournalName& name) {
  auto row = find_.run(name.store_id, sql::blob(name.incarnation.bytes));
  if (!row.next()) return std::nullopt;
  return read(row);
}

std::vector<CountedJournal> Incarnations::of_store(StoreId store) {
  return read_all(of_store_.run(store));
}

std::optional<CountedJournal> Incarnations::successor_of(const CountedJournal& journal) {
  std::optional<CountedJournal> found;
  for (CountedJournal& each : of_store(journal.name.store_id)) {
    if (each.genesis.parent_incarnation() == journal.name.incarnation.str() &&
        each.genesis.parent_seq() == journal.seq) {
      found = std::move(each);
    }
  }
  return found;
}

std::vector<CountedJournal> Incarnations::all() { return read_all(all_.run()); }

void Incarnations::put(const CountedJournal& journal) {
  const std::string genesis = journal.genesis.SerializeAsString();
  put_.execute(journal.name.store_id, sql::blob(journal.name.incarnation.bytes),
               static_cast<int>(journal.state), sql::Blob{genesis}, journal.seq,
               sql::blob(journal.hash), journal.hlc, journal.sales, journal.opened.ms,
               journal.last_contact.ms, journal.version, std::uint64_t{journal.protocol});
}

}  // namespace loyald
