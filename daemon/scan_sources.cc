// SPDX-License-Identifier: Apache-2.0
#include "daemon/scan_sources.h"

#include <cstdlib>
#include <utility>

#include "scanner/key_typist.h"
#include "scanner/passing_source.h"
#include "scanner/relayed_scanner.h"

namespace loyald::daemon {
namespace {

using Source = Result<std::unique_ptr<scanner::ScanSource>>;

struct Making {
  boost::asio::io_context& io;
  const Clock& clock;
  const scanner::CardRecogniser& cards;
  const std::string& port_directory;  // empty: only check
};

Source make_source(const Making& making, const scanner::SerialOptions& options,
                   const PassSettings& pass, const scanner::OnScan& on_scan) {
  LOYALD_ASSIGN(auto source,
                scanner::SerialScanner::make(making.io, making.clock, options, on_scan));
  if (pass.to == PassTo::port && !making.port_directory.empty()) {
    LOYALD_ASSIGN(auto port,
                  scanner::PassPort::make(making.io, making.port_directory + "/" + options.name));
    source->pass_to(making.cards, std::move(port));
  }
  return source;
}

Source make_source(const Making& making, const scanner::WedgeOptions& options, const PassSettings&,
                   const scanner::OnScan& on_scan) {
  if (options.mode == scanner::PassMode::listen) {
    return scanner::WedgeScanner::make(making.io, making.clock, options, on_scan);
  }
  return scanner::RelayedScanner::make(making.io, making.clock, making.cards, options, on_scan);
}

Source make_typing(const Making& making, const PassSettings& pass, const scanner::OnScan& on_scan,
                   const scanner::PassingSource::MakeSource& make) {
  if (making.port_directory.empty()) {
    LOYALD_TRY(scanner::KeyTypist::make(pass.typing.layout));
    return make(on_scan);
  }
  LOYALD_ASSIGN(auto typing, scanner::TypedPass::make(making.io, making.clock, pass.typing));
  return scanner::PassingSource::make(making.cards, std::move(typing), on_scan, make);
}

const std::string& name_of(const ScannerSettings& scanner) {
  return std::visit([](const auto& options) -> const std::string& { return options.name; },
                    scanner);
}

}  // namespace

Result<ScanSources> make_scan_sources(boost::asio::io_context& io, const Clock& clock,
                                      const DaemonSettings& settings,
                                      const std::string& port_directory,
                                      const scanner::OnScan& on_scan) {
  const Making making{io, clock, settings.cards, port_directory};
  ScanSources sources;
  for (std::size_t i = 0; i < settings.scanners.size(); ++i) {
    const PassSettings& pass = settings.passes[i];
    const auto make = [&](const scanner::OnScan& to) {
      return std::visit([&](const auto& options) { return make_source(making, options, pass, to); },
                        settings.scanners[i]);
    };
    Source source =
        pass.to == PassTo::keys ? make_typing(making, pass, on_scan, make) : make(on_scan);
    if (!source) {
      Error error = std::move(source).error();
      const std::string scanner = "scanner \"" + name_of(settings.scanners[i]) + "\": ";
      if (!error.message.starts_with(scanner)) error.message = scanner + error.message;
      return fail(std::move(error));
    }
    sources.push_back(*std::move(source));
  }
  return sources;
}

std::string port_directory_of(const DaemonSettings& settings) {
  const char* made = std::getenv("RUNTIME_DIRECTORY");
  const std::string directory = made == nullptr ? std::string() : made;
  // systemd lists several with colons between.
  const std::string first = directory.substr(0, directory.find(':'));
  return (first.empty() ? settings.state_directory : first) + "/port";
}

}  // namespace loyald::daemon
