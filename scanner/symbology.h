// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace loyald::scanner {

// What kind of barcode a text was printed in, as far as anybody told us. GS1 contents are told by
// the AIM identifier (scanner/gs1.h), not by an enumerator of their own.
enum class Symbology {
  unknown,  // typed, or read by a scanner that does not say
  ean13,
  ean8,
  upca,
  upce,
  code128,
  code39,
  code93,
  codabar,
  itf,
  databar,
  pdf417,
  qr,
  datamatrix,
  aztec,
  maxicode,
  other,  // the scanner said, and it is none of the above
};

// Whether it is bars alone, whose height says nothing. Not DataBar, some of which is stacked.
bool is_linear(Symbology symbology);

// As the configuration and the events write it, for example "ean13".
std::string_view name(Symbology symbology);

// The inverse of name(); nothing for other texts.
std::optional<Symbology> symbology_named(std::string_view name);

}  // namespace loyald::scanner
