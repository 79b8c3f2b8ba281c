// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "daemon/loyalctl/remote.h"
#include "store/base/result.h"

namespace loyald::loyalctl {

struct ImportArguments {
  StoreAddress address;
  std::string file;
  // Which text those who consented had seen.
  std::string text_version = "import";
  bool dry_run = false;
};

// Takes a CSV file of members and opening balances into a store, through its daemon. Nothing is
// done where any row has a mistake; they are all printed. Running it again, also after it was
// interrupted, does only what is missing.
Result<void> import_members(const ImportArguments& arguments);

}  // namespace loyald::loyalctl
