// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/rows_written.h"

#include <algorithm>
#include <set>
#include <span>

#include "store/sql/statement.h"

namespace loyald::bench {
namespace {

// Every table that a push of sales writes: its columns (i integer, t text, b blob) and how many of
// them, from the first, are its key.
struct Table {
  const char* name;
  const char* columns;
  const char* kinds;
  std::size_t key;
};
constexpr Table kTables[] = {
    {"store_incarnation",
     "store_id,incarnation,state,genesis,seq,head_hash,hlc,sales,opened_ms,last_contact_ms,version,"
     "protocol",
     "ibibibiiiiti", 2},
    {"journal_segment", "store_id,incarnation,first_seq,last_seq,head_hash,ingested_ms,payload",
     "ibiibib", 3},
    {"lot", "member_id,unit,expires_on,available_from,amount", "btiii", 4},
    {"held_right",
     "owner_id,unit,expires_on,available_from,store_id,incarnation,own,own_seq,granted",
     "btiiibiii", 6},
    {"identifier", "text,kind,member_id,state,hlc,store_id", "tibiii", 1},
    {"standing", "member_id,household_id,merged_into,record", "bbbb", 1},
    {"pattern_count", "day,kind,who,amount", "iiti", 3},
    {"card_use", "card,used_ms,store_id", "tii", 3},
    {"visit", "owner_id,month,store_id,visits", "biii", 3},
    {"grant_due", "store_id,owner_id", "ib", 2},
    {"feed", "member_id,pos", "bi", 1},
    {"store_feed", "store_id,member_id,pos", "ibi", 2},
    {"feed_position", "id,pos,epoch,first_version", "iiii", 1},
};
constexpr std::size_t kRowsAtOnce[] = {256, 16, 1};

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    names.push_back(list.substr(at, comma - at));
    at = comma + 1;
  }
  return names;
}

Row read_row(const sql::Statement::Rows& from, const char* kinds) {
  Row row;
  for (int i = 0; kinds[i] != '\0'; ++i) {
    if (kinds[i] == 'i') row.emplace_back(from.int64(i));
    if (kinds[i] == 't') row.emplace_back(std::string(from.text(i)));
    if (kinds[i] == 'b') row.emplace_back(std::string(from.blob(i)));
  }
  return row;
}

std::string statement_for(const Table& table, std::size_t rows) {
  const std::vector<std::string> names = names_in(table.columns);
  std::string sql = "INSERT INTO " + std::string(table.name) + " VALUES";
  std::size_t place = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    sql += i == 0 ? "(" : ",(";
    for (std::size_t column = 0; column < names.size(); ++column) {
      sql += (column == 0 ? "?" : ",?") + std::to_string(++place);
    }
    sql += ")";
  }
  std::string key;
  std::string sets;
  for (std::size_t column = 0; column < names.size(); ++column) {
    std::string& list = column < table.key ? key : sets;
    list += (list.empty() ? "" : ",") + names[column];
    if (column >= table.key) list += " = excluded." + names[column];
  }
  return sql + " ON CONFLICT(" + key + ") DO " + (sets.empty() ? "NOTHING" : "UPDATE SET " + sets);
}

void bind(sql::Prepared& insert, const Table& table, std::span<const Row> rows) {
  int place = 0;
  for (const Row& row : rows) {
    for (std::size_t column = 0; column < row.size(); ++column) {
      ++place;
      if (const auto* number = std::get_if<std::int64_t>(&row[column])) {
        insert.bind(place, *number);
      } else if (table.kinds[column] == 't') {
        insert.bind_text(place, std::get<std::string>(row[column]));
      } else {
        insert.bind_blob(place, std::get<std::string>(row[column]));
      }
    }
  }
}

}  // namespace

Rows read_all(sql::Database& database) {
  const sql::Snapshot snapshot(database);
  Rows rows;
  for (const Table& table : kTables) {
    sql::Statement read(database, std::string("SELECT ") + table.columns + " FROM " + table.name);
    auto row = read.run();
    while (row.next()) rows[table.name].push_back(read_row(row, table.kinds));
  }
  return rows;
}

Rows changed(const Rows& before, const Rows& after) {
  Rows rows;
  for (const auto& [table, now] : after) {
    std::set<Row> known;
    if (const auto was = before.find(table); was != before.end()) {
      known.insert(was->second.begin(), was->second.end());
    }
    for (const Row& row : now) {
      if (!known.contains(row)) rows[table].push_back(row);
    }
  }
  return rows;
}

std::size_t count(const Rows& rows) {
  std::size_t sum = 0;
  for (const auto& [table, of_table] : rows) sum += of_table.size();
  return sum;
}

sql::Prepared& Writer::statement(const std::string& table, std::size_t rows) {
  auto& known = prepared_[{table, rows}];
  if (!known) {
    const auto* found = std::ranges::find(kTables, table, &Table::name);
    known = database_.prepare(statement_for(*found, rows));
  }
  return *known;
}

void Writer::write(const Rows& rows) {
  sql::Transaction transaction(database_);
  for (const Table& table : kTables) {
    const auto found = rows.find(table.name);
    if (found == rows.end()) continue;
    std::span<const Row> left = found->second;
    for (const std::size_t at_once : kRowsAtOnce) {
      while (left.size() >= at_once) {
        sql::Prepared& insert = statement(table.name, at_once);
        bind(insert, table, left.first(at_once));
        insert.execute();
        left = left.subspan(at_once);
      }
    }
  }
  transaction.commit();
}

}  // namespace loyald::bench
