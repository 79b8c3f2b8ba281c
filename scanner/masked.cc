// SPDX-License-Identifier: Apache-2.0
#include "scanner/masked.h"

#include <algorithm>

namespace loyald::scanner {

std::string masked(std::string_view number) {
  constexpr std::size_t kShown = 4;
  const std::size_t shown = std::min(kShown, number.size() / 2);
  return "•••" + std::string(number.substr(number.size() - shown));
}

}  // namespace loyald::scanner
