// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory_resource>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/sql/bind.h"
#include "store/sql/database.h"
#include "store/sql/many.h"

namespace loyald::sql {

// The columns of a table, its key first.
struct TableShape {
  std::string table;
  std::vector<std::string> key;
  std::vector<std::string> values;
  // What a row that is there already becomes: "DO UPDATE SET …". Empty: what is written replaces
  // it.
  std::string on_conflict;
};
ManyText upsert_text(const TableShape& shape);
ManyText erase_text(const TableShape& shape);

// Rows of one table that a transaction has changed, each written once, many in a statement, when
// the database asks for it (Database::owe): with a server, each statement costs as much as many
// rows. Key and Row are tuples of what bind() takes. Outside a transaction rows are written at
// once. Belongs to the class of the table, which looks at what it put here first; on the
// connection's thread. Throws Error.
template <class Key, class Row>
class OwedRows final : private Owed {
 public:
  OwedRows(Database& database, TableShape shape)
      : database_(database),
        table_(shape.table),
        upsert_(database, upsert_text(shape)),
        erase_(database, erase_text(shape)) {}
  OwedRows(const OwedRows&) = delete;
  OwedRows& operator=(const OwedRows&) = delete;

  void put(Key key, Row row) {
    rows_.insert_or_assign(as_kept(std::move(key)), std::move(row));
    note();
  }
  void remove(Key key) {
    rows_.insert_or_assign(as_kept(std::move(key)), std::nullopt);
    note();
  }
  // What is owed of a row, to add to it; a Row{} where nothing is.
  template <class Change>
  void change(Key key, Change&& change) {
    std::optional<Row>& row = rows_[as_kept(std::move(key))];
    if (!row) row.emplace();
    change(*row);
    note();
  }

 private:
  static constexpr std::size_t kMostRows = 8192;
  using Rows = std::pmr::map<Key, std::optional<Row>>;

  Key as_kept(Key key) {
    const auto keep = [&](auto& value) {
      if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
        value = database_.kept(std::move(value));
      }
    };
    std::apply([&](auto&... each) { (keep(each), ...); }, key);
    return key;
  }
  void note() {
    if (!database_.in_transaction() || rows_.size() >= kMostRows) return write_rows();
    if (!is_noted_) database_.owe(*this);
    is_noted_ = true;
  }

  const std::string& table() const override { return table_; }
  void write() override {
    is_noted_ = false;
    write_rows();
  }
  void write_rows() {
    // Whatever comes of it, nothing is owed any more.
    const Rows rows = std::exchange(rows_, Rows(&memory_));
    std::vector<std::pair<const Key*, const Row*>> written;
    std::vector<const Key*> erased;
    for (const auto& [key, row] : rows) {
      if (row) {
        written.emplace_back(&key, &*row);
      } else {
        erased.push_back(&key);
      }
    }
    erase_.execute(
        erased, [](Prepared& to, int place, const Key* key) { return bind_each(to, place, *key); });
    upsert_.execute(written, [](Prepared& to, int place, const auto& row) {
      return bind_each(to, bind_each(to, place, *row.first), *row.second);
    });
  }
  void drop() noexcept override {
    rows_.clear();
    is_noted_ = false;
  }

  Database& database_;
  const std::string table_;
  Many upsert_;
  Many erase_;
  // Of its own: thousands of nodes come and go with each transaction.
  std::pmr::unsynchronized_pool_resource memory_;
  Rows rows_{&memory_};
  bool is_noted_ = false;
};

}  // namespace loyald::sql
