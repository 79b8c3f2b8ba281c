// SPDX-License-Identifier: Apache-2.0
#include "scanner/line_server.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <limits>
#include <utility>

#include "scanner/line_framer.h"

namespace loyald::scanner {
namespace {

// A crowd that connects must not keep the loop from its other work.
constexpr int kConnectionsPerWake = 16;

LineFramer::Options framing() {
  LineFramer::Options options;
  options.silence_when_expected = LineServer::kMaxPause;
  return options;
}

}  // namespace

// One connection: a device that is opened once.
class LineServer::Client final : private ReadableDevice {
 public:
  Client(LineServer& server, FileDescriptor connection)
      : server_(server),
        connection_(std::move(connection)),
        framer_(framing()),
        last_(server.clock_.steady()),
        reader_(server.io_, server.clock_, *this) {
    reader_.start();
  }

  bool is_open() const { return reader_.is_reading(); }
  void stop() { reader_.stop(); }

 private:
  Result<FileDescriptor> open() override {
    if (connection_.is_open()) return std::move(connection_);
    return fail(Errc::unavailable, "the connection is closed");
  }

  void on_bytes(ByteView bytes, Timestamp now) override {
    last_ = now;
    const std::uint64_t before = framer_.dropped();
    for (Frame& frame : framer_.feed(bytes, now)) emit(std::move(frame));
    server_.dropped_ += framer_.dropped() - before;
  }

  std::optional<Timestamp> deadline() const override {
    const Timestamp idle = last_ + server_.options_.idle;
    const auto frame = framer_.deadline();
    return frame ? std::min(*frame, idle) : idle;
  }

  void on_deadline(Timestamp now) override {
    if (auto frame = framer_.on_timeout(now)) emit(*std::move(frame));
    if (now - last_ < server_.options_.idle) return;
    reader_.stop();
  }

  void on_lost() override {
    // Who hangs up has said all there is; without a line end perhaps not all of the last line.
    constexpr Timestamp kEndOfTime{std::numeric_limits<std::int64_t>::max()};
    if (auto frame = framer_.on_timeout(kEndOfTime)) emit(*std::move(frame));
    server_.forget_closed_clients_later();
  }

  void emit(Frame frame) {
    if (!server_.is_stopping_) server_.outlet_.emit(std::move(frame.text), frame.complete);
  }

  LineServer& server_;
  FileDescriptor connection_;
  LineFramer framer_;
  Timestamp last_;
  DeviceReader reader_;
};

Result<std::unique_ptr<LineServer>> LineServer::make(boost::asio::io_context& io,
                                                     const Clock& clock, LineOptions options,
                                                     OnScan on_scan) {
  LOYALD_TRY(options.socket.empty() ? check_address(options.address)
                                    : check_socket_path(options.socket));
  return std::unique_ptr<LineServer>(
      new LineServer(io, clock, std::move(options), std::move(on_scan)));
}

LineServer::LineServer(boost::asio::io_context& io, const Clock& clock, LineOptions options,
                       OnScan on_scan)
    : io_(io),
      clock_(clock),
      options_(std::move(options)),
      outlet_(options_.name, options_.register_id, options_.repeat, clock, std::move(on_scan)),
      reader_(io, clock, *this) {}

LineServer::~LineServer() { stop(); }

SourceState LineServer::state() const {
  return {reader_.is_reading(), reader_.state(), outlet_.emitted(), dropped_, {}};
}

void LineServer::start() {
  is_stopping_ = false;
  reader_.start();
}

void LineServer::stop() {
  is_stopping_ = true;
  reader_.stop();
  for (const auto& client : clients_) client->stop();
}

std::size_t LineServer::clients() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(clients_, [](const auto& client) { return client->is_open(); }));
}

Result<FileDescriptor> LineServer::open() {
  LOYALD_ASSIGN(listening_, options_.socket.empty()
                                ? ListeningSocket::on_port(options_.address, options_.port)
                                : ListeningSocket::at_path(options_.socket));
  port_ = options_.socket.empty() ? listening_->port() : 0;
  FileDescriptor descriptor = listening_->take();
  listening_fd_ = descriptor.get();
  return descriptor;
}

Result<void> LineServer::on_readable(Timestamp /*now*/) {
  for (int i = 0; i < kConnectionsPerWake; ++i) {
    LOYALD_ASSIGN(FileDescriptor connection, accept_connection(listening_fd_));
    if (!connection.is_open()) break;
    take(std::move(connection));
  }
  return {};
}

void LineServer::on_lost() { listening_.reset(); }

void LineServer::take(FileDescriptor connection) {
  if (clients() >= kMaxClients) return;
  clients_.push_back(std::make_unique<Client>(*this, std::move(connection)));
}

// Not at once: a client says so from within.
void LineServer::forget_closed_clients_later() {
  boost::asio::post(io_, [this, weak = std::weak_ptr<int>(alive_)] {
    if (weak.expired()) return;
    std::erase_if(clients_, [](const auto& client) { return !client->is_open(); });
  });
}

}  // namespace loyald::scanner
