// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "store/store.h"

namespace loyald::daemon {

// Makes a programme's file the programme in force of a store without head office, and returns its
// version. Nobody else may use the store meanwhile. Errors: not_found (no such file),
// invalid_argument (naming the key), and resource_exhausted or unavailable where the database
// refuses.
Result<std::uint32_t> adopt_programme_file(Store& store, const std::string& path, Date today);

}  // namespace loyald::daemon
