// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "scanner/picture_decoder.h"
#include "store/base/time.h"

namespace loyald::scanner {

// Believes a linear code in a camera's frames only when it was read twice in a row: one check digit
// lets every tenth misread pass. Codes with error correction are believed at once. Sans-io; `now`
// is steady time and must not go backwards.
class LinearConfirmation {
 public:
  static constexpr std::chrono::milliseconds kWithin{600};

  bool is_sure(const DecodedPicture& reading, Timestamp now);

 private:
  std::optional<DecodedPicture> last_;
  Timestamp last_time_{};
};

}  // namespace loyald::scanner
