// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace loyald::sqlite {

// The world broke under a statement: disk full, I/O error, corrupt file. Thrown by everything in
// store/ that touches the database, caught once per request by whoever runs the transaction.
// Nothing of the transaction it escapes from is kept.
class Error : public std::runtime_error {
 public:
  Error(int extended_code, const std::string& message)
      : std::runtime_error(message), code_(extended_code) {}

  int code() const { return code_; }
  // The disk (or a quota) is full: nothing was written, and it may work again once there is room.
  bool is_disk_full() const;
  // A write or sync failed, or the file is damaged: what the disk holds is unknown, the process
  // must end and recover by opening the database anew. SQLite itself would let us go on after a
  // failed fsync, although the kernel has dropped the dirty pages (Rebello et al., ATC 2020).
  bool is_fatal() const;

 private:
  int code_;
};

}  // namespace loyald::sqlite
