// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "scanner/file_descriptor.h"
#include "scanner/pass_end.h"

namespace loyald::scanner {

// A serial port for the till's program, which is set to read its scanner from there: a
// pseudo-terminal behind a link with a name that stays. It gets the bytes as the scanner sent them.
// Modem lines and speeds mean nothing on it.
class PassPort final : public PassEnd {
 public:
  // Gets what the till's program writes to its scanner.
  using OnReply = std::function<void(std::string_view)>;

  // What nobody has read for so long is somebody's who has gone: it is dropped.
  static constexpr std::chrono::milliseconds kMaxAge{5000};

  // Makes the port and the link, and the link's directory where it is missing. The link is removed
  // with the object. Errors: unavailable where that cannot be done; invalid_argument where
  // something that is no link has its name. `io` must outlive the object.
  static Result<std::unique_ptr<PassPort>> make(boost::asio::io_context& io, std::string link,
                                                std::chrono::milliseconds max_age = kMaxAge);
  ~PassPort() override;

  void on_reply(OnReply on_reply) { on_reply_ = std::move(on_reply); }

  void pass(std::string_view text, std::string_view bytes) override;
  const std::string& problem() const override { return problem_; }
  // Scans for which there was no room, and once for all that were dropped unread together.
  std::uint64_t dropped() const override { return dropped_; }

 private:
  PassPort(boost::asio::io_context& io, std::string link, std::chrono::milliseconds max_age)
      : link_(std::move(link)), max_age_(max_age), master_(io), timer_(io) {}
  Result<void> open();
  Result<void> link_to(const std::string& port);
  int unread() const;
  void drop_unread();
  void wait_for_replies();
  void read_replies();

  std::string link_;
  std::chrono::milliseconds max_age_;
  boost::asio::posix::stream_descriptor master_;
  FileDescriptor slave_;  // kept open: without a reader the port would be gone for us too
  boost::asio::steady_timer timer_;
  OnReply on_reply_;
  // Handlers that are on their way hold it weakly.
  std::shared_ptr<bool> lives_ = std::make_shared<bool>(true);
  std::string problem_;
  std::uint64_t dropped_ = 0;
};

}  // namespace loyald::scanner
