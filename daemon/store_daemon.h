// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/book_reader.h"
#include "daemon/books_thread.h"
#include "daemon/card_service.h"
#include "daemon/codes_shown.h"
#include "daemon/event_stream.h"
#include "daemon/guard_file.h"
#include "daemon/hotkeys.h"
#include "daemon/journal_witness.h"
#include "daemon/picture_endpoint.h"
#include "daemon/pin_check.h"
#include "daemon/register_router.h"
#include "daemon/register_service.h"
#include "daemon/scan_hub.h"
#include "daemon/scan_sources.h"
#include "daemon/settings.h"
#include "daemon/static_page.h"
#include "daemon/status.h"
#include "daemon/status_log.h"
#include "daemon/store_certificate.h"
#include "daemon/sync_loop.h"
#include "daemon/watchdog.h"
#include "scanner/device_watch.h"
#include "store/store.h"
#include "sync/rpc/http_server.h"

namespace loyald::daemon {

// The store's daemon, put together: books, registers, scanners, exchange with head office. One
// thread starts it, runs the io_context and stops it: the I/O thread.
class StoreDaemon {
 public:
  struct Options {
    scanner::PictureClient::Options pictures;
    BatchLoop::Limits limits;
    std::function<void(const sql::Error&)> on_fatal;  // as BatchLoop::Options says
  };

  // Opens the books in the state directory, adopts the programme file, listens. Whoever calls this
  // holds the directory's lock. `io` and `clock` must outlive the daemon. Errors: those of
  // Store::open, of the programme file, and of HttpServer::listen_*.
  static Result<std::unique_ptr<StoreDaemon>> start(boost::asio::io_context& io, const Clock& clock,
                                                    DaemonSettings settings, Options options);
  // finish() must have been called, or io never run.
  ~StoreDaemon();
  StoreDaemon(const StoreDaemon&) = delete;
  StoreDaemon& operator=(const StoreDaemon&) = delete;

  // Where registers find it.
  std::uint16_t port() const { return port_; }
  const DaemonSettings& settings() const { return settings_; }

  // Takes no more connections, lets requests in progress finish, then calls `stopped`, after which
  // io may stop running. On the I/O thread.
  void stop(std::function<void()> stopped);
  // After io has stopped running: what is queued for the books is written, their log emptied.
  void finish();

 private:
  // Opened books: what the constructor takes over.
  struct Opened {
    std::unique_ptr<Random> random;
    std::unique_ptr<Store> store;
    std::unique_ptr<Books> reading;
    std::unique_ptr<GuardFile> guard;
    std::unique_ptr<CardKeyFile> card_keys;
  };
  static Result<Opened> open(const Clock& clock, const DaemonSettings& settings);
  StoreDaemon(boost::asio::io_context& io, const Clock& clock, DaemonSettings settings,
              Opened opened, Options options);
  void link_head_office();
  Result<void> open_scanners();
  void deliver(const scanner::Scan& scan);
  // Those that are plugged in later are found at once.
  void watch_devices();
  Result<void> listen();
  void watch_status();
  void keep_guard();
  // Asks head office of a customer; the register hears of it when it has answered.
  void ask_for(const Asked& asked);
  std::vector<std::string> problems_elsewhere() const;

  boost::asio::io_context& io_;
  const Clock& clock_;
  const DaemonSettings settings_;
  std::unique_ptr<Random> random_;  // for the books thread
  std::unique_ptr<Store> store_;
  std::unique_ptr<GuardFile> guard_;
  std::unique_ptr<BookReader> reader_;
  std::unique_ptr<Agent> agent_;
  BooksThread<Store> books_;
  std::unique_ptr<rpc::HttpClient> http_;
  std::unique_ptr<rpc::ConnectClient> client_;
  std::unique_ptr<SyncLoop> sync_;
  std::unique_ptr<StoreCertificate> certificate_;  // null: not enrolled
  ScanSources scanners_;
  std::unique_ptr<scanner::DeviceWatch> device_watch_;  // null: it could not be made
  StoreStatus status_;
  StatusLog status_log_;
  EventStream events_;
  Hotkeys hotkeys_;
  CodesShown codes_;
  ScanHub hub_;
  PictureEndpoint pictures_;
  PinCheck pins_;
  RegisterService registers_;
  // Null where head office signs cards. The file is the books thread's.
  std::unique_ptr<CardKeyFile> card_keys_;
  std::unique_ptr<CardService<Store>> cards_;
  rpc::ConnectService service_;
  StaticPage page_;
  JournalWitness witness_;
  RegisterRouter router_;
  rpc::HttpServer server_;
  boost::asio::steady_timer status_timer_;
  boost::asio::steady_timer guard_timer_;
  std::string guard_problem_;
  Watchdog watchdog_;
  std::uint16_t port_ = 0;
  bool finished_ = false;
};

}  // namespace loyald::daemon
