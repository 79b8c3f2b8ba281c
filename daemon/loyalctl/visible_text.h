// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace loyald::loyalctl {

// The text with its control characters as their names: "<GS>", "<CR>".
std::string visible(std::string_view text);

// As a string of a TOML file, with its quotes.
std::string toml_string(std::string_view text);

}  // namespace loyald::loyalctl
