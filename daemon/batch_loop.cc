// SPDX-License-Identifier: Apache-2.0
#include "daemon/batch_loop.h"

#include <spdlog/spdlog.h>
#include <sysexits.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>

namespace loyald::daemon {
namespace {

const Error& busy() {
  static const Error error(Errc::resource_exhausted, "too many calls are waiting for the disk",
                           "send the same again in a second");
  return error;
}

const Error& stopped() {
  static const Error error(Errc::unavailable, "the daemon is stopping",
                           "send the same again when it is back");
  return error;
}

}  // namespace

Error error_of(const sql::Error& error) {
  if (error.is_disk_full()) {
    return {Errc::resource_exhausted, "the store PC's disk is full; nothing was recorded",
            "make room on the disk of the state directory, then send the same again"};
  }
  return {Errc::unavailable, std::string("the books cannot be reached: ") + error.what(),
          "send the same again"};
}

void end_process(const sql::Error& error) {
  spdlog::critical("the books' disk failed ({}, {}); ending, so that the next start recovers them",
                   error.what(), error.code());
  spdlog::default_logger()->flush();
  // No destructors: closing the database would write to it.
  _exit(EX_SOFTWARE);
}

BatchLoop::BatchLoop(sql::Database& database, Options options, RunBatch run_batch)
    : database_(database),
      options_(std::move(options)),
      run_batch_(std::move(run_batch)),
      checkpoint_at_(options_.limits.checkpoint_bytes),
      thread_([this] { loop(); }) {}

void BatchLoop::post(Job job) {
  const Error* refusal = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || dead_) {
      refusal = &stopped();
    } else if (queue_.size() >= options_.limits.queue) {
      refusal = &busy();
    } else {
      queue_.push_back(std::move(job));
    }
  }
  if (refusal == nullptr) return wake_.notify_one();
  std::vector<Job> jobs;
  jobs.push_back(std::move(job));
  answer(std::move(jobs), refusal);
}

void BatchLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  std::call_once(joined_, [this] { thread_.join(); });
}

BatchLoop::Pulse BatchLoop::pulse() const {
  const std::lock_guard lock(mutex_);
  return {steps_.load(), queue_.empty() && !is_busy_, stopping_ || dead_, wal_bytes_.load(),
          queue_.size()};
}

void BatchLoop::loop() {
  while (true) {
    std::vector<Job> jobs = take();
    if (jobs.empty()) return;
    if (is_dead()) {
      answer(std::move(jobs), &stopped());
      continue;
    }
    run(std::move(jobs));
    if (!is_dead()) checkpoint_if_due();
    wal_bytes_ = database_.wal_bytes();
  }
}

std::vector<BatchLoop::Job> BatchLoop::take() {
  std::unique_lock lock(mutex_);
  is_busy_ = false;
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  std::vector<Job> jobs;
  while (!queue_.empty() && jobs.size() < options_.limits.batch) {
    if (queue_.front().alone && !jobs.empty()) break;
    jobs.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (jobs.back().alone) break;
  }
  is_busy_ = !jobs.empty();
  return jobs;
}

void BatchLoop::run(std::vector<Job> jobs) {
  try {
    if (jobs.front().alone) {
      jobs.front().run();
    } else {
      run_batch_until_done(jobs);
    }
    steps_ += jobs.size();
  } catch (const sql::Error& error) {
    ++steps_;
    const bool fatal = note(error);
    const Error told = fatal ? stopped() : error_of(error);
    return answer(std::move(jobs), &told);
  }
  answer(std::move(jobs), nullptr);
}

void BatchLoop::run_batch_until_done(std::span<Job> jobs) {
  constexpr int kMaxTries = 6;
  constexpr std::uint64_t kFirstPauseMs = 20;
  std::uint64_t longest = kFirstPauseMs;
  for (int tries = 1;; ++tries) {
    try {
      return run_batch_(jobs);
    } catch (const sql::Error& error) {
      if (!error.may_try_again() || tries == kMaxTries) throw;
      spdlog::warn("the books are asked again: {} ({})", error.what(), error.code());
    }
    ++steps_;
    // Any time up to the longest, so that two processes in each other's way do not meet again.
    const std::chrono::milliseconds pause(random_.below(longest));
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, pause, [this] { return stopping_; });
    longest *= 3;
  }
}

void BatchLoop::checkpoint_if_due() {
  if (database_.wal_bytes() < checkpoint_at_) return;
  try {
    const bool done = database_.checkpoint();
    ++steps_;
    // A reader in the way makes each attempt wait for it: not after every batch.
    const std::int64_t from = done ? 0 : database_.wal_bytes();
    checkpoint_at_ = from + options_.limits.checkpoint_bytes;
  } catch (const sql::Error& error) {
    // A full disk: what is committed is in the WAL and stays there.
    if (!note(error)) checkpoint_at_ = database_.wal_bytes() + options_.limits.checkpoint_bytes;
  }
}

bool BatchLoop::is_dead() const {
  const std::lock_guard lock(mutex_);
  return dead_;
}

bool BatchLoop::note(const sql::Error& error) {
  if (!error.is_fatal()) return false;
  {
    const std::lock_guard lock(mutex_);
    dead_ = true;
  }
  options_.on_fatal ? options_.on_fatal(error) : end_process(error);
  return true;
}

void BatchLoop::answer(std::vector<Job> jobs, const Error* error) {
  // std::function wants to be copyable, jobs need not be copied.
  auto shared = std::make_shared<std::vector<Job>>(std::move(jobs));
  std::optional<Error> told;
  if (error != nullptr) told = *error;
  auto finish = [shared, told = std::move(told)] {
    for (const Job& job : *shared) job.finish(told ? &*told : nullptr);
  };
  options_.deliver ? options_.deliver(std::move(finish)) : finish();
}

}  // namespace loyald::daemon
