// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "proto/loyald/v1/rights.pb.h"
#include "store/base/ids.h"
#include "store/base/signature.h"

// Head office's offers of rights (proto/loyald/v1/rights.proto). Pure, callable from any thread.
namespace loyald {

// The offer itself; nothing where it is none, or not one for this journal.
std::optional<v1::RightsOffer> offer_in(const v1::SignedOffer& offer, const JournalName& journal);

v1::SignedOffer sign_offer(const v1::RightsOffer& offer, const SigningSeed& seed);
bool is_signed_by(const v1::SignedOffer& offer, const PublicKey& key);

}  // namespace loyald
