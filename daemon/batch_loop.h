// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "store/base/error.h"
#include "store/base/random.h"
#include "store/sql/database.h"

namespace loyald::daemon {

// The thread behind BooksThread, which knows nothing of the books: a bounded queue of jobs, taken
// out in batches; checkpoints between them.
class BatchLoop {
 public:
  struct Limits {
    std::size_t queue = 1024;  // jobs waiting; a further one is refused
    std::size_t batch = 256;   // jobs that share a transaction
    // The WAL is moved into the database between two batches once it is larger than this, and again
    // after so many more bytes where a reader was in the way.
    std::int64_t checkpoint_bytes = 16 * 1024 * 1024;
  };
  // What somebody who watches from outside may know; any thread.
  struct Pulse {
    std::uint64_t steps = 0;  // grows with every job, commit and checkpoint
    bool is_idle = false;     // nothing is queued or running
    bool is_stopped = false;
    std::int64_t wal_bytes = 0;
    std::size_t waiting = 0;  // jobs in the queue
  };
  struct Job {
    std::function<void()> run;  // on the thread; may throw sql::Error, and may be run again
    std::function<void(const Error*)> finish;  // null: what run() did is durable
    bool alone = false;                        // not in a batch
  };
  struct Options {
    Limits limits;
    // Takes a closure to where answers are given, for example another thread; one per batch. Empty:
    // they are given on this thread (refusals on the caller's), and must not block it.
    std::function<void(std::function<void()>)> deliver;
    // A write or sync failed, or the file is damaged: what the disk holds is unknown, and only a
    // new process that opens the database anew may go on. The default prints the error and ends
    // the process with status 70 (EX_SOFTWARE). Where it returns, everything queued and to come is
    // answered `unavailable`.
    std::function<void(const sql::Error&)> on_fatal;
  };
  // Begins a transaction, runs the jobs, commits. Throws sql::Error; then all of it is undone, and
  // where the error says so it is run again, a few times in some seconds.
  using RunBatch = std::function<void(std::span<Job>)>;

  BatchLoop(sql::Database& database, Options options, RunBatch run_batch);
  BatchLoop(const BatchLoop&) = delete;
  BatchLoop& operator=(const BatchLoop&) = delete;
  ~BatchLoop() { stop(); }

  // From any thread.
  void post(Job job);
  void stop();
  Pulse pulse() const;

 private:
  void loop();
  // The next jobs to run together; empty where the loop shall end.
  std::vector<Job> take();
  void run(std::vector<Job> jobs);
  void run_batch_until_done(std::span<Job> jobs);
  void checkpoint_if_due();
  bool is_dead() const;
  // Says whether it was fatal.
  bool note(const sql::Error& error);
  void answer(std::vector<Job> jobs, const Error* error);

  sql::Database& database_;
  const Options options_;
  const RunBatch run_batch_;
  std::int64_t checkpoint_at_;
  SystemRandom random_;  // for pauses
  std::atomic<std::uint64_t> steps_{0};
  std::atomic<std::int64_t> wal_bytes_{0};

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool is_busy_ = false;
  bool stopping_ = false;
  bool dead_ = false;  // after on_fatal

  std::once_flag joined_;
  std::thread thread_;  // last: it uses all of the above
};

// What a caller is told when the database refused.
Error error_of(const sql::Error& error);

// The default of Options::on_fatal.
[[noreturn]] void end_process(const sql::Error& error);

}  // namespace loyald::daemon
