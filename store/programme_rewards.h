// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme_place.h"

// What units are good for: [[reward]]. Pure, callable from any thread.
namespace loyald {

// A reward of a programme whose units and tiers are those of `known`.
Result<programme::Reward> read_reward(const v1::Reward& from, const programme::Programme& known,
                                      const Place& place);

}  // namespace loyald
