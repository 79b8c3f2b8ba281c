// SPDX-License-Identifier: Apache-2.0
#include "scanner/relayed_scanner.h"

#include <fcntl.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <utility>

#include "store/base/check.h"

namespace loyald::scanner {
namespace {

constexpr std::chrono::milliseconds kBeat = KeyRelay::kPatience / 5;

KeyRelay::Options relaying(const WedgeOptions& options) {
  KeyRelay::Options relay;
  relay.device = [place = options.device] { return place.find(); };
  relay.passes = options.mode == PassMode::filter;
  relay.uinput = options.uinput;
  relay.settling = options.settling;
  return relay;
}

void signal(int fd) {
  const std::uint64_t one = 1;
  static_cast<void>(::write(fd, &one, sizeof one));
}

}  // namespace

Result<std::unique_ptr<RelayedScanner>> RelayedScanner::make(boost::asio::io_context& io,
                                                             const Clock& clock,
                                                             const CardRecogniser& cards,
                                                             WedgeOptions options, OnScan on_scan) {
  LOYALD_ASSIGN(
      PassPath path,
      PassPath::make(options.layout, CardBeginnings(cards, options.affixes), options.passing));
  return std::unique_ptr<RelayedScanner>(
      new RelayedScanner(io, clock, std::move(path), std::move(options), std::move(on_scan)));
}

RelayedScanner::RelayedScanner(boost::asio::io_context& io, const Clock& clock, PassPath path,
                               WedgeOptions options, OnScan on_scan)
    : mode_(options.mode),
      signal_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      outlet_(options.name, options.register_id, options.repeat, clock, std::move(on_scan)),
      relay_(clock, std::move(path), relaying(options), [this] { signal(signal_.get()); }),
      reader_(io, clock, *this) {
  CHECK(signal_.is_open());
}

SourceState RelayedScanner::state() const {
  KeyRelay::State relay = relay_.state();
  const bool is_relaying = relay.text == "relaying";
  std::string text = std::move(relay.text);
  if (is_relaying) text = mode_ == PassMode::filter ? "reading (filter)" : "reading (own)";
  if (relay.commands > 0) {
    text += ", " + std::to_string(relay.commands) + " keys with Ctrl, Alt and the like kept back";
  }
  return {relay.reading, std::move(text), outlet_.emitted(), relay.dropped + outdated_, {}};
}

void RelayedScanner::start() {
  relay_.start();
  reader_.start();
  // The reader asks for the deadline after it has read.
  signal(signal_.get());
}

void RelayedScanner::stop() {
  reader_.stop();
  relay_.stop();
}

Result<FileDescriptor> RelayedScanner::open() {
  FileDescriptor copy(fcntl(signal_.get(), F_DUPFD_CLOEXEC, 0));
  if (!copy.is_open()) return cannot_open("the relay's signal", errno);
  return copy;
}

void RelayedScanner::on_bytes(ByteView, Timestamp now) {
  on_deadline(now);
  // A callback may have stopped us.
  while (reader_.is_reading()) {
    auto item = relay_.texts().take();
    if (!item) return;
    if (now - item->time > kMaxAge) {
      ++outdated_;
    } else {
      outlet_.emit(std::move(item->text.text), item->text.complete);
    }
  }
}

void RelayedScanner::on_deadline(Timestamp now) {
  relay_.beat();
  next_beat_ = now + kBeat;
}

}  // namespace loyald::scanner
