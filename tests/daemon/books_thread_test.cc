// SPDX-License-Identifier: Apache-2.0
#include "daemon/books_thread.h"

#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <future>
#include <map>

#include "store/sql/batch.h"
#include "store/sql/statement.h"
#include "store/sqlite/database.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

namespace loyald::daemon {
namespace {

// Books that consist of one table of numbers.
class Numbers {
 public:
  explicit Numbers(const std::string& path) : database_(sqlite::Database::open(path, {}).value()) {
    database_->exec("CREATE TABLE IF NOT EXISTS number(n INTEGER PRIMARY KEY, pad BLOB) STRICT");
    insert_.emplace(*database_, "INSERT INTO number VALUES(?1, zeroblob(?2))");
  }

  class Batch : public sql::Batch {
   public:
    explicit Batch(Numbers& numbers) : sql::Batch(*numbers.database_) { ++numbers.batches; }
  };

  Result<int> insert(int n, int bytes = 0) {
    insert_->execute(n, bytes);
    return n;
  }

  sql::Database& database() { return *database_; }
  std::atomic<int> batches{0};

 private:
  std::unique_ptr<sql::Database> database_;
  std::optional<sql::Statement> insert_;
};

// What a second connection sees: what is committed.
int committed(const std::string& path) {
  const auto database = sqlite::Database::open(path, {"", true, 0}).value();
  sql::Statement count(*database, "SELECT count(*) FROM number");
  auto row = count.run();
  REQUIRE(row.next());
  return static_cast<int>(row.int64(0));
}

struct Fixture {
  testing::TemporaryDirectory directory;
  std::string path = directory.file("numbers");
  Numbers numbers{path};
  std::optional<BooksThread<Numbers>> thread;

  explicit Fixture(BatchLoop::Options options = {}) {
    thread.emplace(numbers, numbers.database(), std::move(options));
  }
  // Holds the thread until the returned promise is kept, so that what comes meanwhile queues up.
  std::promise<void> hold() {
    std::promise<void> release;
    auto released = std::make_shared<std::shared_future<void>>(release.get_future().share());
    std::promise<void> begun;
    thread->between<int>(
        [released, &begun](Numbers&) -> Result<int> {
          begun.set_value();
          released->wait();
          return 0;
        },
        [](Result<int>) {});
    begun.get_future().wait();
    return release;
  }
};

// Answers by the number they are about. The thread writes it, stop() makes it readable.
using Answers = std::map<int, Result<int>>;

TEST_CASE("what queued during a commit shares the next one, and is answered after it") {
  Fixture f;
  Answers answers;
  std::vector<int> seen;  // committed rows, each time somebody is answered
  auto release = f.hold();
  for (int n = 1; n <= 20; ++n) {
    f.thread->run<int>([n](Numbers& numbers) { return numbers.insert(n); },
                       [&, n](Result<int> result) {
                         answers.emplace(n, result);
                         seen.push_back(committed(f.path));
                       });
  }
  release.set_value();
  f.thread->stop();
  CHECK(f.numbers.batches == 1);
  CHECK(answers.size() == 20);
  for (const auto& [n, result] : answers) CHECK(result == n);
  CHECK(seen == std::vector<int>(20, 20));
}

TEST_CASE("a batch has a limit, and calls between batches keep their place") {
  BatchLoop::Options options;
  options.limits.batch = 4;
  Fixture f(std::move(options));
  std::vector<int> order;
  auto release = f.hold();
  for (int n = 1; n <= 10; ++n) {
    f.thread->run<int>([n](Numbers& numbers) { return numbers.insert(n); },
                       [&order, n](Result<int>) { order.push_back(n); });
    if (n == 6) {
      f.thread->between<int>(
          [](Numbers& numbers) -> Result<int> {
            CHECK_FALSE(numbers.database().in_transaction());
            return 0;
          },
          [&order](Result<int>) { order.push_back(100); });
    }
  }
  release.set_value();
  f.thread->stop();
  // 1-4, 5-6, the one between, 7-10
  CHECK(f.numbers.batches == 3);
  CHECK(order == std::vector<int>{1, 2, 3, 4, 5, 6, 100, 7, 8, 9, 10});
}

TEST_CASE("a batch that another transaction was in the way of runs again, whole") {
  Fixture f;
  Answers answers;
  int refusals = 2;
  auto release = f.hold();
  for (int n = 1; n <= 2; ++n) {
    f.thread->run<int>(
        [n, &refusals](Numbers& numbers) {
          auto inserted = numbers.insert(n);
          if (n == 2 && refusals-- > 0) {
            throw sql::Error(sql::Error::Kind::try_again, "40001", "in the way");
          }
          return inserted;
        },
        [&, n](Result<int> result) { answers.emplace(n, result); });
  }
  release.set_value();
  f.thread->stop();
  CHECK(f.numbers.batches == 3);
  CHECK(answers.at(1) == 1);
  CHECK(answers.at(2) == 2);
  CHECK(committed(f.path) == 2);
}

TEST_CASE("what is always in the way is answered in the end") {
  Fixture f;
  Answers answers;
  f.thread->run<int>(
      [](Numbers&) -> Result<int> {
        throw sql::Error(sql::Error::Kind::try_again, "40001", "in the way");
      },
      [&](Result<int> result) { answers.emplace(1, result); });
  f.thread->stop();
  REQUIRE_FALSE(answers.at(1));
  CHECK(answers.at(1).error().code == Errc::unavailable);
}

TEST_CASE("a call that fails is undone alone") {
  Fixture f;
  Answers answers;
  auto release = f.hold();
  for (int n = 1; n <= 5; ++n) {
    f.thread->run<int>(
        [n](Numbers& numbers) -> Result<int> {
          LOYALD_TRY(numbers.insert(n));
          if (n == 3) return fail(Errc::insufficient, "not enough");
          return n;
        },
        [&, n](Result<int> result) { answers.emplace(n, result); });
  }
  release.set_value();
  f.thread->stop();
  CHECK(f.numbers.batches == 1);
  CHECK(answers.at(3).error().code == Errc::insufficient);
  for (int n : {1, 2, 4, 5}) CHECK(answers.at(n) == n);
  CHECK(committed(f.path) == 4);
}

TEST_CASE("a full disk undoes the whole batch, tells everybody so, and the thread lives on") {
  Fixture f;
  f.numbers.database().exec("PRAGMA max_page_count=10");
  Answers answers;
  const auto insert = [&](int n, int bytes) {
    f.thread->run<int>([n, bytes](Numbers& numbers) { return numbers.insert(n, bytes); },
                       [&answers, n](Result<int> result) { answers.emplace(n, result); });
  };
  auto release = f.hold();
  insert(1, 0);
  insert(2, 100'000);
  insert(3, 0);
  release.set_value();
  std::promise<void> tried;
  f.thread->between<int>([](Numbers&) -> Result<int> { return 0; },
                         [&](Result<int>) { tried.set_value(); });
  tried.get_future().wait();
  insert(4, 0);
  f.thread->stop();
  for (int n : {1, 2, 3}) {
    REQUIRE_FALSE(answers.at(n));
    CHECK(answers.at(n).error().code == Errc::resource_exhausted);
  }
  CHECK(answers.at(4) == 4);
  CHECK(committed(f.path) == 1);
}

// Makes every write to a file fail with EFBIG while it lives.
class NoWrites {
 public:
  NoWrites() {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~NoWrites() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_CASE("after a write that failed nobody hears of a success any more") {
  int fatal = 0;
  BatchLoop::Options options;
  options.on_fatal = [&fatal](const sql::Error& error) {
    CHECK(error.is_fatal());
    ++fatal;
  };
  Fixture f(std::move(options));
  Answers answers;
  const auto insert = [&](int n) {
    f.thread->run<int>([n](Numbers& numbers) { return numbers.insert(n); },
                       [&answers, n](Result<int> result) { answers.emplace(n, result); });
  };
  {
    const NoWrites no_writes;
    auto release = f.hold();
    insert(1);
    insert(2);
    std::promise<void> tried;
    f.thread->between<int>([](Numbers&) -> Result<int> { return 0; },
                           [&](Result<int> result) {
                             CHECK_FALSE(result);
                             tried.set_value();
                           });
    release.set_value();
    tried.get_future().wait();
  }
  // The disk works again, but nobody knows what it holds.
  insert(3);
  f.thread->stop();
  CHECK(fatal == 1);
  for (int n : {1, 2, 3}) {
    REQUIRE_FALSE(answers.at(n));
    CHECK(answers.at(n).error().code == Errc::unavailable);
  }
}

TEST_CASE("the queue is bounded") {
  BatchLoop::Options options;
  options.limits.queue = 3;
  Fixture f(std::move(options));
  std::atomic<int> done{0};
  std::atomic<int> refused{0};
  auto release = f.hold();
  for (int n = 1; n <= 5; ++n) {
    f.thread->run<int>([n](Numbers& numbers) { return numbers.insert(n); },
                       [&](Result<int> result) {
                         result ? ++done : ++refused;
                         if (!result) CHECK(result.error().code == Errc::resource_exhausted);
                       });
  }
  CHECK(refused == 2);
  release.set_value();
  f.thread->stop();
  CHECK(done == 3);
  CHECK(committed(f.path) == 3);
}

TEST_CASE("stop runs what is queued and refuses what comes later") {
  Fixture f;
  std::atomic<int> done{0};
  auto release = f.hold();
  for (int n = 1; n <= 3; ++n) {
    f.thread->run<int>([n](Numbers& numbers) { return numbers.insert(n); },
                       [&](Result<int> result) { done += result ? 1 : 0; });
  }
  release.set_value();
  f.thread->stop();
  CHECK(done == 3);
  CHECK(f.thread->pulse().is_stopped);
  std::optional<Errc> late;
  f.thread->run<int>([](Numbers& numbers) { return numbers.insert(4); },
                     [&](Result<int> result) { late = result.error().code; });
  CHECK(late == Errc::unavailable);
  CHECK(committed(f.path) == 3);
}

TEST_CASE("the log is emptied between batches once it is large") {
  BatchLoop::Options options;
  options.limits.batch = 1;
  options.limits.checkpoint_bytes = 64 * 1024;
  Fixture f(std::move(options));
  for (int n = 1; n <= 50; ++n) {
    f.thread->run<int>([n](Numbers& numbers) { return numbers.insert(n, 8'000); },
                       [](Result<int> result) { CHECK(result); });
  }
  f.thread->stop();
  CHECK(f.thread->pulse().wal_bytes < 64 * 1024);
  CHECK(committed(f.path) == 50);
}

TEST_CASE("answers are delivered where the owner wants them, one closure for a batch") {
  std::vector<std::function<void()>> delivered;
  BatchLoop::Options options;
  options.deliver = [&](std::function<void()> answer) { delivered.push_back(std::move(answer)); };
  Fixture f(std::move(options));
  int done = 0;
  auto release = f.hold();
  for (int n = 1; n <= 7; ++n) {
    f.thread->run<int>([n](Numbers& numbers) { return numbers.insert(n); },
                       [&done](Result<int> result) { done += result ? 1 : 0; });
  }
  release.set_value();
  f.thread->stop();
  CHECK(delivered.size() == 2);  // the one that held the thread, and the batch
  CHECK(done == 0);
  for (const auto& answer : delivered) answer();
  CHECK(done == 7);
}

}  // namespace
}  // namespace loyald::daemon
