// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/opened_books.h"

#include <filesystem>

#include "daemon/headoffice_config.h"
#include "daemon/state_files.h"

namespace loyald::loyalctl {

Result<OpenedBooks> open_books(const std::string& place) {
  const std::filesystem::path path(place);
  std::error_code ignored;
  OpenedBooks opened;
  if (std::filesystem::exists(path / daemon::kStoreBooksFile, ignored)) {
    LOYALD_ASSIGN(opened.store, open_books_read_only(path / daemon::kStoreBooksFile));
    return opened;
  }
  if (std::filesystem::is_regular_file(path, ignored)) {
    LOYALD_ASSIGN(const auto settings, daemon::read_headoffice_config(place));
    opened.place = daemon::books_place(settings);
    opened.state_directory = settings.state_directory;
  } else if (std::filesystem::exists(path / daemon::kHeadOfficeBooksFile, ignored)) {
    opened.place.path = path / daemon::kHeadOfficeBooksFile;
    opened.state_directory = place;
  } else {
    return fail(Errc::not_found, place + " holds no books of Loyald",
                "name the state_directory of the store's or head office's configuration, or head "
                "office's configuration file");
  }
  LOYALD_ASSIGN(opened.head_office, open_central_books_read_only(opened.place));
  return opened;
}

}  // namespace loyald::loyalctl
