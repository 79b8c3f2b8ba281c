// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

namespace loyald::programme {

// What identified a member at the till, as far as it was proven. The numbers are those of
// proto/loyald/v1/journal.proto ShownAs; stored, never changed.
enum class ShownAs { card = 0, signed_code = 1, rotating_code = 2, phone = 3, mail = 4 };
inline constexpr std::size_t kShownAsKinds = 5;

// "card", "signed", "rotating", "phone", "mail": as programmes and registers say it.
const char* name(ShownAs kind);

struct Allowance {
  bool earn = true;
  bool redeem = true;
  friend bool operator==(const Allowance&, const Allowance&) = default;
};

// What each of them is good for.
struct Identification {
  std::array<Allowance, kShownAsKinds> kinds{};

  const Allowance& of(ShownAs kind) const { return kinds.at(static_cast<std::size_t>(kind)); }
  Allowance& of(ShownAs kind) { return kinds.at(static_cast<std::size_t>(kind)); }
  friend bool operator==(const Identification&, const Identification&) = default;
};

}  // namespace loyald::programme
