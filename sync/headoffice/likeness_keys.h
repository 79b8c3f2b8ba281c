// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"

// What two members have in common who may be one person. Pure functions, callable from any thread.
namespace loyald {

// Stored; do not renumber. In the order in which they are told.
enum class LikenessKind { phone = 1, mail = 2, name_and_birthday = 3, name_and_address = 4 };

// "same_phone", "same_mail", "same_name_and_birthday", "same_name_and_address".
std::string_view reason_of(LikenessKind kind);

struct Likeness {
  LikenessKind kind = LikenessKind::phone;
  // Equal where what is compared is; says nothing of it to somebody who reads the table.
  std::array<std::uint8_t, 16> key{};
  friend auto operator<=>(const Likeness&, const Likeness&) = default;
};

// A name as it is compared: in Latin letters without marks ("Müller" as "mueller", "Łukasz" as
// "lukasz"), small, its words in the order of the alphabet, so that "Berg, Anna" is "Anna Berg".
// Transliterations are those of the Unicode CLDR.
std::string comparable(std::string_view name);

// Everything that this profile may have in common with another.
std::vector<Likeness> likenesses_of(const v1::MemberProfile& profile);

}  // namespace loyald
