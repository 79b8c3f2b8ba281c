// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "daemon/batch_loop.h"
#include "store/base/result.h"

namespace loyald::daemon {

// The one thread that writes to a set of books (a Store, a HeadOffice), with group commit: what has
// queued while the last fsync ran shares the next transaction, each call in a savepoint of its own.
// Nobody is answered before the commit, and after a commit that failed nobody is told of a success.
//
// Books needs a nested Batch, made from a Books&, with run(call) and commit(), like Store::Batch.
// run() and between() may be called from any thread; calls run in the order they came.
template <class Books>
class BooksThread {
 public:
  template <class Value>
  using Call = std::function<Result<Value>(Books&)>;
  // Called once, through BatchLoop::Options::deliver.
  template <class Value>
  using Done = std::function<void(Result<Value>)>;

  // `books` and `database`, its connection, must outlive this and are used by nobody else before
  // stop() has returned. The thread runs from here on.
  BooksThread(Books& books, sql::Database& database, BatchLoop::Options options)
      : books_(books), loop_(database, std::move(options), [this](std::span<BatchLoop::Job> jobs) {
          typename Books::Batch batch(books_);
          batch_ = &batch;
          for (const BatchLoop::Job& job : jobs) job.run();
          batch.commit();
        }) {}

  // Runs `call` in a batch. An error it returns undoes what it wrote and is the answer. Other
  // errors: resource_exhausted (too many calls are waiting; the disk is full), unavailable (the
  // database refused; this thread has stopped). With all of them nothing was recorded, except that
  // after on_fatal the outcome is unknown.
  template <class Value>
  void run(Call<Value> call, Done<Value> done) {
    start<Value>(
        [this, call = std::move(call)] { return batch_->run([&] { return call(books_); }); },
        std::move(done), false);
  }

  // Runs `call` by itself, outside any batch: it makes its own transactions.
  template <class Value>
  void between(Call<Value> call, Done<Value> done) {
    start<Value>([this, call = std::move(call)] { return call(books_); }, std::move(done), true);
  }

  // Runs what is queued, then ends the thread; later calls are answered `unavailable`. Answers are
  // delivered as always. Not from the thread itself.
  void stop() { loop_.stop(); }

  BatchLoop::Pulse pulse() const { return loop_.pulse(); }

 private:
  template <class Value>
  void start(std::function<Result<Value>()> call, Done<Value> done, bool alone) {
    auto result = std::make_shared<std::optional<Result<Value>>>();
    loop_.post({[result, call = std::move(call)] { result->emplace(call()); },
                [result, done = std::move(done)](const Error* error) {
                  if (error != nullptr) return done(fail(*error));
                  // run() set it, or the batch would have failed
                  done(std::move(result->value()));
                },
                alone});
  }

  Books& books_;
  typename Books::Batch* batch_ = nullptr;  // the latest; only for jobs that run in it
  BatchLoop loop_;
};

}  // namespace loyald::daemon
