// SPDX-License-Identifier: Apache-2.0
#include "scanner/symbology.h"

#include <array>
#include <utility>

#include "store/base/check.h"

namespace loyald::scanner {
namespace {

constexpr std::array<std::pair<Symbology, std::string_view>, 17> kNames{{
    {Symbology::unknown, "unknown"},
    {Symbology::ean13, "ean13"},
    {Symbology::ean8, "ean8"},
    {Symbology::upca, "upca"},
    {Symbology::upce, "upce"},
    {Symbology::code128, "code128"},
    {Symbology::code39, "code39"},
    {Symbology::code93, "code93"},
    {Symbology::codabar, "codabar"},
    {Symbology::itf, "itf"},
    {Symbology::databar, "databar"},
    {Symbology::pdf417, "pdf417"},
    {Symbology::qr, "qr"},
    {Symbology::datamatrix, "datamatrix"},
    {Symbology::aztec, "aztec"},
    {Symbology::maxicode, "maxicode"},
    {Symbology::other, "other"},
}};

}  // namespace

bool is_linear(Symbology symbology) {
  switch (symbology) {
    case Symbology::ean13:
    case Symbology::ean8:
    case Symbology::upca:
    case Symbology::upce:
    case Symbology::code128:
    case Symbology::code39:
    case Symbology::code93:
    case Symbology::codabar:
    case Symbology::itf:
      return true;
    default:
      return false;
  }
}

std::string_view name(Symbology symbology) {
  for (const auto& [value, text] : kNames) {
    if (value == symbology) return text;
  }
  CHECK(false);
}

std::optional<Symbology> symbology_named(std::string_view name) {
  for (const auto& [value, text] : kNames) {
    if (text == name) return value;
  }
  return std::nullopt;
}

}  // namespace loyald::scanner
