// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/store.h"
#include "sync/headoffice/head_office.h"

namespace loyald::loyalctl {

// What lies in a state directory, or where head office's configuration file says, opened for
// reading beside a daemon that may be running. Exactly one of the two.
struct OpenedBooks {
  std::unique_ptr<Books> store;
  std::unique_ptr<CentralBooks> head_office;
  BooksPlace place;             // head office's
  std::string state_directory;  // the same
};

// `place` is the directory or the file. Errors: not_found where it holds neither, those of the
// configuration and of opening.
Result<OpenedBooks> open_books(const std::string& place);

}  // namespace loyald::loyalctl
