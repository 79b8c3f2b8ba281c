// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace loyald::scanner {

// A card number as logs, pages and receipts may show it: "•••1234". The last four characters, and
// never more than half of the number. Pure.
std::string masked(std::string_view number);

}  // namespace loyald::scanner
