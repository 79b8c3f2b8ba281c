// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/store.h"
#include "sync/headoffice/head_office.h"

namespace loyald::loyalctl {

// What lies in a state directory, opened for reading beside a daemon that may be running. Exactly
// one of the two.
struct OpenedBooks {
  std::unique_ptr<Books> store;
  std::unique_ptr<CentralBooks> head_office;
};

// not_found where the directory holds neither.
Result<OpenedBooks> open_books(const std::string& directory);

}  // namespace loyald::loyalctl
