// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/base/time.h"

namespace loyald::programme {

// The languages in which Loyald itself speaks.
enum class Language { english, german };

// German for "de" and its regions, English for everything else.
Language language_of(std::string_view bcp47);

// Money as people of that language write it: 123456 minor units of "EUR" are "1234.56 EUR" and
// "1234,56 EUR". Without a currency the number alone.
std::string money_text(std::int64_t minor, const std::string& currency, Language language);

// A day as people of that language write it: "2026-11-21" and "21.11.2026".
std::string day_text(Date day, Language language);

}  // namespace loyald::programme
