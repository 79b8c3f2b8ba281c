// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace loyald::daemon {

// The project's version, "0.1.0".
std::string_view version();

}  // namespace loyald::daemon
