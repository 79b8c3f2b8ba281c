// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace loyald::sql {

// The world broke under a statement: disk full, I/O error, corrupt file, a server that is gone.
// Thrown by everything that touches a database, caught once per request by whoever runs the
// transaction. Nothing of the transaction it escapes from is kept.
class Error : public std::runtime_error {
 public:
  enum class Kind {
    other,
    // The disk (or a quota) is full: nothing was written, and it may work again once there is room.
    disk_full,
    // A write or sync failed, or the file is damaged: what the disk holds is unknown, the process
    // must end and recover by opening the database anew. SQLite itself would let us go on after a
    // failed fsync, although the kernel has dropped the dirty pages (Rebello et al., ATC 2020).
    fatal,
    // The same where the file was found damaged.
    damaged,
    // Nothing was written, and the same transaction may succeed when it is run again: another one
    // was in its way, or the server went away before it was told to commit.
    try_again,
  };

  // `code` is the engine's own, for the log: "SQLite 522", "40001".
  Error(Kind kind, std::string code, const std::string& message)
      : std::runtime_error(message), kind_(kind), code_(std::move(code)) {}

  bool is_disk_full() const { return kind_ == Kind::disk_full; }
  bool is_fatal() const { return kind_ == Kind::fatal || is_damaged(); }
  bool is_damaged() const { return kind_ == Kind::damaged; }
  bool may_try_again() const { return kind_ == Kind::try_again; }
  const std::string& code() const { return code_; }

 private:
  Kind kind_;
  std::string code_;
};

}  // namespace loyald::sql
