// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_decoder.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "scanner/picture_resample.h"
#include "store/base/check.h"

// ZXing last: its Error.h defines macros with ordinary names.
#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace loyald::scanner {
namespace {

constexpr std::array<std::pair<Symbology, ZXing::BarcodeFormat>, 14> kFormats{{
    {Symbology::qr, ZXing::BarcodeFormat::QRCode},
    {Symbology::ean13, ZXing::BarcodeFormat::EAN13},
    {Symbology::code128, ZXing::BarcodeFormat::Code128},
    {Symbology::aztec, ZXing::BarcodeFormat::Aztec},
    {Symbology::pdf417, ZXing::BarcodeFormat::PDF417},
    {Symbology::datamatrix, ZXing::BarcodeFormat::DataMatrix},
    {Symbology::ean8, ZXing::BarcodeFormat::EAN8},
    // Not UPCA: without it ZXing gives a UPC-A as the EAN-13 that it is.
    {Symbology::upca, ZXing::BarcodeFormat::EAN13},
    {Symbology::upce, ZXing::BarcodeFormat::UPCE},
    {Symbology::code39, ZXing::BarcodeFormat::Code39},
    {Symbology::code93, ZXing::BarcodeFormat::Code93},
    {Symbology::codabar, ZXing::BarcodeFormat::Codabar},
    {Symbology::itf, ZXing::BarcodeFormat::ITF},
    {Symbology::databar, ZXing::BarcodeFormat::DataBar},
}};

// So many lines across a linear code must agree. With ZXing's own two, two of 2,480 generated
// pictures (picture_bench 10, 100 and 200) were read as another card with a good check digit; four
// cost 2 % of what is read.
constexpr std::uint8_t kLeastLines = 4;

constexpr auto kOnDarkPhones =
    ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Aztec | ZXing::BarcodeFormat::DataMatrix;

ZXing::BarcodeFormats formats_of(const std::vector<Symbology>& symbologies) {
  ZXing::BarcodeFormats formats;
  for (const auto& [symbology, format] : kFormats) {
    if (std::ranges::find(symbologies, symbology) != symbologies.end()) formats |= format;
  }
  return formats;
}

Symbology symbology_of(ZXing::BarcodeFormat format) {
  const auto known = std::ranges::find_if(
      kFormats, [format](const auto& entry) { return entry.second == format; });
  return known == kFormats.end() ? Symbology::other : known->first;
}

std::optional<DecodedPicture> attempt(const Picture& picture, ZXing::BarcodeFormats formats,
                                      ZXing::Binarizer binarizer) {
  // One symbol only: with several, asserts fire in 2.5 % of synthetic 720p frames.
  const ZXing::DecodeHints hints = ZXing::DecodeHints()
                                       .setFormats(formats)
                                       .setBinarizer(binarizer)
                                       .setMinLineCount(kLeastLines)
                                       .setMaxNumberOfSymbols(1);
  const ZXing::ImageView view(picture.luma.data(), picture.width, picture.height,
                              ZXing::ImageFormat::Lum);
  try {
    const ZXing::Result found = ZXing::ReadBarcode(view, hints);
    if (!found.isValid()) return std::nullopt;
    return DecodedPicture{found.text(), symbology_of(found.format()), found.symbologyIdentifier()};
  } catch (const std::exception&) {
    // A picture that it chokes on is one without a code.
    return std::nullopt;
  }
}

}  // namespace

std::vector<Symbology> default_symbologies() {
  return {Symbology::qr,     Symbology::ean13,      Symbology::code128, Symbology::aztec,
          Symbology::pdf417, Symbology::datamatrix, Symbology::ean8};
}

std::chrono::milliseconds picture_time_limit(const std::vector<Symbology>& symbologies,
                                             Effort effort) {
  const auto& asked = symbologies.empty() ? default_symbologies() : symbologies;
  const bool is_slow = std::ranges::find(asked, Symbology::pdf417) != asked.end();
  const std::chrono::milliseconds attempt(is_slow ? 1500 : 250);
  // A frame hardly ever gets all four attempts.
  return effort == Effort::single ? attempt * 4 : attempt;
}

std::optional<DecodedPicture> PictureDecoder::decode(const Picture& picture, Effort effort,
                                                     const std::vector<Symbology>& symbologies) {
  CHECK(check_picture(picture));
  ZXing::BarcodeFormats formats = formats_of(symbologies);
  // An empty set would mean all formats to ZXing.
  if (formats.empty()) formats = formats_of(default_symbologies());
  std::uint64_t tried = 0;
  const auto due = [this, effort, &tried](std::uint64_t every) {
    const bool is_due =
        effort == Effort::single || every == worked_ || misses_ % every == every - 1;
    if (is_due) tried = every;
    return is_due;
  };

  auto found = attempt(picture, formats, ZXing::Binarizer::LocalAverage);
  if (!found && due(2)) found = attempt(picture, formats, ZXing::Binarizer::GlobalHistogram);
  if (!found && due(3)) {
    // This ZXing does not look for white on black by itself. In a camera's frames only for what a
    // phone shows so.
    const ZXing::BarcodeFormats likely =
        effort == Effort::single ? formats : formats & kOnDarkPhones;
    if (!likely.empty()) {
      found = attempt(inverted(picture), likely, ZXing::Binarizer::LocalAverage);
    }
  }
  if (!found && due(4)) {
    // Codes with fewer than three pixels per module: far away or small.
    found = attempt(doubled_centre(picture), formats, ZXing::Binarizer::LocalAverage);
  }
  misses_ = found ? 0 : misses_ + 1;
  worked_ = found ? tried : 0;
  return found;
}

}  // namespace loyald::scanner
