// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/bound_values.h"

namespace loyald::sqlite {

BoundValues::Value& BoundValues::at(int place) {
  const auto index = static_cast<std::size_t>(place - 1);
  if (index >= values_.size()) values_.resize(index + 1);
  return values_[index];
}

void BoundValues::keep(int place, Kind kind, std::string_view value) {
  at(place) = {kind, static_cast<std::int64_t>(bytes_.size()), value.size()};
  bytes_ += value;
}

void BoundValues::bind_to(sql::Prepared& statement) const {
  int place = 0;
  for (const Value& value : values_) {
    ++place;
    const auto bytes = [&] {
      return std::string_view(bytes_).substr(static_cast<std::size_t>(value.number), value.size);
    };
    switch (value.kind) {
      case Kind::null:
        statement.bind_null(place);
        break;
      case Kind::number:
        statement.bind(place, value.number);
        break;
      case Kind::text:
        statement.bind_text(place, bytes());
        break;
      case Kind::blob:
        statement.bind_blob(place, bytes());
        break;
    }
  }
}

void BoundValues::clear() {
  values_.clear();
  bytes_.clear();
}

}  // namespace loyald::sqlite
