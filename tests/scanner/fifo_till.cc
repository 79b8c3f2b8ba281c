// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/fifo_till.h"

#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <poll.h>
#include <sys/stat.h>

#include <array>
#include <stdexcept>

#include "tests/scanner/event_script.h"
#include "tests/scanner/layout_oracle.h"

namespace loyald::scanner::testing {
namespace {

std::vector<KeyEvent> scan_events(std::string_view text) {
  std::vector<KeyEvent> events = typed("us", text, {0});
  for (const KeyEvent& event : tapped(KEY_ENTER, {0})) events.push_back(event);
  return events;
}

}  // namespace

FifoTill::FifoTill() {
  if (mkfifo(scanner().c_str(), 0600) != 0 || mkfifo(keyboard().c_str(), 0600) != 0) {
    throw std::runtime_error("no FIFO");
  }
  keyboard_ = FileDescriptor(open(keyboard().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
}

void FifoTill::plug_in() {
  // Waits for the reader.
  scanner_ = FileDescriptor(open(scanner().c_str(), O_WRONLY | O_CLOEXEC));
  if (!scanner_.is_open()) throw std::runtime_error("nobody reads the FIFO");
}

void FifoTill::send(const std::vector<KeyEvent>& events) {
  const std::string records = as_records(events);
  if (write(scanner_.get(), records.data(), records.size()) !=
      static_cast<ssize_t>(records.size())) {
    throw std::runtime_error("the FIFO is full");
  }
}

void FifoTill::scan(std::string_view text) { send(scan_events(text)); }

std::vector<KeyEdge> FifoTill::keys(std::size_t at_least) {
  constexpr int kPatienceMs = 30'000;
  std::array<std::uint8_t, 4096> buffer;
  while (true) {
    ssize_t count = 0;
    while ((count = read(keyboard_.get(), buffer.data(), buffer.size())) > 0) {
      for (const KeyEvent& event :
           records_.feed(ByteView(buffer.data(), static_cast<std::size_t>(count)))) {
        if (event.type == EV_KEY) keys_.push_back({event.code, event.value == 1});
      }
    }
    pollfd waiting{keyboard_.get(), POLLIN, 0};
    if (keys_.size() >= at_least || poll(&waiting, 1, kPatienceMs) <= 0) return keys_;
  }
}

std::vector<KeyEdge> scan_edges(std::string_view text) {
  std::vector<KeyEdge> edges;
  for (const KeyEvent& event : scan_events(text)) {
    if (event.type == EV_KEY) edges.push_back({event.code, event.value == 1});
  }
  return edges;
}

}  // namespace loyald::scanner::testing
