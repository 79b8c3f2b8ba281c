// SPDX-License-Identifier: Apache-2.0
#include "scanner/linear_confirmation.h"

#include <doctest/doctest.h>

namespace loyald::scanner {
namespace {

DecodedPicture ean(const std::string& text) { return {text, Symbology::ean13, "]E0"}; }

TEST_CASE("a linear code counts when it was read twice in a row, soon enough") {
  LinearConfirmation confirmation;
  CHECK_FALSE(confirmation.is_sure(ean("0420000001232"), {1000}));
  CHECK(confirmation.is_sure(ean("0420000001232"), {1600}));
  CHECK(confirmation.is_sure(ean("0420000001232"), {1700}));
  CHECK_FALSE(confirmation.is_sure(ean("0420000001232"), {2301}));

  // A misread in between, and the same text in another code.
  CHECK_FALSE(confirmation.is_sure(ean("0420000001249"), {2400}));
  CHECK_FALSE(confirmation.is_sure(ean("0420000001232"), {2500}));
  CHECK_FALSE(confirmation.is_sure({"0420000001232", Symbology::code128, "]C0"}, {2600}));
}

TEST_CASE("codes that correct errors count at once") {
  LinearConfirmation confirmation;
  for (const Symbology symbology :
       {Symbology::qr, Symbology::aztec, Symbology::pdf417, Symbology::datamatrix}) {
    CHECK(confirmation.is_sure({"042", symbology, ""}, {0}));
  }
  for (const Symbology symbology : {Symbology::ean8, Symbology::code128, Symbology::code39,
                                    Symbology::itf, Symbology::codabar, Symbology::databar}) {
    CHECK_FALSE(confirmation.is_sure({"042", symbology, ""}, {0}));
  }
}

}  // namespace
}  // namespace loyald::scanner
