// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "scanner/file_descriptor.h"
#include "store/base/result.h"

namespace loyald::loyalctl {

// A file that was not there before. Begun at once, so that nobody finds out after the work that it
// cannot be; gone again unless keep() was called. Belongs to one thread.
class NewFile {
 public:
  // already_exists, unavailable (no such directory, no right to write there).
  static Result<NewFile> create(const std::string& path);
  ~NewFile();
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;

  // Both: unavailable (the disk is full, or fails).
  Result<void> write(std::string_view bytes);
  Result<void> keep();

 private:
  NewFile(std::string path, scanner::FileDescriptor file);
  Result<void> flush();

  std::string path_;  // empty: kept, or another's now
  scanner::FileDescriptor file_;
  std::string waiting_;
};

}  // namespace loyald::loyalctl
