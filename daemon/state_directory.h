// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"

namespace loyald::daemon {

// The directory a daemon keeps its books in, locked for this process: two processes on the same
// books would each believe to be the one writer. The lock goes with the object or the process,
// however that ends.
class StateDirectory {
 public:
  // Makes the directory (mode 0700; its parent must exist) and takes `<path>/lock`. `program` is
  // named in errors. Errors: unavailable (another process has the lock; its number is in the
  // message), failed_precondition (cannot be made or is no directory).
  static Result<StateDirectory> open(const std::string& path, const std::string& program);

  StateDirectory(StateDirectory&& other) noexcept;
  StateDirectory& operator=(StateDirectory&&) = delete;
  ~StateDirectory();

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  StateDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_;
};

}  // namespace loyald::daemon
