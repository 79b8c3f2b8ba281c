// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/random.h"
#include "store/base/result.h"
#include "store/base/signature.h"

namespace loyald::daemon {

// The key that head office signs with: 64 hexadecimal digits in a file of mode 0600 beside the
// books, so that a backup of the books that is put back does not change it. Stores keep to the
// first key that they hear of, so the file must be backed up, too.
//
// Reads it, or makes it where there is none: it is on disk, under its name, when this returns.
// Errors: failed_precondition (cannot be written or read, or is no key).
Result<SigningSeed> read_or_make_signing_key(const std::string& path, Random& random);

}  // namespace loyald::daemon
