// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/card_issuing.h"
#include "daemon/card_key_file.h"
#include "store/card_keys.h"

namespace loyald::daemon {

// The newest key of that kind that counts and whose secret is in the file. failed_precondition,
// saying how one is made. Reads the books; throws sql::Error.
Result<int> key_to_sign_with(CardKeys& known, const CardKeyFile& keys, CardKeyKind kind);

// What the codes of new cards say, signed with that key. `keys` must outlive the result; null where
// nothing is signed here. Errors and exceptions as above.
Result<CardText> card_signer(CardKeys& known, const CardKeyFile* keys);

}  // namespace loyald::daemon
