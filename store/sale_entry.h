// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proto/loyald/v1/journal.pb.h"
#include "store/requests.h"

// A sale as its journal entry. Pure functions, callable from any thread.
namespace loyald {

// The register's own words.
void set_asked(v1::Sale& sale, const CheckoutRequest& request, const MemberId& member);
// What the rules read besides.
void set_inputs(v1::Sale& sale, const programme::Situation& situation, const std::string& tier);
// What followed from both, and what the ledger adds for it.
void set_outcome(v1::Sale& sale, const programme::Evaluation& evaluation);

}  // namespace loyald
