// SPDX-License-Identifier: Apache-2.0
// What syncing costs head office: pushes beside a raw insert of the same bytes on the same disk
// with the same durability, bytes on the wire, and whether one new entry costs more after a long
// history.
//
//   sync_bench [ENTRIES]      entries of the long history; default 100000
//   LOYALD_POSTGRES_SETTINGS="-c fsync=on" tests/support/with_postgres sync_bench
//                             the same with head office's books in PostgreSQL
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "store/sql/statement.h"
#include "sync/limits.h"
#include "sync/rpc/compression.h"
#include "tests/bench/basket.h"
#include "tests/bench/rows_written.h"
#include "tests/sync/support/pair.h"
#include "tests/sync/support/postgres.h"

namespace {

using namespace loyald;
using testing::Office;
using testing::Shop;
using testing::TemporaryDirectory;

constexpr int kRounds = 5;
constexpr std::size_t kPushes = 20;
constexpr std::uint64_t kMembers = 2'000;
constexpr std::size_t kShortHistory = 1'000;
constexpr std::size_t kBetweenCheckpoints = 10'000;
constexpr int kSingles = 200;

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> figures) {
  std::ranges::sort(figures);
  return figures.at(figures.size() / 2);
}

// One sale every three seconds, from `now` on, which is later then.
void sell(Shop& shop, Random& random, std::size_t entries, Timestamp& now) {
  std::size_t made = 0;
  while (made < entries) {
    Store::Batch batch(shop.store());
    for (int i = 0; i < 500 && made < entries; ++i, ++made) {
      const Identifier card{IdentifierKind::card, "42" + std::to_string(random.below(kMembers))};
      const CheckoutRequest request{shop.origin(), card, bench::supermarket_basket(random), {}};
      now = now + std::chrono::seconds(3);
      CHECK(batch.run([&] { return shop.store().checkout({now, testing::kToday}, request); }));
    }
    batch.commit();
  }
}

// The same entries, all of a push in one statement, and a cursor; synced as in our books.
double raw_insert(const std::string& path, const std::vector<v1::PushRequest>& pushes) {
  const auto database =
      open_database({path, {}, testing::postgres_for(path)}, BooksAccess::write).value();
  database->exec(
      "CREATE TABLE entry(store_id INTEGER, seq INTEGER, bytes BLOB, PRIMARY KEY(store_id, seq)) "
      "STRICT, WITHOUT ROWID; CREATE TABLE cursor(store_id INTEGER PRIMARY KEY, seq INTEGER, "
      "hash BLOB) STRICT");
  std::string rows;
  for (std::size_t i = 0; i < sync::kMaxPushEntries; ++i) {
    rows += (i == 0 ? "(1,?" : ",(1,?") + std::to_string(2 * i + 1) + ",?" +
            std::to_string(2 * i + 2) + ")";
  }
  const auto insert = database->prepare("INSERT INTO entry VALUES" + rows);
  sql::Statement cursor(*database,
                        "INSERT INTO cursor VALUES(1, ?1, ?2) ON CONFLICT(store_id) DO UPDATE "
                        "SET seq = excluded.seq, hash = excluded.hash");
  return seconds_of([&] {
    for (const v1::PushRequest& push : pushes) {
      sql::Transaction transaction(*database);
      for (int i = 0; i < push.entries_size(); ++i) {
        insert->bind(2 * i + 1, static_cast<std::int64_t>(push.first_seq()) + i);
        insert->bind_blob(2 * i + 2, push.entries(i));
      }
      insert->execute();
      cursor.execute(push.first_seq(), sql::Blob{push.head_hash()});
      transaction.commit();
    }
  });
}

void open_journal(Shop& shop, Office& office, Timestamp now) {
  v1::OpenRequest request;
  *request.mutable_genesis() = *shop.books().journal.genesis();
  request.set_oldest_protocol(sync::kOldestProtocol);
  request.set_newest_protocol(sync::kNewestProtocol);
  CHECK(office.run([&] { return office.office().begin(now, request); }));
}

// The rows that each push leaves in head office's tables.
std::vector<bench::Rows> rows_of(const TemporaryDirectory& directory, Shop& shop, Timestamp now,
                                 const std::vector<v1::PushRequest>& pushes) {
  Office office(directory.file("watched"));
  CHECK(office.publish("first"));
  open_journal(shop, office, now);
  std::vector<bench::Rows> rows;
  bench::Rows before = bench::read_all(office.books().database());
  for (const v1::PushRequest& push : pushes) {
    CHECK(office.push(now, push));
    bench::Rows after = bench::read_all(office.books().database());
    rows.push_back(bench::changed(before, after));
    before = std::move(after);
  }
  return rows;
}

// Those rows, written by somebody who knows them.
double write_known(const std::string& path, const std::vector<bench::Rows>& rows) {
  Office office(path);
  sql::Database& database = office.books().database();
  bench::Writer writer(database);
  return seconds_of([&] {
    for (const bench::Rows& of_push : rows) writer.write(of_push);
  });
}

void bench_pushes(const TemporaryDirectory& directory) {
  SeededRandom random(1);
  Timestamp now = testing::kStart;
  Office first(directory.file("first"));
  CHECK(first.publish("first"));
  Shop shop(directory.file("shop"), 1, random);
  shop.open(now);
  testing::converse(shop, first, now);
  sell(shop, random, kPushes * sync::kMaxPushEntries, now);
  std::vector<v1::PushRequest> pushes;
  std::size_t bytes = 0;
  std::size_t packed = 0;
  for (std::size_t i = 0; i < kPushes; ++i) {
    pushes.push_back(push_of(shop, i * sync::kMaxPushEntries + 1, sync::kMaxPushEntries));
    const std::string body = pushes.back().SerializeAsString();
    bytes += body.size();
    packed += rpc::zstd_compress(body).size();
  }
  const std::vector<bench::Rows> rows = rows_of(directory, shop, now, pushes);
  std::size_t row_count = 0;
  for (const bench::Rows& of_push : rows) row_count += bench::count(of_push);
  std::vector<double> ours;
  std::vector<double> raw;
  std::vector<double> known;
  std::size_t answered = 0;
  for (int round = 0; round < kRounds; ++round) {
    Office office(directory.file("office" + std::to_string(round)));
    CHECK(office.publish("first"));
    open_journal(shop, office, now);
    ours.push_back(seconds_of([&] {
      for (const v1::PushRequest& push : pushes) {
        const auto answer = office.push(now, push);
        CHECK(answer);
        CHECK(answer->verdict() == v1::ACCEPTED);
        if (round == 0) answered += answer->ByteSizeLong();
      }
    }));
    raw.push_back(raw_insert(directory.file("raw" + std::to_string(round)), pushes));
    known.push_back(write_known(directory.file("known" + std::to_string(round)), rows));
  }
  const auto entries = static_cast<double>(kPushes * sync::kMaxPushEntries);
  std::printf("push of 512: %.0f entries/s, verified, decided again, folded, archived\n",
              entries / median(ours));
  std::printf("raw insert of the same bytes: %.0f rows/s; ours is %.1f %% of it\n",
              entries / median(raw), 100 * median(raw) / median(ours));
  std::printf(
      "multi-row insert of the rows that it leaves (%.1f an entry): %.0f entries/s; ours is %.1f "
      "%% "
      "of it\n",
      static_cast<double>(row_count) / entries, entries / median(known),
      100 * median(known) / median(ours));
  std::printf("a push's body: %.1f bytes an entry, %.1f with zstd; its answer %.1f\n",
              static_cast<double>(bytes) / entries, static_cast<double>(packed) / entries,
              static_cast<double>(answered) / entries);
}

// A shop with a history of so many entries, all of it at head office.
struct History : testing::Pair {
  std::vector<double> took;  // milliseconds

  explicit History(std::size_t entries) {
    for (std::size_t made = 0; made < entries; made += kBetweenCheckpoints) {
      sell(shop, random, std::min(kBetweenCheckpoints, entries - made), now);
      testing::converse(shop, office, now);
      // As the daemons do between their batches.
      CHECK(shop.books().database().checkpoint());
      CHECK(office.books().database().checkpoint());
    }
  }
  // One sale more: its push and the pull that follows.
  void one_more() {
    now = now + std::chrono::minutes(1);
    sell(shop, random, 1, now);
    took.push_back(1'000 * seconds_of([&] { testing::converse(shop, office, now); }));
  }
  void print_bytes_of_nothing() {
    now = now + std::chrono::minutes(1);
    const Agent::Step step = shop.agent().next(now);
    const auto& push = std::get<v1::PushRequest>(std::get<Agent::Send>(step).request);
    const auto answer = office.push(now, push);
    CHECK(answer);
    std::printf("nothing new: one request, %zu bytes, answered with %zu (bodies)\n",
                push.ByteSizeLong(), answer->ByteSizeLong());
  }
};

void bench_singles(std::size_t entries) {
  History shorter(kShortHistory);
  History longer(entries);
  std::array both{&shorter, &longer};
  for (int i = 0; i < kSingles; ++i) {
    for (History* each : both) each->one_more();
    // Each is first as often as the other.
    std::swap(both[0], both[1]);
  }
  shorter.print_bytes_of_nothing();
  const double little = median(shorter.took);
  const double much = median(longer.took);
  std::printf("one new entry after %zu entries: %.2f ms; after %zu: %.2f ms, %.2f times that\n",
              kShortHistory, little, entries, much, much / little);
}

}  // namespace

int main(int argc, char** argv) {
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  const std::size_t history = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const TemporaryDirectory directory;
  bench_pushes(directory);
  bench_singles(history);
  return 0;
}
