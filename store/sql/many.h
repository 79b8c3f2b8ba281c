// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <ranges>
#include <string>
#include <tuple>
#include <utility>

#include "store/sql/bind.h"
#include "store/sql/database.h"
#include "store/sql/statement.h"

namespace loyald::sql {

// SQL around a list: what comes before, one element of it, what comes after. Parameters of `before`
// and `after` are ?1, ?2 …, the `fixed` ones; those of an element are plain ?. For example
// {"SELECT text FROM identifier WHERE member_id IN (", "?", ")"}. Beware of "(a, b) IN (VALUES …)":
// SQLite goes by a part of the key, or reads the whole table. Join the list with the table.
struct ManyText {
  std::string before;
  std::string each;
  std::string after;
  std::size_t fixed = 0;
  std::string between = ",";
};

// One statement for many keys or rows, a few hundred at a time: with a server, each statement is a
// way there and back. Prepared for a few lengths of the list, where they are first needed. Belongs
// to its connection's thread. Throws Error.
class Many {
 public:
  Many(Database& database, ManyText text) : database_(database), text_(std::move(text)) {}
  Many(const Many&) = delete;
  Many& operator=(const Many&) = delete;

  // Runs a statement without rows. `bind_one(prepared, place, element)` binds one element and
  // returns the place behind it.
  template <class List, class BindOne, class... Fixed>
  void execute(const List& list, BindOne&& bind_one, const Fixed&... fixed) {
    for_each_part(Rest::exact, list, bind_one, std::tie(fixed...),
                  [](Prepared& part) { part.execute(); });
  }
  // Calls `use(rows)` for every row, of each part in the order that the SQL says.
  template <class List, class BindOne, class Use, class... Fixed>
  void read(const List& list, BindOne&& bind_one, Use&& use, const Fixed&... fixed) {
    for_each_part(Rest::padded, list, bind_one, std::tie(fixed...), [&](Prepared& part) {
      Statement::Rows rows(part);
      while (rows.next()) use(rows);
    });
  }

 private:
  enum class Rest { exact, padded };
  static std::size_t length_for(std::size_t left, Rest rest);
  Prepared& statement(std::size_t length);

  template <class List, class BindOne, class Fixed, class Run>
  void for_each_part(Rest rest, const List& list, BindOne&& bind_one, const Fixed& fixed,
                     Run&& run) {
    auto next = std::ranges::begin(list);
    for (std::size_t left = std::ranges::size(list); left > 0;) {
      database_.write_owed(text_.before);
      const std::size_t length = length_for(left, rest);
      Prepared& part = statement(length);
      int place = bind_each(part, 1, fixed);
      const std::size_t taken = std::min(length, left);
      for (std::size_t i = 0; i < length; ++i) {
        place = bind_one(part, place, *next);
        // A padded part ends with the same one several times.
        if (i + 1 < taken) ++next;
      }
      ++next;
      left -= taken;
      run(part);
    }
  }

  Database& database_;
  const ManyText text_;
  std::map<std::size_t, std::unique_ptr<Prepared>> prepared_;
};

// For lists of single keys.
inline constexpr auto bind_key = [](Prepared& to, int place, const auto& key) {
  bind(to, place, key);
  return place + 1;
};

// For lists of tuples.
inline constexpr auto bind_tuple = [](Prepared& to, int place, const auto& tuple) {
  return bind_each(to, place, tuple);
};

}  // namespace loyald::sql
