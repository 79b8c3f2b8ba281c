// SPDX-License-Identifier: Apache-2.0
// loyald-headoffice, head office's daemon.
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "daemon/headoffice_daemon.h"
#include "daemon/process.h"
#include "daemon/state_directory.h"
#include "daemon/state_files.h"
#include "daemon/systemd.h"
#include "daemon/version.h"

namespace loyald::daemon {
namespace {

constexpr const char* kProgram = "loyald-headoffice";
constexpr const char* kDefaultConfig = "/etc/loyald/headoffice.toml";
// Opening the books after a power cut moves their whole log.
constexpr std::chrono::seconds kTimeToOpen{120};

Result<void> serve(const HeadOfficeDaemonSettings& settings) {
  systemd::extend_start(kTimeToOpen);
  LOYALD_ASSIGN(const StateDirectory directory,
                StateDirectory::open(settings.state_directory, kProgram));
  const SystemClock clock;
  const std::string restored = directory.file(kRestoredFile);
  if (std::filesystem::exists(restored)) {
    LOYALD_TRY(HeadOfficeDaemon::begin_after_restore(clock, settings));
    std::filesystem::remove(restored);
    spdlog::warn("these books came from a backup: every store is awaited");
  }
  boost::asio::io_context io;
  LOYALD_ASSIGN(const auto daemon, HeadOfficeDaemon::start(io, clock, settings, {}));
  boost::asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code error, int signal) {
    if (error) return;
    spdlog::info("stopping ({})", strsignal(signal));
    systemd::notify_stopping();
    daemon->stop([&io] { io.stop(); });
  });
  const std::string address = settings.address + " port " + std::to_string(daemon->port());
  spdlog::info("head office of {} stores is ready: {}", settings.stores.size(), address);
  systemd::notify_ready("head office at " + address);
  io.run();
  daemon->finish();
  spdlog::info("stopped; everything is on disk");
  return {};
}

Result<void> begin_after_restore(const HeadOfficeDaemonSettings& settings) {
  LOYALD_ASSIGN(const StateDirectory directory,
                StateDirectory::open(settings.state_directory, kProgram));
  return HeadOfficeDaemon::begin_after_restore(SystemClock(), settings);
}

int run(int argc, char** argv) {
  CLI::App app("Counts what a chain's stores sell, and tells them what the others sold.", kProgram);
  std::string config = kDefaultConfig;
  bool check = false;
  bool is_restored = false;
  app.add_option("--config", config, "The configuration file")->capture_default_str();
  app.add_flag("--check-config", check, "Check the configuration, then end");
  app.add_flag("--after-restore", is_restored,
               "Say that the books came from a backup, then end: every store sends again what may "
               "be lost and takes everything anew");
  app.set_version_flag("--version", std::string(kProgram) + " " + std::string(version()));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EX_OK : EX_USAGE;
  }
  const auto settings = read_headoffice_config(config);
  if (!settings) return report(kProgram, settings.error());
  if (check) {
    std::printf("%s is in order\n", config.c_str());
    return EX_OK;
  }
  if (is_restored) {
    const auto begun = begin_after_restore(*settings);
    if (!begun) return report(kProgram, begun.error());
    std::printf(
        "the stores will go on from these books; what was decided since the backup is lost: once "
        "they have been in touch, publish the programme again, and set segments and merges\n");
    return EX_OK;
  }
  log_to_stderr();
  // A peer that goes away while it is written to is an error of that write, not our end.
  std::signal(SIGPIPE, SIG_IGN);
  const auto served = serve(*settings);
  return served ? EX_OK : report(kProgram, served.error());
}

}  // namespace
}  // namespace loyald::daemon

int main(int argc, char** argv) { return loyald::daemon::run(argc, argv); }
