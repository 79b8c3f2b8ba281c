// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme_place.h"

// How units are earned: [[group]], [[earn]], [[multiplier]]. Pure, callable from any thread.
namespace loyald {

// Reads them into `to`, whose units and tiers are there already.
Result<void> read_earning(const v1::Programme& from, const Place& place, programme::Programme& to);

}  // namespace loyald
