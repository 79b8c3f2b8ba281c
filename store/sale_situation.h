// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "proto/loyald/v1/journal.pb.h"
#include "store/programme/evaluate.h"

namespace loyald {

// The event that enrolling somebody is to the rules.
inline constexpr std::string_view kEnrolEvent = "enrol";

// The situation that a sale, an event or an enrolment was decided in, as far as its entry tells:
// enough to evaluate it again without having seen the store. Every amount comes out as it was
// recorded; the dates of lots spent do not, because an entry keeps how much a member held and not
// of which lots. Pure, callable from any thread.
programme::Situation situation_of(const v1::JournalEntry& entry);

}  // namespace loyald
