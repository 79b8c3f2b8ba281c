// SPDX-License-Identifier: Apache-2.0
#include "store/journal.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {
namespace {

Hash hash_from(std::string_view bytes) {
  Hash hash{};
  CHECK(bytes.size() == hash.size());
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string padded(const std::string& bytes, std::size_t size) {
  CHECK(bytes.empty() || bytes.size() == size);
  return bytes.empty() ? std::string(size, '\0') : bytes;
}

tl::unexpected<Error> damaged(Seq seq, const std::string& what) {
  return fail(Errc::data_loss, "journal entry " + std::to_string(seq) + " " + what,
              "stop this store's daemon, keep a copy of its state directory, restore the backup");
}

}  // namespace

Hash genesis_hash(const v1::Genesis& genesis) {
  std::string bytes = "lj1/genesis";
  append_u64be(bytes, genesis.store_id());
  bytes += padded(genesis.incarnation(), 16);
  bytes += padded(genesis.parent_incarnation(), 16);
  append_u64be(bytes, genesis.parent_seq());
  bytes += padded(genesis.parent_hash(), 32);
  bytes += padded(genesis.device_pubkey(), 32);
  append_u64be(bytes, genesis.created_hlc());
  return sha256(bytes);
}

Hash entry_hash(const Hash& previous, Seq seq, std::string_view entry) {
  CHECK(entry.size() <= UINT32_MAX);
  std::string bytes = "lj1/entry";
  bytes += to_string(previous);
  append_u64be(bytes, seq);
  append_u32be(bytes, static_cast<std::uint32_t>(entry.size()));
  bytes += entry;
  return sha256(bytes);
}

void Journal::begin(sqlite::Database& database, StoreId store, const Incarnation& incarnation,
                    const SigningSeed& seed, Timestamp now) {
  v1::Genesis genesis;
  genesis.set_store_id(store);
  genesis.set_incarnation(incarnation.str());
  genesis.set_created_hlc(hlc_of(now));
  const PublicKey key = public_key_of(seed);
  genesis.set_device_pubkey(to_string(key));
  sqlite::Statement(database, "INSERT INTO incarnation VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6)")
      .execute(store, sqlite::blob(incarnation.bytes), genesis.created_hlc(), sqlite::blob(key),
               sqlite::blob(genesis_hash(genesis)), sqlite::blob(seed));
}

Journal::Journal(sqlite::Database& database)
    : genesis_(database,
               "SELECT store_id, incarnation, created_hlc, genesis_hash, device_pubkey "
               "FROM incarnation"),
      signing_seed_(database, "SELECT signing_seed FROM incarnation"),
      head_(database, "SELECT seq, hash, hlc FROM journal ORDER BY seq DESC LIMIT 1"),
      append_(database, "INSERT INTO journal VALUES(?1, ?2, ?3, ?4)"),
      hlc_(database, "SELECT hlc FROM journal WHERE seq = ?1"),
      read_from_(database,
                 "SELECT seq, entry, hash, hlc FROM journal WHERE seq >= ?1 ORDER BY seq") {}

std::optional<v1::Genesis> Journal::genesis() {
  auto row = genesis_.run();
  if (!row.next()) return std::nullopt;
  v1::Genesis genesis;
  genesis.set_store_id(static_cast<StoreId>(row.int64(0)));
  genesis.set_incarnation(std::string(row.blob(1)));
  genesis.set_created_hlc(static_cast<std::uint64_t>(row.int64(2)));
  genesis.set_device_pubkey(std::string(row.blob(4)));
  return genesis;
}

SigningSeed Journal::signing_seed() {
  auto row = signing_seed_.run();
  CHECK(row.next());
  return hash_from(row.blob(0));
}

Head Journal::head() {
  {
    auto row = head_.run();
    if (row.next()) {
      return {static_cast<Seq>(row.int64(0)), hash_from(row.blob(1)),
              static_cast<std::uint64_t>(row.int64(2))};
    }
  }
  auto row = genesis_.run();
  CHECK(row.next());
  return {0, hash_from(row.blob(3)), static_cast<std::uint64_t>(row.int64(2))};
}

Result<Head> Journal::append(v1::JournalEntry& entry, Timestamp now) {
  const Head before = head();
  entry.set_format(1);
  entry.set_hlc(std::max({hlc_of(now), before.hlc + 1, entry.hlc()}));
  const std::string bytes = entry.SerializeAsString();
  if (bytes.size() > kMaxEntryBytes) {
    return fail(Errc::invalid_argument,
                "the operation takes " + std::to_string(bytes.size()) + " bytes to record, " +
                    std::to_string(kMaxEntryBytes) + " are allowed",
                "send fewer lines or shorter names");
  }
  const Head after{before.seq + 1, entry_hash(before.hash, before.seq + 1, bytes), entry.hlc()};
  append_.execute(after.seq, after.hlc, sqlite::Blob{bytes}, sqlite::blob(after.hash));
  return after;
}

std::optional<StoredEntry> Journal::read(Seq seq) {
  auto row = read_from_.run(seq);
  if (!row.next() || row.int64(0) != static_cast<std::int64_t>(seq)) return std::nullopt;
  return StoredEntry{seq, std::string(row.blob(1)), hash_from(row.blob(2))};
}

std::vector<StoredEntry> Journal::read_from(Seq first, std::size_t max_entries,
                                            std::size_t max_bytes) {
  std::vector<StoredEntry> entries;
  std::size_t bytes = 0;
  auto row = read_from_.run(first);
  while (entries.size() < max_entries && row.next()) {
    bytes += row.blob(1).size();
    if (bytes > max_bytes && !entries.empty()) break;
    entries.push_back(
        {static_cast<Seq>(row.int64(0)), std::string(row.blob(1)), hash_from(row.blob(2))});
  }
  return entries;
}

std::optional<Hash> Journal::hash_at(Seq seq) {
  if (seq == 0) {
    auto row = genesis_.run();
    CHECK(row.next());
    return hash_from(row.blob(3));
  }
  const auto entry = read(seq);
  if (!entry) return std::nullopt;
  return entry->hash;
}

Seq Journal::last_before(std::uint64_t hlc) {
  // The clock never goes back along a journal.
  Seq below = 0;
  Seq above = head().seq + 1;
  while (above - below > 1) {
    const Seq middle = below + (above - below) / 2;
    auto row = hlc_.run(middle);
    CHECK(row.next());
    (static_cast<std::uint64_t>(row.int64(0)) < hlc ? below : above) = middle;
  }
  return below;
}

Result<std::uint64_t> Journal::verify(Seq first) {
  CHECK(first > 0);
  const auto start = genesis();
  if (!start) return fail(Errc::data_loss, "the journal has no beginning");
  if (hash_at(0) != genesis_hash(*start)) {
    return fail(Errc::data_loss, "the journal's beginning was changed");
  }
  const auto before = hash_at(first - 1);
  if (!before) return damaged(first - 1, "is missing");
  Hash hash = *before;
  Seq seq = first;
  std::uint64_t hlc = 0;
  auto row = read_from_.run(first);
  for (; row.next(); ++seq) {
    if (row.int64(0) != static_cast<std::int64_t>(seq)) return damaged(seq, "is missing");
    hash = entry_hash(hash, seq, row.blob(1));
    if (hash != hash_from(row.blob(2))) return damaged(seq, "was changed after it was written");
    v1::JournalEntry entry;
    if (!entry.ParseFromArray(row.blob(1).data(), static_cast<int>(row.blob(1).size()))) {
      return damaged(seq, "cannot be read");
    }
    if (entry.hlc() < hlc || entry.hlc() != static_cast<std::uint64_t>(row.int64(3))) {
      return damaged(seq, "turns the journal's clock back");
    }
    hlc = entry.hlc();
  }
  return seq - first;
}

v1::JournalEntry decode(const StoredEntry& entry) {
  v1::JournalEntry decoded;
  CHECK(decoded.ParseFromString(entry.bytes));
  return decoded;
}

}  // namespace loyald
