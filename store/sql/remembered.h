// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <cstdint>
#include <memory_resource>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/sql/database.h"

namespace loyald::sql {

// What a table's class has read or written in the transaction that runs, so that the same row is
// not read again: with a server, each time is a way there and back. Empty outside a transaction, at
// the start of each, and as soon as anything is undone; whoever changes a row in another way than
// put() says forget_all(). One per connection and table; on its thread.
template <class Key, class Value>
class Remembered {
 public:
  explicit Remembered(Database& database) : database_(database) {}

  // Null: read it. Until the next call; what is changed there must be the row's, too.
  Value* find(const Key& key) {
    if (!is_of_now()) return nullptr;
    const auto known = values_.find(key);
    return known == values_.end() ? nullptr : &known->second;
  }
  void put(const Key& key, Value value) {
    if (!is_of_now()) return;
    constexpr std::size_t kMost = 4096;
    if (values_.size() >= kMost) values_.clear();
    values_.insert_or_assign(key, std::move(value));
  }
  // Those of the keys that are not known, each once and in order. They count as Value{} from here
  // on: whoever asks reads their rows next.
  template <class Keys>
  std::vector<Key> begin_to_read(const Keys& keys) {
    std::vector<Key> unknown;
    for (const Key& key : keys) {
      if (find(key) == nullptr) unknown.push_back(key);
    }
    std::ranges::sort(unknown);
    const auto again = std::ranges::unique(unknown);
    unknown.erase(again.begin(), again.end());
    for (const Key& key : unknown) put(key, Value{});
    return unknown;
  }
  void forget_all() { values_.clear(); }

 private:
  bool is_of_now() {
    if (moment_ != database_.moment()) values_.clear();
    moment_ = database_.moment();
    return database_.in_transaction();
  }

  Database& database_;
  std::uint64_t moment_ = 0;
  // Of its own: thousands of nodes come and go with each transaction.
  std::pmr::unsynchronized_pool_resource memory_;
  std::pmr::unordered_map<Key, Value, boost::hash<Key>> values_{&memory_};
};

}  // namespace loyald::sql
