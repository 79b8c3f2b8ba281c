// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "scanner/file_descriptor.h"
#include "store/base/result.h"

namespace loyald::scanner {

// A socket that waits for connections; never blocks. Destroying it removes its file, where it has
// one and it is still ours.
class ListeningSocket {
 public:
  // At `path`, which the daemon's user and group may connect to. A file that a dead process left
  // behind is replaced. Errors: invalid_argument (no path for a socket), unavailable.
  static Result<ListeningSocket> at_path(const std::string& path);
  // `address` is numeric, port 0 any. Errors: invalid_argument (no address), unavailable.
  static Result<ListeningSocket> on_port(const std::string& address, std::uint16_t port);

  ListeningSocket(ListeningSocket&& other) noexcept;
  ListeningSocket& operator=(ListeningSocket&& other) noexcept;
  ~ListeningSocket() { remove_file(); }

  std::uint16_t port() const;
  // The descriptor is the caller's from now on; the file stays ours.
  FileDescriptor take() { return std::move(socket_); }

 private:
  explicit ListeningSocket(FileDescriptor socket) : socket_(std::move(socket)) {}
  void remove_file();

  FileDescriptor socket_;
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

// Whether such a path or such a numeric address can be listened on at all; invalid_argument.
Result<void> check_socket_path(const std::string& path);
Result<void> check_address(const std::string& address);

// The next connection that waits at `listening`; one that is not open where none does. An error
// says that there are no descriptors left, or that the socket is broken.
Result<FileDescriptor> accept_connection(int listening);

}  // namespace loyald::scanner
