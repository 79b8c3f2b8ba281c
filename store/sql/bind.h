// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "store/base/ids.h"
#include "store/sql/prepared.h"

// Values as parameters of an engine's statement: numbers, texts, blobs, ids (as blobs), and
// nothing.
namespace loyald::sql {

// A blob to bind; text binds as text.
struct Blob {
  std::string_view bytes;
};
template <class Bytes>
Blob blob(const Bytes& bytes) {
  return {std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}
// The same, kept until it is bound.
struct OwnedBlob {
  std::string bytes;
  friend auto operator<=>(const OwnedBlob&, const OwnedBlob&) = default;
};

inline void bind(Prepared& to, int place, std::int64_t value) { to.bind(place, value); }
inline void bind(Prepared& to, int place, int value) { to.bind(place, std::int64_t{value}); }
// CHECKs that the engines' signed numbers hold it.
void bind(Prepared& to, int place, std::uint64_t value);
inline void bind(Prepared& to, int place, std::uint32_t value) {
  to.bind(place, std::int64_t{value});
}
inline void bind(Prepared& to, int place, std::string_view value) { to.bind_text(place, value); }
inline void bind(Prepared& to, int place, const std::string& value) { to.bind_text(place, value); }
inline void bind(Prepared& to, int place, const char* value) { to.bind_text(place, value); }
inline void bind(Prepared& to, int place, Blob value) { to.bind_blob(place, value.bytes); }
inline void bind(Prepared& to, int place, const OwnedBlob& value) {
  to.bind_blob(place, value.bytes);
}
template <class Tag>
void bind(Prepared& to, int place, const Id128<Tag>& value) {
  to.bind_blob(place, blob(value.bytes).bytes);
}
template <class Value>
void bind(Prepared& to, int place, const std::optional<Value>& value) {
  value ? bind(to, place, *value) : to.bind_null(place);
}

// Each of a tuple, from `place` on; returns the place behind.
template <class Tuple>
int bind_each(Prepared& to, int place, const Tuple& values) {
  std::apply([&](const auto&... each) { (bind(to, place++, each), ...); }, values);
  return place;
}

}  // namespace loyald::sql
