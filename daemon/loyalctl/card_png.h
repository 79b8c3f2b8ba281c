// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scanner/picture.h"
#include "store/base/result.h"

namespace loyald::loyalctl {

// The picture as a PNG file with 8 bits of grey. internal where it cannot be made.
Result<std::string> to_png(const scanner::Picture& picture);

}  // namespace loyald::loyalctl
