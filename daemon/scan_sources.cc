// SPDX-License-Identifier: Apache-2.0
#include "daemon/scan_sources.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "scanner/key_typist.h"
#include "scanner/passing_source.h"
#include "scanner/relayed_scanner.h"

namespace loyald::daemon {
namespace {

using Made = Result<std::unique_ptr<scanner::ScanSource>>;

// Makes one source of each kind.
struct Make {
  boost::asio::io_context& io;
  const Clock& clock;
  const scanner::CardRecogniser& cards;
  const std::string& port_directory;  // empty: only check
  const PassSettings& pass;
  const scanner::OnScan& on_scan;

  Made operator()(const scanner::SerialOptions& options) const {
    LOYALD_ASSIGN(auto source, scanner::SerialScanner::make(io, clock, options, on_scan));
    if (pass.to == PassTo::port && !port_directory.empty()) {
      LOYALD_ASSIGN(auto port, scanner::PassPort::make(io, port_directory + "/" + options.name));
      source->pass_to(cards, std::move(port));
    }
    return source;
  }
  Made operator()(const scanner::WedgeOptions& options) const {
    if (options.mode == scanner::PassMode::listen) {
      return scanner::WedgeScanner::make(io, clock, options, on_scan);
    }
    return scanner::RelayedScanner::make(io, clock, cards, options, on_scan);
  }
  Made operator()(const scanner::HidOptions& options) const {
    return std::make_unique<scanner::HidScanner>(io, clock, options, on_scan);
  }
  Made operator()(const scanner::LineOptions& options) const {
    return scanner::LineServer::make(io, clock, options, on_scan);
  }
  Made operator()(scanner::CameraOptions options) const {
    options.pictures.symbologies = picture_symbologies(cards);
    return std::make_unique<scanner::Camera>(
        io, clock, std::move(options),
        [&cards = cards, on_scan = on_scan](const scanner::Scan& scan) {
          if (cards.recognise(scan)) on_scan(scan);
        });
  }
};

// What is no card is typed.
Made make_typing(const Make& all, const scanner::PassingSource::MakeSource& make) {
  if (all.port_directory.empty()) {
    LOYALD_TRY(scanner::KeyTypist::make(all.pass.typing.layout));
    return make(all.on_scan);
  }
  LOYALD_ASSIGN(auto typing, scanner::TypedPass::make(all.io, all.clock, all.pass.typing));
  return scanner::PassingSource::make(all.cards, std::move(typing), all.on_scan, make);
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
  ScanSources sources;
  for (std::size_t i = 0; i < settings.scanners.size(); ++i) {
    const PassSettings& pass = settings.passes[i];
    const auto make = [&](const scanner::OnScan& to) {
      return std::visit(Make{io, clock, settings.cards, port_directory, pass, to},
                        settings.scanners[i]);
    };
    const Make all{io, clock, settings.cards, port_directory, pass, on_scan};
    Made source = pass.to == PassTo::keys ? make_typing(all, make) : make(on_scan);
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

std::string kind_of(const ScannerSettings& settings) {
  struct Name {
    const char* operator()(const scanner::SerialOptions&) const { return "serial"; }
    const char* operator()(const scanner::WedgeOptions&) const { return "wedge"; }
    const char* operator()(const scanner::HidOptions&) const { return "hid"; }
    const char* operator()(const scanner::LineOptions&) const { return "line"; }
    const char* operator()(const scanner::CameraOptions&) const { return "camera"; }
  };
  return std::visit(Name{}, settings);
}

std::vector<scanner::Symbology> picture_symbologies(const scanner::CardRecogniser& cards) {
  std::vector<scanner::Symbology> symbologies{scanner::Symbology::qr};
  for (const scanner::CardFormat& format : cards.formats()) {
    if (format.symbologies.empty()) return scanner::default_symbologies();
    for (const scanner::Symbology symbology : format.symbologies) {
      if (std::ranges::find(symbologies, symbology) == symbologies.end()) {
        symbologies.push_back(symbology);
      }
    }
  }
  return symbologies;
}

std::string port_directory_of(const DaemonSettings& settings) {
  const char* made = std::getenv("RUNTIME_DIRECTORY");
  const std::string directory = made == nullptr ? std::string() : made;
  // systemd lists several with colons between.
  const std::string first = directory.substr(0, directory.find(':'));
  return (first.empty() ? settings.state_directory : first) + "/port";
}

}  // namespace loyald::daemon
