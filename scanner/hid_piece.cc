// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_piece.h"

#include <algorithm>

namespace loyald::scanner {
namespace {

constexpr HidUsage kBarcodeScanner{kBarcodePage, 0x02};
constexpr HidUsage kByteCount{kGenericDesktopPage, 0x3b};
constexpr std::array<HidUsage, 3> kSymbologyIdentifiers{
    {{kBarcodePage, 0xfb}, {kBarcodePage, 0xfc}, {kBarcodePage, 0xfd}}};
constexpr HidUsage kDecodedData{kBarcodePage, 0xfe};
constexpr HidUsage kDecodeDataContinued{kBarcodePage, 0xff};

std::optional<HidField> field(const HidReport& report, HidUsage usage) {
  const HidField* found = report.find(usage);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

bool is_whole_bytes(const HidField& field) { return field.bits == 8 && field.offset % 8 == 0; }

// The bytes of the row that the report has.
std::string bytes_of(const HidField& field, ByteView report) {
  const std::size_t first = std::min(field.offset / 8, report.size());
  return to_string(report.subspan(first, std::min(field.count, report.size() - first)));
}

}  // namespace

std::optional<HidPieceReader::Layout> HidPieceReader::layout_of(const HidReport& report) {
  const auto data = field(report, kDecodedData);
  if (report.kind != HidReport::Kind::input || !data || !is_whole_bytes(*data)) return std::nullopt;
  Layout layout;
  layout.id = report.id;
  layout.data = *data;
  layout.byte_count = field(report, kByteCount);
  layout.more = field(report, kDecodeDataContinued);
  for (std::size_t i = 0; i < layout.aim.size(); ++i) {
    layout.aim[i] = field(report, kSymbologyIdentifiers[i]);
  }
  return layout;
}

std::optional<HidPieceReader> HidPieceReader::make(const HidDescriptor& descriptor) {
  HidPieceReader reader;
  reader.has_ids_ = descriptor.has_ids;
  for (const HidReport& report : descriptor.reports) {
    if (const auto layout = layout_of(report)) reader.layouts_.push_back(*layout);
  }
  if (!descriptor.is(kBarcodeScanner) || reader.layouts_.empty()) return std::nullopt;
  return reader;
}

std::optional<HidPiece> HidPieceReader::read(ByteView report) const {
  if (report.empty()) return std::nullopt;
  const std::uint8_t id = has_ids_ ? report.front() : std::uint8_t{0};
  const auto layout = std::ranges::find(layouts_, id, &Layout::id);
  if (layout == layouts_.end()) return std::nullopt;
  HidPiece piece;
  for (const auto& part : layout->aim) {
    if (part) piece.aim.push_back(static_cast<char>(hid_value(*part, report)));
  }
  const bool is_aim = piece.aim.size() == layout->aim.size() && piece.aim.front() == ']' &&
                      piece.aim.find('\0') == std::string::npos;
  if (!is_aim) piece.aim.clear();
  piece.more = layout->more && (hid_value(*layout->more, report) & 1U) != 0;
  piece.data = bytes_of(layout->data, report);
  if (layout->byte_count) {
    const std::size_t count = hid_value(*layout->byte_count, report);
    piece.data.resize(std::min(piece.data.size(), count));
  } else if (!piece.more) {
    // Nobody says where the data ends, but the padding does.
    piece.data.resize(piece.data.find_last_not_of('\0') + 1);
  }
  return piece;
}

}  // namespace loyald::scanner
