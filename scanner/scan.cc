// SPDX-License-Identifier: Apache-2.0
#include "scanner/scan.h"

#include <utility>

#include "scanner/aim.h"

namespace loyald::scanner {

std::optional<Scan> scan_of(std::string text, bool complete, std::string source,
                            std::string register_id, Timestamp time) {
  const AimText split = split_aim(text);
  if (is_scanner_answer(split.id)) return std::nullopt;
  Scan scan;
  scan.symbology = split.symbology;
  scan.aim = split.id;
  scan.text = std::move(text);
  scan.source = std::move(source);
  scan.register_id = std::move(register_id);
  scan.time = time;
  scan.complete = complete;
  return scan;
}

}  // namespace loyald::scanner
