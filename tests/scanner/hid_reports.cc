// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/hid_reports.h"

#include "store/base/bytes.h"

namespace loyald::scanner::testing {

std::string from_hex_or_throw(std::string_view hex) { return from_hex(hex).value(); }

std::string common_report(std::string_view aim, std::string_view data, bool more) {
  constexpr std::size_t kBytes = 64;
  std::string report(kBytes, '\0');
  report[0] = 2;
  report[1] = static_cast<char>(data.size());
  report.replace(2, aim.size(), aim);
  report.replace(5, data.size(), data);
  report[61] = '?';
  report[63] = more ? 1 : 0;
  return report;
}

std::vector<std::string> common_reports(std::string_view aim, std::string_view data) {
  constexpr std::size_t kPiece = 56;
  std::vector<std::string> reports;
  do {
    const bool more = data.size() > kPiece;
    reports.push_back(common_report(aim, data.substr(0, kPiece), more));
    data.remove_prefix(std::min(kPiece, data.size()));
  } while (!data.empty());
  return reports;
}

}  // namespace loyald::scanner::testing
