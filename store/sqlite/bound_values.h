// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/prepared.h"

namespace loyald::sqlite {

// What a statement's parameters are to be, kept until it runs. For one thread at a time.
class BoundValues {
 public:
  void set(int place, std::int64_t value) { at(place) = {Kind::number, value, 0}; }
  void set_text(int place, std::string_view value) { keep(place, Kind::text, value); }
  void set_blob(int place, std::string_view value) { keep(place, Kind::blob, value); }
  void set_null(int place) { at(place) = {}; }
  // Binds them; they must live until the statement has run. Throws Error.
  void bind_to(sql::Prepared& statement) const;
  void clear();
  std::size_t size() const { return values_.size(); }

 private:
  enum class Kind { null, number, text, blob };
  struct Value {
    Kind kind = Kind::null;
    std::int64_t number = 0;  // or where its bytes begin
    std::size_t size = 0;
  };
  Value& at(int place);
  void keep(int place, Kind kind, std::string_view value);

  std::vector<Value> values_;
  std::string bytes_;
};

}  // namespace loyald::sqlite
