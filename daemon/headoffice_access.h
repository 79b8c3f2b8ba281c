// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/headoffice_config.h"
#include "store/base/hash.h"

namespace loyald::daemon {

// Who may call head office, by the bearer token they show. Keeps only the tokens' hashes, and
// compares those in a time that does not depend on the token shown. Does not change; may be used
// from any thread.
class HeadOfficeAccess {
 public:
  HeadOfficeAccess(std::string_view admin_token, const std::vector<KnownStore>& stores);

  // unauthenticated where it is not the administrator's token.
  Result<void> require_admin(std::string_view token) const;
  // unauthenticated where it is not this very store's token, whether or not there is such a store.
  Result<void> require_store(std::string_view token, StoreId store) const;

 private:
  Hash admin_;
  std::map<StoreId, Hash> stores_;
};

}  // namespace loyald::daemon
