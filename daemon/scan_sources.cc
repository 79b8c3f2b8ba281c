// SPDX-License-Identifier: Apache-2.0
#include "daemon/scan_sources.h"

#include <algorithm>

namespace loyald::daemon {
namespace {

// Makes one source of each kind.
struct Make {
  using Made = Result<std::unique_ptr<scanner::ScanSource>>;
  boost::asio::io_context& io;
  const Clock& clock;
  const scanner::CardRecogniser& cards;
  const scanner::OnScan& on_scan;

  Made operator()(const scanner::SerialOptions& options) const {
    return scanner::SerialScanner::make(io, clock, options, on_scan);
  }
  Made operator()(const scanner::WedgeOptions& options) const {
    return named(options.name, scanner::WedgeScanner::make(io, clock, options, on_scan));
  }
  Made operator()(const scanner::HidOptions& options) const {
    return std::make_unique<scanner::HidScanner>(io, clock, options, on_scan);
  }
  Made operator()(const scanner::LineOptions& options) const {
    return named(options.name, scanner::LineServer::make(io, clock, options, on_scan));
  }
  Made operator()(scanner::CameraOptions options) const {
    options.pictures.symbologies = picture_symbologies(cards);
    return std::make_unique<scanner::Camera>(
        io, clock, std::move(options),
        [&cards = cards, on_scan = on_scan](const scanner::Scan& scan) {
          if (cards.recognise(scan)) on_scan(scan);
        });
  }

  template <class Source>
  static Made named(const std::string& name, Result<std::unique_ptr<Source>> source) {
    if (source) return *std::move(source);
    Error error = std::move(source).error();
    error.message = "scanner \"" + name + "\": " + error.message;
    return fail(std::move(error));
  }
};

}  // namespace

Result<ScanSources> make_scan_sources(boost::asio::io_context& io, const Clock& clock,
                                      const DaemonSettings& settings,
                                      const scanner::OnScan& on_scan) {
  ScanSources sources;
  for (const ScannerSettings& one : settings.scanners) {
    LOYALD_ASSIGN(auto source, std::visit(Make{io, clock, settings.cards, on_scan}, one));
    sources.push_back(std::move(source));
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

}  // namespace loyald::daemon
