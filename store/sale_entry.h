// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "proto/loyald/v1/journal.pb.h"
#include "store/requests.h"
#include "store/wallets.h"

// A sale as its journal entry. Pure functions, callable from any thread.
namespace loyald {

// The register's own words.
void set_asked(v1::Sale& sale, const CheckoutRequest& request, const MemberId& member);
// What the rules read besides; `referrer` whoever referred the member, if anybody did.
v1::SaleInputs inputs_of(const programme::Situation& situation, const std::string& tier,
                         const std::optional<MemberId>& referrer);

// What followed from both, on the sale of `entry`, and what the ledger adds for it: the member's
// units with the sale, those of the store and the referrer with the entry.
void set_outcome(v1::JournalEntry& entry, const programme::Evaluation& evaluation);
// The same of an event's rules, on the `outcome` and `changes` of an enrolment or event.
void set_event_outcome(v1::JournalEntry& entry, const programme::Evaluation& evaluation,
                       v1::EventOutcome& outcome, LotChanges& changes);

}  // namespace loyald
