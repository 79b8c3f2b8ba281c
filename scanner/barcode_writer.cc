// SPDX-License-Identifier: Apache-2.0
#include "scanner/barcode_writer.h"

#include <array>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "store/base/text.h"

// ZXing last: its headers define macros with ordinary names.
#define ZX_USE_UTF8
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

namespace loyald::scanner {
namespace {

std::optional<ZXing::BarcodeFormat> format_of(Symbology symbology) {
  switch (symbology) {
    case Symbology::ean13:
      return ZXing::BarcodeFormat::EAN13;
    case Symbology::ean8:
      return ZXing::BarcodeFormat::EAN8;
    case Symbology::upca:
      return ZXing::BarcodeFormat::UPCA;
    case Symbology::code128:
      return ZXing::BarcodeFormat::Code128;
    case Symbology::code39:
      return ZXing::BarcodeFormat::Code39;
    case Symbology::itf:
      return ZXing::BarcodeFormat::ITF;
    case Symbology::pdf417:
      return ZXing::BarcodeFormat::PDF417;
    case Symbology::qr:
      return ZXing::BarcodeFormat::QRCode;
    case Symbology::datamatrix:
      return ZXing::BarcodeFormat::DataMatrix;
    case Symbology::aztec:
      return ZXing::BarcodeFormat::Aztec;
    default:
      return std::nullopt;
  }
}

Picture picture_of(const ZXing::BitMatrix& bits) {
  Picture picture = blank_picture(bits.width(), bits.height());
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (bits.get(x, y)) picture.at(x, y) = 0;
    }
  }
  return picture;
}

}  // namespace

Result<Picture> draw_barcode(std::string_view text, Symbology symbology, BarcodeShape shape) {
  const auto format = format_of(symbology);
  if (!format) {
    return fail(Errc::invalid_argument, std::string(name(symbology)) + " codes cannot be drawn");
  }
  if (text.empty() || text.size() > kMaxBarcodeText || !is_utf8(text)) {
    return fail(Errc::invalid_argument, "a barcode holds 1 to 1024 bytes of UTF-8");
  }
  const auto in_range = [](int side) { return side >= 0 && side <= kMaxPictureSide; };
  if (!in_range(shape.width) || !in_range(shape.height) || shape.quiet_zone < 0 ||
      shape.quiet_zone > 64) {
    return fail(Errc::invalid_argument, "a barcode of that size cannot be drawn");
  }
  constexpr std::string_view kFnc1 = "ñ";  // how the library's Code 128 writer spells it
  // The library's number for QR's level M, where a seventh of the code may be unreadable; its own
  // choice is L. Others have no such levels, or choose well.
  constexpr int kLevelM = 4;
  constexpr int kOwnChoice = -1;
  const bool with_fnc1 = shape.gs1 && symbology == Symbology::code128;
  // The library shares a linear code's margin out over both sides.
  const int margin = is_linear(symbology) ? 2 * shape.quiet_zone : shape.quiet_zone;
  const std::string contents = std::string(with_fnc1 ? kFnc1 : "") + std::string(text);
  try {
    return picture_of(ZXing::MultiFormatWriter(*format)
                          .setMargin(margin)
                          .setEccLevel(symbology == Symbology::qr ? kLevelM : kOwnChoice)
                          .encode(contents, shape.width, shape.height));
  } catch (const std::exception& error) {
    return fail(Errc::invalid_argument, "this text cannot be written as " +
                                            std::string(name(symbology)) + ": " + error.what());
  }
}

}  // namespace loyald::scanner
