// SPDX-License-Identifier: Apache-2.0
#include "tests/uml/support/hid_device.h"

#include <fcntl.h>
#include <linux/input.h>
#include <linux/uhid.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace loyald::scanner::testing {
namespace {

constexpr std::chrono::seconds kPatience{5};

[[noreturn]] void broken(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

std::string unique_name() {
  static std::atomic<int> number{0};
  return "loyald-test-" + std::to_string(getpid()) + "-" + std::to_string(++number);
}

// The node of the device whose HID_UNIQ it is; empty while there is none.
std::string find_node(const std::string& unique) {
  if (!std::filesystem::exists("/sys/class/hidraw")) return {};
  for (const auto& entry : std::filesystem::directory_iterator("/sys/class/hidraw")) {
    std::ifstream uevent(entry.path() / "device/uevent");
    for (std::string line; std::getline(uevent, line);) {
      const std::string node = "/dev/" + entry.path().filename().string();
      if (line == "HID_UNIQ=" + unique && std::filesystem::exists(node)) return node;
    }
  }
  return {};
}

void write_event(int fd, const uhid_event& event) {
  if (write(fd, &event, sizeof event) != sizeof event) broken("write to uhid");
}

}  // namespace

HidDevice::HidDevice(ByteView descriptor, const Identity& identity)
    : device_(open("/dev/uhid", O_RDWR | O_CLOEXEC)), quit_(eventfd(0, EFD_CLOEXEC)) {
  if (!device_.is_open()) broken("/dev/uhid");
  uhid_event event{};
  event.type = UHID_CREATE2;
  auto& create = event.u.create2;
  const std::string unique = unique_name();
  identity.name.copy(reinterpret_cast<char*>(create.name), sizeof create.name - 1);
  unique.copy(reinterpret_cast<char*>(create.uniq), sizeof create.uniq - 1);
  if (descriptor.size() > sizeof create.rd_data) throw std::runtime_error("descriptor too long");
  std::ranges::copy(descriptor, create.rd_data);
  create.rd_size = static_cast<std::uint16_t>(descriptor.size());
  create.bus = BUS_USB;
  create.vendor = identity.vendor;
  create.product = identity.product;
  write_event(device_.get(), event);
  thread_ = std::thread([this] { answer(); });
  try {
    wait_for_node(unique);
  } catch (...) {
    unplug();
    throw;
  }
}

HidDevice::~HidDevice() { unplug(); }

void HidDevice::unplug() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  if (write(quit_.get(), &one, sizeof one) != sizeof one) std::abort();
  thread_.join();
  device_.reset();
}

void HidDevice::wait_for_node(const std::string& unique) {
  FileDescriptor changes(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (inotify_add_watch(changes.get(), "/dev", IN_CREATE) < 0) broken("inotify");
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while ((node_ = find_node(unique)).empty()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        give_up - std::chrono::steady_clock::now());
    pollfd waiting{changes.get(), POLLIN, 0};
    if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
      throw std::runtime_error("no hidraw node: is the descriptor valid?");
    }
    std::array<char, 4096> buffer;
    while (read(changes.get(), buffer.data(), buffer.size()) > 0) continue;
  }
}

void HidDevice::send(ByteView report) {
  uhid_event event{};
  event.type = UHID_INPUT2;
  if (report.size() > sizeof event.u.input2.data) throw std::runtime_error("report too long");
  event.u.input2.size = static_cast<std::uint16_t>(report.size());
  std::ranges::copy(report, event.u.input2.data);
  write_event(device_.get(), event);
}

std::vector<HidDevice::Written> HidDevice::written(std::size_t at_least) {
  std::unique_lock lock(mutex_);
  grown_.wait_for(lock, kPatience, [&] { return written_.size() >= at_least; });
  return written_;
}

void HidDevice::answer() {
  while (true) {
    std::array<pollfd, 2> waiting{{{device_.get(), POLLIN, 0}, {quit_.get(), POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    if (waiting[1].revents != 0) return;
    uhid_event event{};
    if (read(device_.get(), &event, sizeof event) <= 0) return;
    Written one;
    uhid_event reply{};
    if (event.type == UHID_OUTPUT) {
      one.bytes = to_string({event.u.output.data, event.u.output.size});
    } else if (event.type == UHID_SET_REPORT) {
      one.kind = event.u.set_report.rtype == UHID_FEATURE_REPORT ? 'f' : 'o';
      one.bytes = to_string({event.u.set_report.data, event.u.set_report.size});
      reply.type = UHID_SET_REPORT_REPLY;
      reply.u.set_report_reply.id = event.u.set_report.id;
    } else if (event.type == UHID_GET_REPORT) {
      reply.type = UHID_GET_REPORT_REPLY;
      reply.u.get_report_reply.id = event.u.get_report.id;
      reply.u.get_report_reply.err = EIO;
    } else {
      continue;
    }
    if (reply.type != 0 && write(device_.get(), &reply, sizeof reply) != sizeof reply) return;
    if (event.type == UHID_GET_REPORT) continue;
    const std::lock_guard lock(mutex_);
    written_.push_back(std::move(one));
    grown_.notify_all();
  }
}

}  // namespace loyald::scanner::testing
