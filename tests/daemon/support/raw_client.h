// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace loyald::daemon::testing {

// A connection to a Unix socket on which a test writes and reads bytes.
class RawClient {
 public:
  explicit RawClient(const std::string& socket);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(const std::string& bytes);
  // Reads until `text` has come, and returns everything read since the last call, through it.
  // Throws where the peer closes or nothing comes for 20 s.
  std::string read_until(const std::string& text);

 private:
  int fd_;
  std::string unread_;
};

}  // namespace loyald::daemon::testing
