// SPDX-License-Identifier: Apache-2.0
#include "daemon/scan_sources.h"

namespace loyald::daemon {
namespace {

Result<std::unique_ptr<scanner::ScanSource>> make_source(boost::asio::io_context& io,
                                                         const Clock& clock,
                                                         const scanner::SerialOptions& options,
                                                         const scanner::OnScan& on_scan) {
  return scanner::SerialScanner::make(io, clock, options, on_scan);
}

Result<std::unique_ptr<scanner::ScanSource>> make_source(boost::asio::io_context& io,
                                                         const Clock& clock,
                                                         const scanner::WedgeOptions& options,
                                                         const scanner::OnScan& on_scan) {
  auto source = scanner::WedgeScanner::make(io, clock, options, on_scan);
  if (source) return std::unique_ptr<scanner::ScanSource>(*std::move(source));
  Error error = std::move(source).error();
  error.message = "scanner \"" + options.name + "\": " + error.message;
  return fail(std::move(error));
}

Result<std::unique_ptr<scanner::ScanSource>> make_source(boost::asio::io_context& io,
                                                         const Clock& clock,
                                                         const scanner::HidOptions& options,
                                                         const scanner::OnScan& on_scan) {
  return std::make_unique<scanner::HidScanner>(io, clock, options, on_scan);
}

}  // namespace

Result<ScanSources> make_scan_sources(boost::asio::io_context& io, const Clock& clock,
                                      const std::vector<ScannerSettings>& settings,
                                      const scanner::OnScan& on_scan) {
  ScanSources sources;
  for (const ScannerSettings& one : settings) {
    auto source = std::visit(
        [&](const auto& options) { return make_source(io, clock, options, on_scan); }, one);
    if (!source) return fail(std::move(source).error());
    sources.push_back(*std::move(source));
  }
  return sources;
}

}  // namespace loyald::daemon
