// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// By what people read off a card or type in: a card's number, a phone number, a mail address, or a
// member id; whoever stands for them since they were merged. Errors: not_found. Throws
// sql::Error.
Result<MemberId> find_member(CentralBooks& books, const std::string& text);
// The same, but the member it belonged to before any merge.
Result<MemberId> find_own_member(CentralBooks& books, const std::string& text);

}  // namespace loyald
