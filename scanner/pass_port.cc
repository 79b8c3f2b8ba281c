// SPDX-License-Identifier: Apache-2.0
#include "scanner/pass_port.h"

#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace loyald::scanner {
namespace {

tl::unexpected<Error> cannot_offer(const std::string& link, const std::string& why) {
  return fail(Errc::unavailable, "cannot offer the port " + link + ": " + why);
}

// Programs that read serial ports are in the group dialout. Where we are not, only our own user
// and the system's may open it.
void open_to_tills(int slave) {
  const group* dialout = getgrnam("dialout");
  if (dialout == nullptr || fchown(slave, static_cast<uid_t>(-1), dialout->gr_gid) != 0) return;
  static_cast<void>(fchmod(slave, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP));
}

bool make_raw_line(int slave) {
  termios settings{};
  if (tcgetattr(slave, &settings) != 0) return false;
  cfmakeraw(&settings);
  return tcsetattr(slave, TCSANOW, &settings) == 0;
}

}  // namespace

Result<std::unique_ptr<PassPort>> PassPort::make(boost::asio::io_context& io, std::string link,
                                                 std::chrono::milliseconds max_age) {
  std::unique_ptr<PassPort> port(new PassPort(io, std::move(link), max_age));
  LOYALD_TRY(port->open());
  port->wait_for_replies();
  return port;
}

PassPort::~PassPort() {
  std::error_code ignored;
  if (slave_.is_open()) std::filesystem::remove(link_, ignored);
}

Result<void> PassPort::open() {
  FileDescriptor master(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  std::array<char, 128> name{};
  if (!master.is_open() || grantpt(master.get()) != 0 || unlockpt(master.get()) != 0 ||
      ptsname_r(master.get(), name.data(), name.size()) != 0) {
    return cannot_offer(link_, std::strerror(errno));
  }
  FileDescriptor slave(::open(name.data(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!slave.is_open() || !make_raw_line(slave.get())) {
    return cannot_offer(link_, std::strerror(errno));
  }
  open_to_tills(slave.get());
  LOYALD_TRY(link_to(name.data()));
  slave_ = std::move(slave);
  boost::system::error_code error;
  master_.assign(master.get(), error);
  if (error) return cannot_offer(link_, error.message());
  master.release();
  return {};
}

Result<void> PassPort::link_to(const std::string& port) {
  const std::filesystem::path link(link_);
  std::error_code error;
  std::filesystem::create_directories(link.parent_path(), error);
  const auto there = std::filesystem::symlink_status(link, error);
  if (std::filesystem::exists(there) && !std::filesystem::is_symlink(there)) {
    return fail(Errc::invalid_argument, "something that is no link has the name " + link_,
                "remove it, or give the scanner another name");
  }
  // In one step, so that a program that opens it finds the old port or the new one.
  const std::filesystem::path next = link_ + ".next";
  std::filesystem::remove(next, error);
  std::filesystem::create_symlink(port, next, error);
  if (!error) std::filesystem::rename(next, link, error);
  if (error) return cannot_offer(link_, error.message());
  return {};
}

void PassPort::pass(std::string_view, std::string_view bytes) {
  const bool was_read = unread() == 0;
  const ssize_t written = ::write(master_.native_handle(), bytes.data(), bytes.size());
  if (written != static_cast<ssize_t>(bytes.size())) {
    ++dropped_;
    problem_ = "nobody reads the port " + link_;
    return;
  }
  problem_.clear();
  if (!was_read) return;
  timer_.expires_after(max_age_);
  timer_.async_wait([this, lives = std::weak_ptr(lives_)](boost::system::error_code error) {
    if (!error && !lives.expired()) drop_unread();
  });
}

int PassPort::unread() const {
  int count = 0;
  return ioctl(slave_.get(), FIONREAD, &count) == 0 ? count : 0;
}

void PassPort::drop_unread() {
  if (unread() == 0) return;
  tcflush(slave_.get(), TCIFLUSH);
  ++dropped_;
  problem_ = "nobody reads the port " + link_;
}

void PassPort::wait_for_replies() {
  master_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                     [this, lives = std::weak_ptr(lives_)](boost::system::error_code error) {
                       if (!error && !lives.expired()) read_replies();
                     });
}

void PassPort::read_replies() {
  // At most so much at a time: the rest is there when we come back.
  std::array<char, 1024> buffer;
  const ssize_t count = ::read(master_.native_handle(), buffer.data(), buffer.size());
  if (count > 0 && on_reply_) on_reply_({buffer.data(), static_cast<std::size_t>(count)});
  wait_for_replies();
}

}  // namespace loyald::scanner
