// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme_place.h"

// What a unit says about returns that find its units gone: return_policy, debt_limit and charge.
// Pure, callable from any thread.
namespace loyald {

// Into `to`, whose other keys have been read. invalid_argument where the keys do not fit together.
Result<void> read_return_policy(const v1::Unit& from, const Place& place, programme::Unit& to);

}  // namespace loyald
