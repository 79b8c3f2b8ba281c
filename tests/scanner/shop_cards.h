// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "scanner/card_recogniser.h"

namespace loyald::scanner::testing {

// The cards of a shop with every sort of format there is.
CardRecogniser shop_cards();

// Texts that shop_cards() takes for cards, as scanners deliver them.
std::vector<std::string> card_texts();

}  // namespace loyald::scanner::testing
