// SPDX-License-Identifier: Apache-2.0
#include "tests/uml/support/till_reader.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace loyald::scanner::testing {

std::string keyboard_node(std::string_view name) {
  for (const auto& entry : std::filesystem::directory_iterator("/sys/class/input")) {
    std::ifstream file(entry.path() / "device/name");
    std::string its_name;
    const std::string node = "/dev/input/" + entry.path().filename().string();
    if (std::getline(file, its_name) && its_name.starts_with(name) &&
        std::filesystem::exists(node)) {
      return node;
    }
  }
  return {};
}

TillReader::TillReader(const std::string& node, const Habits& habits)
    : habits_(habits),
      device_(open(node.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)),
      quit_(eventfd(0, EFD_CLOEXEC)),
      decoder_(KeyLayout::make(habits.layout).value()) {
  const int clock_id = CLOCK_MONOTONIC;
  if (!device_.is_open() || ioctl(device_.get(), EVIOCSCLOCKID, &clock_id) != 0) {
    throw std::runtime_error(node + ": " + std::strerror(errno));
  }
  thread_ = std::thread([this] { read_on(); });
}

TillReader::~TillReader() {
  const std::uint64_t one = 1;
  if (write(quit_.get(), &one, sizeof one) != sizeof one) std::abort();
  thread_.join();
}

std::optional<std::string> TillReader::line(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] { return !lines_.empty() || lost_; });
  if (lines_.empty()) return std::nullopt;
  std::string first = std::move(lines_.front());
  lines_.erase(lines_.begin());
  return first;
}

std::vector<KeyEvent> TillReader::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

std::uint64_t TillReader::overruns() const {
  const std::lock_guard lock(mutex_);
  return overruns_;
}

bool TillReader::is_lost(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [this] { return lost_; });
}

// False when the reader is destroyed.
bool TillReader::wait_for_events() const {
  std::array<pollfd, 2> waiting{{{quit_.get(), POLLIN, 0}, {device_.get(), POLLIN, 0}}};
  if (habits_.busy.count() > 0) poll(waiting.data(), 1, static_cast<int>(habits_.busy.count()));
  poll(waiting.data(), waiting.size(), -1);
  return waiting[0].revents == 0;
}

void TillReader::read_on() {
  constexpr std::size_t kRecords = 64;  // the kernel's ring
  std::array<std::uint8_t, kRecords * sizeof(input_event)> buffer;
  while (wait_for_events()) {
    const ssize_t count = read(device_.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EAGAIN) continue;
    const std::lock_guard lock(mutex_);
    lost_ = count <= 0;
    const std::size_t bytes = lost_ ? 0 : static_cast<std::size_t>(count);
    for (const KeyEvent& event : records_.feed({buffer.data(), bytes})) {
      if (event.type == EV_SYN && event.code == SYN_DROPPED) ++overruns_;
      if (event.type == EV_KEY) keys_.push_back(event);
      if (auto text = decoder_.feed(event)) lines_.push_back(std::move(text->text));
    }
    changed_.notify_all();
    if (lost_) return;
  }
}

}  // namespace loyald::scanner::testing
