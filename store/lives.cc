// SPDX-License-Identifier: Apache-2.0
#include "store/lives.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {
namespace {

constexpr std::string_view kSelect =
    "SELECT life, store_id, incarnation, parent_incarnation, parent_seq, parent_hash, created_hlc, "
    "device_pubkey, genesis_hash, is_opened, reason, opened_as FROM incarnation ";

constexpr SigningSeed kUnknownSeed{};

std::string select(std::string_view rest) { return std::string(kSelect) + std::string(rest); }

std::string padded(const std::string& bytes, std::size_t size) {
  CHECK(bytes.empty() || bytes.size() == size);
  return bytes.empty() ? std::string(size, '\0') : bytes;
}

Life read(const sql::Statement::Rows& row) {
  Life life;
  life.number = static_cast<int>(row.int64(0));
  v1::Genesis& genesis = life.genesis;
  genesis.set_store_id(static_cast<StoreId>(row.int64(1)));
  genesis.set_incarnation(std::string(row.blob(2)));
  genesis.set_parent_incarnation(std::string(row.blob(3)));
  genesis.set_parent_seq(static_cast<Seq>(row.int64(4)));
  genesis.set_parent_hash(std::string(row.blob(5)));
  genesis.set_created_hlc(static_cast<std::uint64_t>(row.int64(6)));
  genesis.set_device_pubkey(std::string(row.blob(7)));
  const std::string_view hash = row.blob(8);
  CHECK(hash.size() == life.genesis_hash.size());
  std::ranges::copy(hash, life.genesis_hash.begin());
  life.is_opened = row.int64(9) != 0;
  life.reason = row.text(10);
  life.opened_as = row.text(11);
  return life;
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

JournalName Life::name() const {
  const auto incarnation = id_from_bytes<Incarnation>(genesis.incarnation());
  CHECK(incarnation);
  return {genesis.store_id(), *incarnation};
}

Lives::Lives(sql::Database& database)
    : newest_(database, select("ORDER BY life DESC LIMIT 1")),
      of_(database, select("WHERE parent_seq < ?1 ORDER BY life DESC LIMIT 1")),
      all_(database, select("ORDER BY life")),
      seed_(database, "SELECT signing_seed FROM incarnation WHERE life = ?1"),
      begin_(database,
             "INSERT INTO incarnation SELECT coalesce(max(life), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6, "
             "?7, ?8, ?9, ?10, ?11, '' FROM incarnation"),
      set_opened_(database,
                  "UPDATE incarnation SET is_opened = ?2, opened_as = ?3 WHERE life = ?1"),
      forget_(database, "DELETE FROM incarnation WHERE life > ?1") {}

std::optional<Life> Lives::newest() {
  auto row = newest_.run();
  if (!row.next()) return std::nullopt;
  return read(row);
}

Life Lives::of(Seq seq) {
  auto row = of_.run(seq);
  CHECK(row.next());
  return read(row);
}

bool Lives::knows(std::string_view incarnation) {
  return std::ranges::any_of(
      all(), [&](const Life& life) { return life.genesis.incarnation() == incarnation; });
}

std::vector<Life> Lives::all() {
  std::vector<Life> lives;
  auto row = all_.run();
  while (row.next()) lives.push_back(read(row));
  return lives;
}

SigningSeed Lives::signing_seed() {
  const auto life = newest();
  CHECK(life);
  const auto seed = signing_seed_of(*life);
  CHECK(seed);
  return *seed;
}

std::optional<SigningSeed> Lives::signing_seed_of(const Life& life) {
  auto row = seed_.run(life.number);
  CHECK(row.next());
  SigningSeed seed;
  CHECK(row.blob(0).size() == seed.size());
  std::ranges::copy(row.blob(0), seed.begin());
  if (seed == kUnknownSeed) return std::nullopt;
  return seed;
}

void Lives::begin(v1::Genesis genesis, const SigningSeed& seed, const std::string& reason) {
  genesis.set_device_pubkey(to_string(public_key_of(seed)));
  put(genesis, seed, false, reason);
}

void Lives::put_back(const v1::Genesis& genesis, const std::string& reason) {
  put(genesis, kUnknownSeed, true, reason);
}

void Lives::put(const v1::Genesis& genesis, const SigningSeed& seed, bool is_opened,
                const std::string& reason) {
  begin_.execute(genesis.store_id(), sql::Blob{genesis.incarnation()},
                 sql::Blob{genesis.parent_incarnation()}, genesis.parent_seq(),
                 sql::Blob{genesis.parent_hash()}, genesis.created_hlc(),
                 sql::Blob{genesis.device_pubkey()}, sql::blob(genesis_hash(genesis)),
                 sql::blob(seed), is_opened ? 1 : 0, reason);
}

void Lives::set_opened(const Life& life, const std::string& version) {
  set_opened_.execute(life.number, 1, version);
}

void Lives::set_not_opened(const Life& life) { set_opened_.execute(life.number, 0, ""); }

void Lives::forget_after(const Life& life) { forget_.execute(life.number); }

}  // namespace loyald
