// SPDX-License-Identifier: Apache-2.0
#include "store/offers.h"

#include <algorithm>

#include "store/base/amounts.h"

namespace loyald {
namespace {

bool is_sound(const v1::Grant& grant) {
  return grant.owner_id().size() == MemberId().bytes.size() &&
         std::ranges::all_of(grant.lots(), [](const v1::GrantedLot& lot) {
           return !lot.unit().empty() && 0 < lot.amount() && lot.amount() <= kMaxAmount;
         });
}

std::string signed_bytes(std::string_view offer) { return "lj1/offer" + std::string(offer); }

}  // namespace

std::optional<v1::RightsOffer> offer_in(const v1::SignedOffer& signed_offer,
                                        const JournalName& journal) {
  constexpr auto kMostStored = static_cast<std::uint64_t>(INT64_MAX);
  v1::RightsOffer offer;
  if (!offer.ParseFromString(signed_offer.offer())) return std::nullopt;
  const bool is_ours =
      offer.store_id() == journal.store_id && offer.incarnation() == journal.incarnation.str();
  const bool fits = offer.offer_no() <= kMostStored && offer.generation() <= kMostStored &&
                    offer.lease_until() <= kMostStored;
  if (!is_ours || !fits || !std::ranges::all_of(offer.grants(), is_sound)) return std::nullopt;
  return offer;
}

v1::SignedOffer sign_offer(const v1::RightsOffer& offer, const SigningSeed& seed) {
  v1::SignedOffer made;
  made.set_offer(offer.SerializeAsString());
  made.set_signature(to_string(sign(signed_bytes(made.offer()), seed)));
  return made;
}

bool is_signed_by(const v1::SignedOffer& offer, const PublicKey& key) {
  Signature signature;
  if (offer.signature().size() != signature.size()) return false;
  std::ranges::copy(offer.signature(), signature.begin());
  return is_signed(signed_bytes(offer.offer()), signature, key);
}

}  // namespace loyald
