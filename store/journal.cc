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

tl::unexpected<Error> damaged(Seq seq, const std::string& what) {
  return fail(Errc::data_loss, "journal entry " + std::to_string(seq) + " " + what,
              "stop this store's daemon, keep a copy of its state directory, restore the backup");
}

}  // namespace

Hash entry_hash(const Hash& previous, Seq seq, std::string_view entry) {
  CHECK(entry.size() <= UINT32_MAX);
  std::string bytes = "lj1/entry";
  bytes += to_string(previous);
  append_u64be(bytes, seq);
  append_u32be(bytes, static_cast<std::uint32_t>(entry.size()));
  bytes += entry;
  return sha256(bytes);
}

Journal::Journal(sql::Database& database)
    : lives(database),
      head_(database, "SELECT seq, hash, hlc FROM journal ORDER BY seq DESC LIMIT 1"),
      append_(database, "INSERT INTO journal VALUES(?1, ?2, ?3, ?4)"),
      cut_(database, "DELETE FROM journal WHERE seq > ?1"),
      hlc_(database, "SELECT hlc FROM journal WHERE seq = ?1"),
      read_from_(database,
                 "SELECT seq, entry, hash, hlc FROM journal WHERE seq >= ?1 ORDER BY seq") {}

void Journal::begin(sql::Database& database, StoreId store, const Incarnation& incarnation,
                    const SigningSeed& seed, Timestamp now) {
  v1::Genesis genesis;
  genesis.set_store_id(store);
  genesis.set_incarnation(incarnation.str());
  genesis.set_created_hlc(hlc_of(now));
  Lives(database).begin(std::move(genesis), seed, "");
}

void Journal::begin_life(const Incarnation& incarnation, const SigningSeed& seed, Timestamp now,
                         const std::string& reason) {
  const auto parent = lives.newest();
  CHECK(parent);
  const Head end = head();
  v1::Genesis genesis;
  genesis.set_store_id(parent->genesis.store_id());
  genesis.set_incarnation(incarnation.str());
  genesis.set_parent_incarnation(parent->genesis.incarnation());
  genesis.set_parent_seq(end.seq);
  genesis.set_parent_hash(to_string(end.hash));
  genesis.set_created_hlc(std::max(hlc_of(now), end.hlc));
  lives.begin(std::move(genesis), seed, reason);
}

std::optional<v1::Genesis> Journal::genesis() {
  const auto life = lives.newest();
  if (!life) return std::nullopt;
  return life->genesis;
}

Head Journal::head() {
  const auto life = lives.newest();
  CHECK(life);
  auto row = head_.run();
  if (row.next() && static_cast<Seq>(row.int64(0)) > life->parent_seq()) {
    return {static_cast<Seq>(row.int64(0)), hash_from(row.blob(1)),
            static_cast<std::uint64_t>(row.int64(2))};
  }
  return {life->parent_seq(), life->genesis_hash, life->genesis.created_hlc()};
}

Seq Journal::end_of(const Life& life) {
  for (const Life& later : lives.all()) {
    if (later.number > life.number) return later.parent_seq();
  }
  return head().seq;
}

void Journal::put(Seq seq, std::uint64_t hlc, std::string_view bytes, const Hash& hash) {
  append_.execute(seq, hlc, sql::Blob{bytes}, sql::blob(hash));
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
  put(after.seq, after.hlc, bytes, after.hash);
  return after;
}

Result<Head> Journal::put_back(std::string_view bytes) {
  const Head before = head();
  const Seq seq = before.seq + 1;
  v1::JournalEntry entry;
  if (bytes.size() > kMaxEntryBytes ||
      !entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      entry.hlc() < before.hlc || entry.hlc() > static_cast<std::uint64_t>(INT64_MAX)) {
    return damaged(seq, "cannot be put back: it is no entry");
  }
  const Head after{seq, entry_hash(before.hash, seq, bytes), entry.hlc()};
  put(after.seq, after.hlc, bytes, after.hash);
  return after;
}

void Journal::cut_after(const Life& life, Seq seq) {
  CHECK(seq >= life.parent_seq());
  lives.forget_after(life);
  cut_.execute(seq);
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

Hash Journal::hash_of(Seq seq) {
  const auto entry = read(seq);
  CHECK(entry);
  return entry->hash;
}

std::optional<Hash> Journal::hash_at(const Life& life, Seq seq) {
  if (seq == life.parent_seq()) return life.genesis_hash;
  if (seq < life.parent_seq() || seq > end_of(life)) return std::nullopt;
  return hash_of(seq);
}

Hash Journal::hash_before(Seq seq) {
  CHECK(seq > 0);
  const Life life = lives.of(seq);
  return seq - 1 == life.parent_seq() ? life.genesis_hash : hash_of(seq - 1);
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
  const std::vector<Life> all = lives.all();
  if (all.empty()) return fail(Errc::data_loss, "the journal has no beginning");
  for (const Life& life : all) {
    if (life.genesis_hash != genesis_hash(life.genesis)) {
      return fail(Errc::data_loss, "the journal's beginning was changed");
    }
  }
  if (first > 1 && !read(first - 1)) return damaged(first - 1, "is missing");
  const auto begins_at = [](const Life& life) { return life.parent_seq() + 1; };
  auto next = std::ranges::lower_bound(all, first, {}, begins_at);
  Hash hash = first > 1 ? hash_of(first - 1) : Hash{};
  Seq seq = first;
  std::uint64_t hlc = 0;
  // The lives that begin here, each at the end of the one before it.
  const auto pass_lives = [&]() -> Result<void> {
    for (; next != all.end() && begins_at(*next) == seq; ++next) {
      if (next != all.begin() && hash_from(next->genesis.parent_hash()) != hash) {
        return damaged(seq - 1, "is not the one that the journal's next life goes on from");
      }
      hash = next->genesis_hash;
    }
    return {};
  };
  auto row = read_from_.run(first);
  for (; row.next(); ++seq) {
    if (row.int64(0) != static_cast<std::int64_t>(seq)) return damaged(seq, "is missing");
    LOYALD_TRY(pass_lives());
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
  LOYALD_TRY(pass_lives());
  if (next != all.end()) return damaged(seq, "is missing");
  return seq - first;
}

v1::JournalEntry decode(const StoredEntry& entry) {
  v1::JournalEntry decoded;
  CHECK(decoded.ParseFromString(entry.bytes));
  return decoded;
}

}  // namespace loyald
