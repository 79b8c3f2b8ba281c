// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/loyalctl/card_code.h"
#include "scanner/symbology.h"
#include "store/base/result.h"

namespace loyald::loyalctl {

// What is printed on every card, and beside them.
struct CardFace {
  scanner::Symbology symbology = scanner::Symbology::qr;
  std::string title;      // may be empty
  std::string programme;  // below it; may be empty
  std::string footer;     // in the margin of each sheet, for whoever cuts them; may be empty
};

// Sheets of A4 with ten cards of 85.60 x 53.98 mm each (ISO/IEC 7810 ID-1), edge to edge, with crop
// marks in the margins, as a PDF document; to be printed without scaling. Texts are drawn in
// whatever sans serif the machine has. Pages are written as they are full, so any number of cards
// takes little memory. Belongs to one thread.
class CardSheet {
 public:
  // Takes the document's next bytes; false: they cannot be kept.
  using Write = std::function<bool(std::string_view bytes)>;

  CardSheet(CardFace face, Write write);
  ~CardSheet();

  // The next place on the sheet. Errors: those of card_code; then nothing was drawn.
  Result<void> add(const PrintedCard& card);
  // Ends the document. unavailable where some of it was not kept.
  Result<void> finish();

 private:
  struct Drawing;
  std::unique_ptr<Drawing> drawing_;
};

}  // namespace loyald::loyalctl
