// SPDX-License-Identifier: Apache-2.0
// What head office's pushes cost beside writing the same rows without it: a store's pushes of 512
// entries, one after the other, handed to head office within the process and posted to its daemon
// over HTTP on this machine; a multi-row insert of the rows that they leave, by somebody who knows
// them; and an insert of the entries' bytes alone. All on the disk that holds temporary files, with
// the same durability and checkpoints, in turns.
//
//   push_bench [ROUNDS]       default 7
//   LOYALD_POSTGRES_SETTINGS="-c fsync=on" tests/support/with_postgres push_bench
//                             the same with head office's books in PostgreSQL
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "store/sql/statement.h"
#include "sync/limits.h"
#include "sync/rpc/compression.h"
#include "tests/bench/rows_written.h"
#include "tests/bench/seconds.h"
#include "tests/bench/served_office.h"
#include "tests/bench/sold.h"
#include "tests/sync/support/pair.h"
#include "tests/sync/support/postgres.h"

namespace {

using namespace loyald;
using testing::Office;
using testing::Shop;
using testing::TemporaryDirectory;

constexpr std::size_t kPushes = 24;
// Of these, so many before the clock starts: statements are prepared and tables are begun then.
constexpr std::size_t kWarmUp = 4;
using Push = std::function<void(std::size_t number)>;

// What the pushes but the first ones take.
double seconds_of_each(const Push& push) {
  for (std::size_t i = 0; i < kWarmUp; ++i) push(i);
  return bench::seconds_of([&] {
    for (std::size_t i = kWarmUp; i < kPushes; ++i) push(i);
  });
}

// As the daemon does between its batches.
void keep_log_short(sql::Database& database) {
  if (database.wal_bytes() >= daemon::BatchLoop::Limits().checkpoint_bytes) database.checkpoint();
}

// A store's journal, as its genesis and its pushes.
struct Pushed {
  v1::OpenRequest open;
  std::vector<v1::PushRequest> pushes;
  Timestamp now = testing::kStart;

  explicit Pushed(const TemporaryDirectory& directory) {
    SeededRandom random(1);
    Office office(directory.file("first"));
    CHECK(office.publish("first"));
    Shop shop(directory.file("shop"), 1, random);
    shop.open(now);
    testing::converse(shop, office, now);
    bench::sell(shop, random, kPushes * sync::kMaxPushEntries, now);
    *open.mutable_genesis() = *shop.books().journal.genesis();
    open.set_oldest_protocol(sync::kOldestProtocol);
    open.set_newest_protocol(sync::kNewestProtocol);
    for (std::size_t i = 0; i < kPushes; ++i) {
      pushes.push_back(push_of(shop, i * sync::kMaxPushEntries + 1, sync::kMaxPushEntries));
    }
  }
};

void print_bytes(const std::vector<v1::PushRequest>& pushes) {
  std::size_t bytes = 0;
  std::size_t packed = 0;
  for (const v1::PushRequest& push : pushes) {
    const std::string body = push.SerializeAsString();
    bytes += body.size();
    packed += rpc::zstd_compress(body).size();
  }
  constexpr double kEntries = kPushes * sync::kMaxPushEntries;
  std::printf("a push's body: %.1f bytes an entry, %.1f with zstd\n",
              static_cast<double>(bytes) / kEntries, static_cast<double>(packed) / kEntries);
}

void prepare(Office& office, const Pushed& pushed) {
  CHECK(office.publish("first"));
  CHECK(office.run([&] { return office.office().begin(pushed.now, pushed.open); }));
}

// The rows that each push leaves in head office's tables.
std::vector<bench::Rows> rows_of(const std::string& path, const Pushed& pushed) {
  Office office(path);
  prepare(office, pushed);
  std::vector<bench::Rows> rows;
  bench::Rows before = bench::read_all(office.books().database());
  for (const v1::PushRequest& push : pushed.pushes) {
    CHECK(office.push(pushed.now, push));
    bench::Rows after = bench::read_all(office.books().database());
    rows.push_back(bench::changed(before, after));
    before = std::move(after);
  }
  return rows;
}

double write_within(const std::string& path, const Pushed& pushed) {
  Office office(path);
  prepare(office, pushed);
  return seconds_of_each([&](std::size_t number) {
    const auto answer = office.push(pushed.now, pushed.pushes[number]);
    CHECK(answer);
    CHECK(answer->verdict() == v1::ACCEPTED);
    keep_log_short(office.books().database());
  });
}

double write_over_http(const std::string& path, const Pushed& pushed) {
  bench::ServedOffice office(path, testing::postgres_for(path), pushed.now, pushed.open);
  return seconds_of_each([&](std::size_t number) {
    const auto answer = office.push(pushed.pushes[number]);
    CHECK(answer);
    CHECK(answer->verdict() == v1::ACCEPTED);
  });
}

// Those rows, written by somebody who knows them.
double write_known(const std::string& path, const std::vector<bench::Rows>& rows) {
  Office office(path);
  bench::Writer writer(office.books().database());
  return seconds_of_each([&](std::size_t number) {
    writer.write(rows[number]);
    keep_log_short(office.books().database());
  });
}

// The same entries, all of a push in one statement, and a cursor; synced as in our books.
double write_bytes(const std::string& path, const std::vector<v1::PushRequest>& pushes) {
  const auto database =
      open_database({path, {}, testing::postgres_for(path)}, BooksAccess::write).value();
  database->exec(
      "CREATE TABLE entry(store_id INTEGER, seq INTEGER, bytes BLOB, PRIMARY KEY(store_id, seq)) "
      "STRICT, WITHOUT ROWID; CREATE TABLE cursor(store_id INTEGER PRIMARY KEY, seq INTEGER, "
      "hash BLOB) STRICT");
  std::string rows = "(1,?1,?)";
  for (std::size_t i = 1; i < sync::kMaxPushEntries; ++i) rows += ",(1,?,?)";
  const auto insert = database->prepare("INSERT INTO entry VALUES" + rows);
  sql::Statement cursor(*database,
                        "INSERT INTO cursor VALUES(1, ?1, ?2) ON CONFLICT(store_id) DO UPDATE "
                        "SET seq = excluded.seq, hash = excluded.hash");
  return seconds_of_each([&](std::size_t number) {
    const v1::PushRequest& push = pushes[number];
    sql::Transaction transaction(*database);
    for (int i = 0; i < push.entries_size(); ++i) {
      insert->bind(2 * i + 1, static_cast<std::int64_t>(push.first_seq()) + i);
      insert->bind_blob(2 * i + 2, push.entries(i));
    }
    insert->execute();
    cursor.execute(push.first_seq(), sql::Blob{push.head_hash()});
    transaction.commit();
    keep_log_short(*database);
  });
}

void print(const char* what, const std::vector<double>& took, const std::vector<double>& known) {
  constexpr double kEntries = (kPushes - kWarmUp) * sync::kMaxPushEntries;
  const auto [least, most] = std::ranges::minmax(took);
  std::printf("%-36s %8.0f entries/s (%.0f to %.0f), %6.1f %% of the rows' insert\n", what,
              kEntries / bench::median(took), kEntries / most, kEntries / least,
              100 * bench::median(known) / bench::median(took));
}

void run(int rounds) {
  const TemporaryDirectory directory(std::filesystem::temp_directory_path());
  const Pushed pushed(directory);
  const std::vector<bench::Rows> rows = rows_of(directory.file("watched"), pushed);
  std::size_t count = 0;
  for (const bench::Rows& of_push : rows) count += bench::count(of_push);
  std::array<std::vector<double>, 4> took;
  for (int round = 0; round < rounds; ++round) {
    const auto place = [&](const char* what) {
      return directory.file(what + std::to_string(round));
    };
    took[0].push_back(write_over_http(place("served"), pushed));
    took[1].push_back(write_known(place("known"), rows));
    took[2].push_back(write_within(place("within"), pushed));
    took[3].push_back(write_bytes(place("bytes"), pushed.pushes));
  }
  std::printf("pushes of %zu, %.1f rows an entry, medians of %d\n", sync::kMaxPushEntries,
              static_cast<double>(count) / (kPushes * sync::kMaxPushEntries), rounds);
  print("over HTTP, to the daemon", took[0], took[1]);
  print("within the process", took[2], took[1]);
  print("multi-row insert of the rows", took[1], took[1]);
  print("multi-row insert of the bytes alone", took[3], took[1]);
  print_bytes(pushed.pushes);
}

}  // namespace

int main(int argc, char** argv) {
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  run(argc > 1 ? std::atoi(argv[1]) : 7);
  return 0;
}
