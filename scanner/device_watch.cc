// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>

#include "scanner/file_descriptor.h"
#include "scanner/udev_handle.h"

namespace loyald::scanner {
namespace {

using boost::system::error_code;

// A burst of news is one call; what comes faster than it is read must not keep the loop.
constexpr int kReadsPerWake = 256;
constexpr std::array<const char*, 4> kSubsystems{"input", "hidraw", "tty", "video4linux"};

tl::unexpected<Error> cannot_watch(const char* what, int error_number) {
  return fail(Errc::resource_exhausted, std::string("cannot watch for devices: ") + what + ": " +
                                            std::strerror(error_number));
}

}  // namespace

class DeviceWatch::Loop : public std::enable_shared_from_this<Loop> {
 public:
  Loop(boost::asio::io_context& io, Options options, std::function<void()> on_change)
      : options_(std::move(options)), on_change_(std::move(on_change)), descriptor_(io) {}

  // The socket belongs to `monitor_`, not to the descriptor.
  ~Loop() {
    if (monitor_ && descriptor_.is_open()) descriptor_.release();
  }

  Result<void> open() { return options_.udev ? open_monitor() : open_inotify(); }

  void wait() {
    descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                           [weak = weak_from_this()](const error_code& error) {
                             const auto self = weak.lock();
                             if (!self || error) return;
                             self->drain();
                             // It may destroy the watch; then nothing waits any more.
                             self->on_change_();
                             if (!self->is_ended_) self->wait();
                           });
  }

  void end() {
    is_ended_ = true;
    error_code ignored;
    descriptor_.cancel(ignored);
  }

 private:
  Result<void> open_monitor() {
    udev_.reset(udev_new());
    // "udev", not "kernel": what udev says comes after its rules.
    monitor_.reset(udev_ ? udev_monitor_new_from_netlink(udev_.get(), "udev") : nullptr);
    if (!monitor_) return cannot_watch("udev", errno);
    for (const char* subsystem : kSubsystems) {
      udev_monitor_filter_add_match_subsystem_devtype(monitor_.get(), subsystem, nullptr);
    }
    if (udev_monitor_enable_receiving(monitor_.get()) < 0) return cannot_watch("udev", errno);
    return take(udev_monitor_get_fd(monitor_.get()));
  }

  Result<void> open_inotify() {
    FileDescriptor inotify(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!inotify.is_open()) return cannot_watch("inotify", errno);
    LOYALD_TRY(take(inotify.get()));
    inotify.release();
    if (watch_directories() == 0) return cannot_watch(options_.directories.front().c_str(), errno);
    return {};
  }

  Result<void> take(int fd) {
    error_code error;
    descriptor_.assign(fd, error);
    if (error) return cannot_watch("poll", error.value());
    return {};
  }

  // How many are watched. Adding one that is watched already changes nothing.
  int watch_directories() {
    int watched = 0;
    for (const std::string& directory : options_.directories) {
      // IN_ATTRIB: permissions that are set after a node has come.
      const int added =
          inotify_add_watch(descriptor_.native_handle(), directory.c_str(),
                            IN_CREATE | IN_ATTRIB | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR);
      if (added >= 0) ++watched;
    }
    return watched;
  }

  // Takes what there is. News that the kernel had to drop (ENOBUFS) is news as well.
  void drain() {
    for (int i = 0; i < kReadsPerWake; ++i) {
      if (monitor_) {
        errno = 0;
        const UdevDevice device(udev_monitor_receive_device(monitor_.get()));
        if (!device && errno != EINTR) break;
      } else {
        std::array<char, 4096> buffer;
        if (::read(descriptor_.native_handle(), buffer.data(), buffer.size()) <= 0) break;
      }
    }
    if (!monitor_) watch_directories();
  }

  Options options_;
  std::function<void()> on_change_;
  Udev udev_;
  UdevMonitor monitor_;  // null where inotify is used
  boost::asio::posix::stream_descriptor descriptor_;
  bool is_ended_ = false;
};

DeviceWatch::DeviceWatch(std::shared_ptr<Loop> loop) : loop_(std::move(loop)) {}
DeviceWatch::~DeviceWatch() { loop_->end(); }

bool DeviceWatch::udev_runs() { return access("/run/udev/control", F_OK) == 0; }

Result<std::unique_ptr<DeviceWatch>> DeviceWatch::make(boost::asio::io_context& io, Options options,
                                                       std::function<void()> on_change) {
  auto loop = std::make_shared<Loop>(io, std::move(options), std::move(on_change));
  LOYALD_TRY(loop->open());
  loop->wait();
  return std::unique_ptr<DeviceWatch>(new DeviceWatch(std::move(loop)));
}

}  // namespace loyald::scanner
