// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/guard.h"
#include "store/store.h"

namespace loyald::daemon {

// The guard file: how far the journal was, in a directory of its own, so that whoever puts back an
// old copy of the state directory does not put that back with it. Replaced as a whole and synced; a
// mark is written only of what is committed. Belongs to the books thread.
class GuardFile {
 public:
  // Makes the directory where it is missing. failed_precondition.
  static Result<GuardFile> in(const std::string& directory);

  // Begins another life of the journal where the file says that these books were restored or are
  // another PC's, or where it is gone while the books have a past; then writes the mark. Needs no
  // transaction. Errors: unavailable (cannot be read or written).
  Result<void> check(Store& store, Timestamp now);
  // How far the journal is now, where that is not what the file says already. Errors: unavailable.
  Result<void> write(Journal& journal);

 private:
  GuardFile(std::string path, std::string machine)
      : path_(std::move(path)), machine_(std::move(machine)) {}

  Result<std::optional<GuardMark>> read();

  std::string path_;
  std::string machine_;
  std::string written_;
};

}  // namespace loyald::daemon
