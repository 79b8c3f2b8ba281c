// SPDX-License-Identifier: Apache-2.0
// loyald, the store's daemon.
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "daemon/adopt_programme.h"
#include "daemon/config.h"
#include "daemon/process.h"
#include "daemon/state_directory.h"
#include "daemon/store_daemon.h"
#include "daemon/systemd.h"
#include "daemon/text_file.h"
#include "daemon/version.h"
#include "scanner/picture_child.h"
#include "store/programme_file.h"

namespace loyald::daemon {
namespace {

constexpr const char* kProgram = "loyald";
constexpr const char* kDefaultConfig = "/etc/loyald/loyald.toml";
// Opening the books after a power cut moves their whole log and verifies the journal's tail.
constexpr std::chrono::seconds kTimeToOpen{120};

// Everything of the configuration that can be checked without the books.
Result<DaemonSettings> checked_config(const std::string& path) {
  LOYALD_ASSIGN(DaemonSettings settings, read_config(path));
  boost::asio::io_context io;
  const SystemClock clock;
  LOYALD_TRY(make_scan_sources(io, clock, settings, "", [](const scanner::Scan&) {}));
  if (!settings.programme_file.empty()) {
    LOYALD_ASSIGN(const std::string toml,
                  read_text_file(settings.programme_file, kMaxProgrammeBytes));
    LOYALD_TRY(parse_programme(toml, settings.programme_file));
  }
  return settings;
}

// What works, but is hardly meant.
void warn_of_formats(const DaemonSettings& settings) {
  for (const scanner::CardFormat& format : settings.cards.formats()) {
    if (!scanner::takes_products(format)) continue;
    spdlog::warn(
        "card format \"{}\": products have such numbers, too: give it a prefix of 02, 04 or 20 to "
        "29 that no goods of the shop have, or the company's own of 7 digits or more; or "
        "symbologies without ean13 and upca",
        format.name);
  }
}

void say_ready(const StoreDaemon& daemon) {
  const DaemonSettings& settings = daemon.settings();
  const std::string address = "http://127.0.0.1:" + std::to_string(daemon.port()) + "/";
  spdlog::info("store {} is ready: {} and {}", settings.store_id, address, settings.socket);
  systemd::notify_ready("store " + std::to_string(settings.store_id) + " at " + address);
}

Result<void> serve(DaemonSettings settings) {
  systemd::extend_start(kTimeToOpen);
  LOYALD_ASSIGN(const StateDirectory directory,
                StateDirectory::open(settings.state_directory, kProgram));
  const SystemClock clock;
  boost::asio::io_context io;
  LOYALD_ASSIGN(const auto daemon, StoreDaemon::start(io, clock, std::move(settings), {}));
  boost::asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code error, int signal) {
    if (error) return;
    spdlog::info("stopping ({})", strsignal(signal));
    systemd::notify_stopping();
    daemon->stop([&io] { io.stop(); });
  });
  say_ready(*daemon);
  io.run();
  daemon->finish();
  spdlog::info("stopped; everything is on disk");
  return {};
}

int run(int argc, char** argv) {
  CLI::App app("Loyalty at the store's registers, with or without a line to head office.",
               kProgram);
  std::string config = kDefaultConfig;
  bool check = false;
  app.add_option("--config", config, "The configuration file")->capture_default_str();
  app.add_flag("--check-config", check, "Check the configuration and the programme, then end");
  app.set_version_flag("--version", std::string(kProgram) + " " + std::string(version()));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EX_OK : EX_USAGE;
  }
  log_to_stderr();
  auto settings = checked_config(config);
  if (!settings) return report(kProgram, settings.error());
  warn_of_formats(*settings);
  if (check) {
    std::printf("%s is in order\n", config.c_str());
    return EX_OK;
  }
  // A peer that goes away while it is written to is an error of that write, not our end.
  std::signal(SIGPIPE, SIG_IGN);
  const auto served = serve(*std::move(settings));
  return served ? EX_OK : report(kProgram, served.error());
}

}  // namespace
}  // namespace loyald::daemon

int main(int argc, char** argv) {
  using loyald::scanner::kPictureChildFd;
  using loyald::scanner::kPictureChildOption;
  // The child that decodes pictures, before anything else of a daemon exists in it.
  if (argc == 2 && std::strcmp(argv[1], kPictureChildOption) == 0) {
    return loyald::scanner::run_picture_child(kPictureChildFd);
  }
  return loyald::daemon::run(argc, argv);
}
