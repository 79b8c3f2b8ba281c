// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <endian.h>

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "store/base/bytes.h"
#include "store/base/random.h"
#include "store/base/result.h"
#include "store/base/time.h"

namespace loyald {

// 128 bits that name something for ever. The tag keeps a member from being passed as an
// incarnation.
template <class Tag>
struct Id128 {
  std::array<std::uint8_t, 16> bytes{};
  // By bytes, eight at a time.
  friend std::strong_ordering operator<=>(const Id128& a, const Id128& b) {
    const auto upper = a.half(0) <=> b.half(0);
    return upper != 0 ? upper : a.half(8) <=> b.half(8);
  }
  friend bool operator==(const Id128&, const Id128&) = default;
  // For boost::hash: the bytes are random, but for the time that some begin with.
  friend std::size_t hash_value(const Id128& id) { return id.half(0) ^ id.half(8); }

  bool is_zero() const { return *this == Id128{}; }
  std::string str() const { return to_string(bytes); }  // the 16 bytes
  std::string hex() const { return to_hex(bytes); }     // 32 digits

 private:
  std::uint64_t half(std::size_t from) const {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + from, sizeof value);
    return be64toh(value);
  }
};

using MemberId = Id128<struct MemberTag>;
// One life of a store's journal: random, new after every restore or clone.
using Incarnation = Id128<struct IncarnationTag>;

template <class Id>
Result<Id> id_from_bytes(std::string_view bytes) {
  Id id;
  if (bytes.size() != id.bytes.size()) {
    return fail(Errc::invalid_argument, "an id has 16 bytes, not " + std::to_string(bytes.size()));
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) id.bytes[i] = static_cast<std::uint8_t>(bytes[i]);
  return id;
}

template <class Id>
Result<Id> id_from_hex(std::string_view text) {
  LOYALD_ASSIGN(const std::string bytes, from_hex(text));
  return id_from_bytes<Id>(bytes);
}

template <class Id>
Id random_id(Random& random) {
  Id id;
  random.fill(id.bytes);
  return id;
}

// RFC 9562 version 7: 48 bits of milliseconds first, so that new ids are neighbours in an index.
template <class Id>
Id time_ordered_id(Timestamp now, Random& random) {
  Id id;
  random.fill(id.bytes);
  for (std::size_t i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(now.ms) >> (40 - 8 * i));
  }
  id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0fU));
  id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3fU));
  return id;
}

// A store's number, given by head office, never reused; 1 or more.
using StoreId = std::uint64_t;
// A journal entry's place in its incarnation: 1, 2, 3, … without gaps.
using Seq = std::uint64_t;

// Which journal: one life of one store's.
struct JournalName {
  StoreId store_id = 0;
  Incarnation incarnation;
  friend auto operator<=>(const JournalName&, const JournalName&) = default;
};

}  // namespace loyald
