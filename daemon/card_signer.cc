// SPDX-License-Identifier: Apache-2.0
#include "daemon/card_signer.h"

#include "store/base/card_token.h"

namespace loyald::daemon {

Result<int> key_to_sign_with(CardKeys& known, const CardKeyFile& keys, CardKeyKind kind) {
  int newest = 0;
  for (const CardKey& key : known.all()) {
    if (key.kind == kind && !key.is_retired && keys.has(kind, key.key)) newest = key.key;
  }
  if (newest > 0) return newest;
  const bool rotating = kind == CardKeyKind::rotating;
  return fail(
      Errc::failed_precondition,
      std::string("there is no key for ") + (rotating ? "rotating codes" : "signed cards") +
          " here",
      std::string("make one: \"loyalctl card keys --new") + (rotating ? " --rotating\"" : "\""));
}

Result<CardText> card_signer(CardKeys& known, const CardKeyFile* keys) {
  if (keys == nullptr) {
    return fail(Errc::failed_precondition, "this store signs no cards: its head office does",
                "issue them there");
  }
  LOYALD_ASSIGN(const int key, key_to_sign_with(known, *keys, CardKeyKind::signing));
  return CardText([key, seed = *keys->signing_seed(key)](const std::string& number) {
    return signed_card_text(key, seed, number);
  });
}

}  // namespace loyald::daemon
