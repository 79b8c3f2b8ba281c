// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"
#include "store/base/time.h"
#include "sync/certificates/authority.h"

namespace loyald::daemon {

// Head office's authority, kept in its state directory with mode 0600. Stores know its fingerprint
// from their enrolment, so it must be backed up, and is the same for head offices over one
// database.
//
// Reads it, or makes it where there is none: it is on disk when this returns, and its certificate
// alone beside it. Errors: failed_precondition (cannot be written or read, or is no authority).
Result<certificates::Authority> read_or_make_authority(const std::string& directory, Timestamp now);

}  // namespace loyald::daemon
