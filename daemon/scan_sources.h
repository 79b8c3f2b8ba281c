// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "daemon/settings.h"
#include "scanner/scan_source.h"
#include "store/base/clock.h"

namespace loyald::daemon {

using ScanSources = std::vector<std::unique_ptr<scanner::ScanSource>>;

// The configured scanners, not started; their devices need not be there. Of what a camera sees only
// cards are passed on. `port_directory` is where the ports for tills' programs are; where it is
// empty, none is made, nor is a keyboard, but all is checked. The settings' cards must outlive the
// sources. Errors: invalid_argument, naming the scanner (a speed or keyboard layout that does not
// exist); those of PassPort::make.
Result<ScanSources> make_scan_sources(boost::asio::io_context& io, const Clock& clock,
                                      const DaemonSettings& settings,
                                      const std::string& port_directory,
                                      const scanner::OnScan& on_scan);

// Where a daemon with these settings keeps the ports: in the directory that systemd made for it, or
// in the state directory.
std::string port_directory_of(const DaemonSettings& settings);

// "serial", "wedge", "hid", "line", "camera"
std::string kind_of(const ScannerSettings& settings);

// What pictures are searched for: the codes that the cards are printed in, where every format says,
// and QR codes, which carry identifiers of every kind.
std::vector<scanner::Symbology> picture_symbologies(const scanner::CardRecogniser& cards);

}  // namespace loyald::daemon
