// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme/identification.h"

namespace loyald {

// Reads [identification]; what it does not say is allowed. Pure, any thread.
programme::Identification read_identification(const v1::Identification& from);

}  // namespace loyald
