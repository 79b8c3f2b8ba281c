// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/register.pb.h"
#include "store/base/result.h"
#include "store/requests.h"

namespace loyald::daemon {

// A person as they gave themselves, phone and mail normalised. Errors: invalid_argument, naming the
// field ("profile.phone: …"). Pure; any thread.
Result<Person> parse_person(const v1::Profile& profile);

}  // namespace loyald::daemon
