// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "scanner/file_descriptor.h"
#include "store/base/result.h"

namespace loyald::scanner {

// A running decoding child and our end of its socket. Destroying it kills the child and reaps it.
class PictureProcess {
 public:
  // Starts `command` (a path and its arguments) with the other end as descriptor 3 and none of our
  // descriptors besides the standard streams. unavailable where that fails.
  static Result<PictureProcess> start(const std::vector<std::string>& command);

  PictureProcess(PictureProcess&& other) noexcept;
  PictureProcess& operator=(PictureProcess&& other) noexcept;
  ~PictureProcess();

  pid_t pid() const { return pid_; }
  // Hands our end of the socket over to the caller.
  FileDescriptor take_socket() { return std::move(socket_); }

 private:
  PictureProcess(pid_t pid, FileDescriptor socket) : pid_(pid), socket_(std::move(socket)) {}
  void end();

  pid_t pid_ = -1;
  FileDescriptor socket_;
};

// This program itself, started again as the child.
std::vector<std::string> own_picture_command();

}  // namespace loyald::scanner
