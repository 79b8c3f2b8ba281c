// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/base/result.h"

namespace loyald::scanner {

// Says when devices come and go: where udev runs, once it has dealt with them, so that links and
// permissions are there; elsewhere as soon as directories below /dev change. It says that something
// happened, not what; one call may stand for many devices. All calls come from the thread that runs
// the io_context; destroying it ends them.
class DeviceWatch {
 public:
  struct Options {
    bool udev = udev_runs();
    // Watched where there is no udev. One that is not there yet is watched once one above it in
    // this list changes.
    std::vector<std::string> directories{"/dev", "/dev/input"};
  };

  // Whether a udev daemon is there to be listened to.
  static bool udev_runs();

  // `io` must outlive the watch. Fails with resource_exhausted where the kernel has no more sockets
  // or inotify watches; devices are then found by looking again every few seconds.
  static Result<std::unique_ptr<DeviceWatch>> make(boost::asio::io_context& io, Options options,
                                                   std::function<void()> on_change);
  DeviceWatch(const DeviceWatch&) = delete;
  DeviceWatch& operator=(const DeviceWatch&) = delete;
  ~DeviceWatch();

 private:
  class Loop;
  explicit DeviceWatch(std::shared_ptr<Loop> loop);
  std::shared_ptr<Loop> loop_;
};

}  // namespace loyald::scanner
