// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>

#include "daemon/books_thread.h"
#include "daemon/card_service.h"
#include "daemon/enrolment_service.h"
#include "daemon/headoffice_access.h"
#include "daemon/headoffice_config.h"
#include "daemon/headoffice_service.h"
#include "daemon/headoffice_tls.h"
#include "daemon/watchdog.h"
#include "store/base/clock.h"
#include "sync/headoffice/head_office.h"
#include "sync/rpc/http_server.h"

namespace loyald::daemon {

// Head office's daemon, put together: books, the stores' and the administrators' services. One
// thread starts it, runs the io_context and stops it: the I/O thread.
class HeadOfficeDaemon {
 public:
  struct Options {
    BatchLoop::Limits limits;
    std::function<void(const sql::Error&)> on_fatal;  // as BatchLoop::Options says
    // Calls of stores that may wait for the books; a further one is told to come later.
    std::size_t most_waiting = 64;
  };

  // Opens the books in the state directory and listens. Whoever calls this holds the directory's
  // lock. `io` and `clock` must outlive the daemon. Errors: those of HeadOffice::open and of
  // HttpServer::listen_tcp.
  static Result<std::unique_ptr<HeadOfficeDaemon>> start(boost::asio::io_context& io,
                                                         const Clock& clock,
                                                         const HeadOfficeDaemonSettings& settings,
                                                         Options options);
  // HeadOffice::begin_after_restore on the books in the state directory, whose lock the caller
  // holds. Errors: those of HeadOffice::open, unavailable.
  static Result<void> begin_after_restore(const Clock& clock,
                                          const HeadOfficeDaemonSettings& settings);
  // finish() must have been called, or io never run.
  ~HeadOfficeDaemon();
  HeadOfficeDaemon(const HeadOfficeDaemon&) = delete;
  HeadOfficeDaemon& operator=(const HeadOfficeDaemon&) = delete;

  std::uint16_t port() const { return port_; }

  // Takes no more connections, lets requests in progress finish, then calls `stopped`, after which
  // io may stop running. On the I/O thread.
  void stop(std::function<void()> stopped);
  // After io has stopped running: what is queued for the books is written, their log emptied.
  void finish();

 private:
  HeadOfficeDaemon(boost::asio::io_context& io, const Clock& clock,
                   const HeadOfficeDaemonSettings& settings, std::unique_ptr<HeadOffice> office,
                   std::unique_ptr<HeadOfficeTls> tls, CardKeyFile card_keys, Options options);
  void handle(rpc::HttpRequest request, rpc::Responder responder);

  boost::asio::io_context& io_;
  std::unique_ptr<HeadOffice> office_;
  BooksThread<HeadOffice> books_;
  HeadOfficeAccess access_;
  const std::optional<scanner::CardRecogniser> card_formats_;
  HeadOfficeService calls_;
  std::unique_ptr<HeadOfficeTls> tls_;  // null: plain HTTP
  SystemRandom random_;
  std::unique_ptr<EnrolmentService> enrolments_;
  CardKeyFile card_keys_;  // the books thread's
  SystemRandom card_random_;
  CardService<HeadOffice> cards_;
  const std::size_t most_waiting_;
  rpc::ConnectService service_;
  rpc::HttpServer server_;
  Watchdog watchdog_;
  WriterPulse health_;
  std::uint16_t port_ = 0;
  bool finished_ = false;
};

}  // namespace loyald::daemon
