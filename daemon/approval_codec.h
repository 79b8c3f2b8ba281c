// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proto/loyald/v1/register.pb.h"
#include "scanner/card_recogniser.h"
#include "store/base/result.h"

namespace loyald::daemon {

// How somebody of the staff says that an operation is right: by id and PIN, by a card, or (all
// empty) not at all. Nothing is verified yet.
struct Approval {
  std::string staff;
  std::string pin;
  std::string card;  // canonical
};

// Errors: invalid_argument, naming the field; not_a_card. Pure; any thread.
Result<Approval> parse_approval(const v1::Approval& message, const scanner::CardRecogniser& cards);

}  // namespace loyald::daemon
