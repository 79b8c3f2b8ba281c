// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"

namespace loyald::loyalctl {

// The configuration sheet as one HTML page for printing on A4: each part of scanner::sheet_texts()
// as Code 128 for laser scanners, and as QR code for what reads from a screen.
Result<std::string> scanner_sheet();

}  // namespace loyald::loyalctl
