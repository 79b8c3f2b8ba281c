// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loyald::scanner {

// Names of keys, as browsers write them in KeyboardEvent.code: by their place, whatever the layout
// makes of them. "F9", "Pause", "NumpadAdd", "KeyB".

// The kernel's code (KEY_F9 …); nothing where there is no such key.
std::optional<std::uint16_t> key_named(std::string_view name);

// The name that was probably meant; empty where none is near.
std::string nearest_key_name(std::string_view name);

// Whether the key types a character, so that a page cannot take it away from its inputs.
bool types_text(std::string_view name);

}  // namespace loyald::scanner
