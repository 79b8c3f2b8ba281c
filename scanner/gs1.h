// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace loyald::scanner {

// What a GS1 code identifies, as far as it matters to a loyalty counter.
struct Gs1Key {
  enum class Kind {
    none,       // not GS1, or nothing we look for
    recipient,  // AI 8018, the global service relation number of somebody who is served: a member
    product,    // AI 01, an article
  };
  Kind kind = Kind::none;
  // The recipient's 18 digits, without AI; empty otherwise. The check digit is not yet verified.
  std::string digits;
};

inline constexpr std::size_t kGsrnDigits = 18;

// Reads element strings ("8018" + 18 digits, further elements after it or before it; GS1 General
// Specifications 7.8). `text` is without AIM identifier; separators are 0x1D. Pure.
Gs1Key read_element_string(std::string_view text);

// Reads a GS1 Digital Link URI of any host ("https://…/8018/506012345678901238?…"; GS1 Digital Link
// Standard: URI Syntax, 4). Kind::none for other texts and other links. Pure.
Gs1Key read_digital_link(std::string_view text);

}  // namespace loyald::scanner
