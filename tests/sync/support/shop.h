// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "store/store.h"
#include "sync/agent/agent.h"
#include "tests/support/programme_text.h"

namespace loyald::testing {

inline constexpr Timestamp kStart{1'790'000'000'000};  // 2026-09-21
inline constexpr Date kToday{20717};

// A store's books and agent on a file, to be closed and opened again.
class Shop {
 public:
  // `random` must outlive the shop. `vfs`: where the file is; empty = a real one.
  Shop(std::string path, StoreId id, Random& random, std::string vfs = {});

  void open(Timestamp now);
  // The same where it may fail.
  Result<void> try_open(Timestamp now);
  void close();
  bool is_open() const { return store_ != nullptr; }
  Store& store() { return *store_; }
  Books& books() { return store_->books(); }
  Agent& agent() { return *agent_; }
  StoreId id() const { return id_; }
  const std::string& path() const { return path_; }

  // One call in a batch of its own.
  template <class Call>
  auto run(Call&& call) {
    Store::Batch batch(*store_);
    auto result = batch.run(call);
    batch.commit();
    return result;
  }
  // A sale of `amount`, redeeming `points` (0 = none).
  Result<Recorded> sell(Timestamp now, const std::string& card, std::int64_t amount,
                        Quantity points = 0);
  Result<Recorded> enrol(Timestamp now, const std::string& card, const std::string& name);

  // A new operation of this shop's register.
  Origin origin();

  // Of the agent, from the next opening on. By default what is credited stays this shop's, so that
  // its journal has what its register asked for and nothing else.
  std::chrono::milliseconds seal_after{std::chrono::hours(100'000)};

 private:
  std::string path_;
  StoreId id_;
  Random& random_;
  std::string vfs_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Agent> agent_;
  int operations_ = 0;
};

}  // namespace loyald::testing
