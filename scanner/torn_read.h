// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/card_format.h"
#include "scanner/symbology.h"

namespace loyald::scanner {

// Why `text`, which no format fits, is likely a card all the same: one of which a part is missing,
// or one with another code directly before or after it, as scanners without a terminator give them.
// In words for the cashier, without the text. Only cards with a prefix can be told so, and inside a
// longer text only those with a check digit.
std::optional<std::string> torn_read(const std::vector<CardFormat>& formats, std::string_view text,
                                     Symbology symbology);

}  // namespace loyald::scanner
