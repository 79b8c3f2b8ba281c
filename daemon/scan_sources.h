// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "daemon/settings.h"
#include "scanner/scan_source.h"
#include "store/base/clock.h"

namespace loyald::daemon {

using ScanSources = std::vector<std::unique_ptr<scanner::ScanSource>>;

// The configured scanners, not started; their devices need not be there. Errors: invalid_argument,
// naming the scanner (a speed or keyboard layout that does not exist).
Result<ScanSources> make_scan_sources(boost::asio::io_context& io, const Clock& clock,
                                      const std::vector<ScannerSettings>& settings,
                                      const scanner::OnScan& on_scan);

}  // namespace loyald::daemon
