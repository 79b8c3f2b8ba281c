// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>

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
  void put(const Key& key, const Value& value) {
    if (!is_of_now()) return;
    constexpr std::size_t kMost = 4096;
    if (values_.size() >= kMost) values_.clear();
    values_.insert_or_assign(key, value);
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
  std::map<Key, Value> values_;
};

}  // namespace loyald::sql
