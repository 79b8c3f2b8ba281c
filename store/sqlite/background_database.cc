// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/background_database.h"

#include <utility>

namespace loyald::sqlite {

// Parameters; what has fewer runs sooner than another thread wakes.
constexpr std::size_t kWorthHanding = 16;

// Keeps what is bound, so that the statement itself may run at another time.
class BackgroundDatabase::LaterStatement final : public sql::Prepared {
 public:
  LaterStatement(BackgroundDatabase& database, std::unique_ptr<sql::Prepared> statement)
      : database_(database), statement_(std::move(statement)) {}
  ~LaterStatement() override {
    database_.wait_until_idle();
    reset();
  }

  void bind(int place, std::int64_t value) override { values_.set(place, value); }
  void bind_text(int place, std::string_view value) override { values_.set_text(place, value); }
  void bind_blob(int place, std::string_view value) override { values_.set_blob(place, value); }
  void bind_null(int place) override { values_.set_null(place); }

  void execute() override {
    // Where rows are being read, nothing may change under them.
    if (database_.in_transaction_ && database_.reading_ == 0 &&
        (values_.size() >= kWorthHanding || !database_.is_idle())) {
      return database_.give({statement_.get(), std::exchange(values_, {})});
    }
    database_.settle();
    values_.bind_to(*statement_);
    statement_->execute();
    values_.clear();
  }
  bool step() override {
    if (!is_reading_) {
      database_.settle();
      values_.bind_to(*statement_);
      ++database_.reading_;
      is_reading_ = true;
    }
    return statement_->step();
  }
  void reset() noexcept override {
    values_.clear();
    if (!std::exchange(is_reading_, false)) return;
    statement_->reset();
    --database_.reading_;
  }

  std::int64_t int64(int column) const override { return statement_->int64(column); }
  std::string_view text(int column) const override { return statement_->text(column); }
  std::string_view blob(int column) const override { return statement_->blob(column); }
  bool is_null(int column) const override { return statement_->is_null(column); }

 private:
  BackgroundDatabase& database_;
  std::unique_ptr<sql::Prepared> statement_;
  BoundValues values_;
  bool is_reading_ = false;
};

BackgroundDatabase::BackgroundDatabase(std::unique_ptr<Database> database)
    : database_(std::move(database)), thread_([this] { run(); }) {}

BackgroundDatabase::~BackgroundDatabase() {
  wait_until_idle();
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void BackgroundDatabase::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Work& work = waiting_.front();
    lock.unlock();
    std::exception_ptr failure;
    try {
      work.values.bind_to(*work.statement);
      work.statement->execute();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    waiting_.pop_front();
    if (failure) {
      failure_ = failure;
      waiting_.clear();
    }
    changed_.notify_all();
  }
}

void BackgroundDatabase::give(Work work) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kMostWaiting; });
  if (!failure_) {
    waiting_.push_back(std::move(work));
    lock.unlock();
    return changed_.notify_all();
  }
  lock.unlock();
  settle();
}

bool BackgroundDatabase::is_idle() {
  const std::lock_guard lock(mutex_);
  return waiting_.empty();
}

void BackgroundDatabase::wait_until_idle() noexcept {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty(); });
}

void BackgroundDatabase::settle() {
  wait_until_idle();
  if (!failure_) return;
  // Some errors end the transaction by themselves.
  in_transaction_ = database_->in_transaction();
  std::rethrow_exception(std::exchange(failure_, nullptr));
}

std::unique_ptr<sql::Prepared> BackgroundDatabase::prepare(std::string_view sql) {
  settle();
  return std::make_unique<LaterStatement>(*this, database_->prepare(sql));
}

void BackgroundDatabase::exec(const char* sql) {
  settle();
  database_->exec(sql);
}

void BackgroundDatabase::begin(Mode mode) {
  settle();
  next_moment();
  database_->begin(mode);
  in_transaction_ = true;
}

void BackgroundDatabase::commit() {
  settle();
  database_->commit();
  in_transaction_ = false;
}

void BackgroundDatabase::roll_back() noexcept {
  wait_until_idle();
  failure_ = nullptr;
  database_->roll_back();
  in_transaction_ = database_->in_transaction();
}

void BackgroundDatabase::set_savepoint() {
  settle();
  database_->set_savepoint();
}

void BackgroundDatabase::keep_savepoint() {
  settle();
  database_->keep_savepoint();
}

void BackgroundDatabase::undo_savepoint() noexcept {
  wait_until_idle();
  failure_ = nullptr;
  next_moment();
  database_->undo_savepoint();
  in_transaction_ = database_->in_transaction();
}

std::int64_t BackgroundDatabase::schema_version() {
  settle();
  return database_->schema_version();
}

void BackgroundDatabase::set_schema_version(std::int64_t version) {
  settle();
  database_->set_schema_version(version);
}

bool BackgroundDatabase::checkpoint() {
  settle();
  return database_->checkpoint();
}

}  // namespace loyald::sqlite
