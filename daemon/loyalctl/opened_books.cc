// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/opened_books.h"

#include <filesystem>

#include "daemon/state_files.h"

namespace loyald::loyalctl {

Result<OpenedBooks> open_books(const std::string& directory) {
  const std::filesystem::path path(directory);
  std::error_code ignored;
  OpenedBooks opened;
  if (std::filesystem::exists(path / daemon::kStoreBooksFile, ignored)) {
    LOYALD_ASSIGN(opened.store, open_books_read_only(path / daemon::kStoreBooksFile));
    return opened;
  }
  if (std::filesystem::exists(path / daemon::kHeadOfficeBooksFile, ignored)) {
    LOYALD_ASSIGN(opened.head_office,
                  open_central_books_read_only(path / daemon::kHeadOfficeBooksFile));
    return opened;
  }
  return fail(Errc::not_found, directory + " holds no books of Loyald",
              "name the state_directory of the store's or head office's configuration");
}

}  // namespace loyald::loyalctl
