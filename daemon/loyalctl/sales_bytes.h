// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"

namespace loyald::loyalctl {

// All of a file, uncompressed where it is gzip or Zstandard, whatever it is called. Errors:
// not_found (it cannot be opened or read, and why), invalid_argument (compressed but damaged),
// resource_exhausted (more than `limit` bytes, uncompressed).
Result<std::string> read_sales_bytes(const std::string& path, std::size_t limit);

}  // namespace loyald::loyalctl
