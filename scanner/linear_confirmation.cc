// SPDX-License-Identifier: Apache-2.0
#include "scanner/linear_confirmation.h"

namespace loyald::scanner {
namespace {

bool corrects_errors(Symbology symbology) {
  switch (symbology) {
    case Symbology::qr:
    case Symbology::aztec:
    case Symbology::pdf417:
    case Symbology::datamatrix:
    case Symbology::maxicode:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool LinearConfirmation::is_sure(const DecodedPicture& reading, Timestamp now) {
  const bool again = last_ == reading && now - last_time_ <= kWithin;
  last_ = reading;
  last_time_ = now;
  return again || corrects_errors(reading.symbology);
}

}  // namespace loyald::scanner
