// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/enrolled_store.h"
#include "daemon/headoffice_config.h"
#include "store/base/hash.h"

namespace loyald::daemon {

// Who may call head office, by the bearer token they show, or the certificate that they were
// enrolled with. Keeps only the tokens' hashes, and compares those in a time that does not depend
// on the token shown. Does not change; may be used from any thread.
class HeadOfficeAccess {
 public:
  HeadOfficeAccess(std::string_view admin_token, const std::vector<KnownStore>& stores);

  // unauthenticated where it is not the administrator's token.
  Result<void> require_admin(std::string_view token) const;
  // unauthenticated where it is neither this very store's token nor its certificate, whether or not
  // there is such a store. Whether the certificate's enrolment still counts, the books know.
  Result<void> require_store(std::string_view token,
                             const std::optional<EnrolledStore>& certificate, StoreId store) const;

 private:
  Hash admin_;
  std::map<StoreId, std::optional<Hash>> stores_;  // nothing: only with a certificate
};

}  // namespace loyald::daemon
