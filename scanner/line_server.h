// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "scanner/device_reader.h"
#include "scanner/listening_socket.h"
#include "scanner/scan_outlet.h"
#include "scanner/scan_source.h"

namespace loyald::scanner {

struct LineOptions {
  std::string name;
  std::string register_id;
  std::string socket;                 // path of a Unix socket; empty: TCP
  std::string address = "127.0.0.1";  // numeric
  std::uint16_t port = 0;             // 0: any
  std::chrono::milliseconds repeat = kDefaultRepeat;
  // A connection that says nothing for so long is closed.
  std::chrono::milliseconds idle{std::chrono::hours(1)};
};

// Whatever can write a line: programs and devices connect and send one scan per line. Nothing is
// ever sent to them.
class LineServer final : public ScanSource, private ReadableDevice {
 public:
  // More are closed at once, so that those that are there go on.
  static constexpr std::size_t kMaxClients = 16;
  // A line that stops in the middle is over then.
  static constexpr std::chrono::milliseconds kMaxPause{5000};

  // invalid_argument where the socket's path or the address is none. `io` and `clock` must outlive
  // the server.
  static Result<std::unique_ptr<LineServer>> make(boost::asio::io_context& io, const Clock& clock,
                                                  LineOptions options, OnScan on_scan);
  ~LineServer() override;

  const std::string& name() const override { return outlet_.name(); }
  const std::string& register_id() const override { return outlet_.register_id(); }
  SourceState state() const override;
  void start() override;
  void stop() override;

  // While it is reading.
  std::uint16_t port() const { return port_; }
  std::size_t clients() const;

 private:
  class Client;

  LineServer(boost::asio::io_context& io, const Clock& clock, LineOptions options, OnScan on_scan);

  Result<FileDescriptor> open() override;
  bool is_byte_stream() const override { return false; }
  Result<void> on_readable(Timestamp now) override;
  std::optional<Timestamp> deadline() const override { return std::nullopt; }
  void on_deadline(Timestamp /*now*/) override {}
  void on_lost() override;

  void take(FileDescriptor connection);
  void forget_closed_clients_later();

  boost::asio::io_context& io_;
  const Clock& clock_;
  LineOptions options_;
  ScanOutlet outlet_;
  std::optional<ListeningSocket> listening_;
  int listening_fd_ = -1;  // the reader's
  std::uint16_t port_ = 0;
  std::uint64_t dropped_ = 0;
  bool is_stopping_ = false;
  std::list<std::unique_ptr<Client>> clients_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
  DeviceReader reader_;
};

}  // namespace loyald::scanner
