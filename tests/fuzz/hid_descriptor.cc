// SPDX-License-Identifier: Apache-2.0
// Input: two bytes of the descriptor's length, the descriptor, then reports of 64 bytes.
#include "scanner/hid_descriptor.h"

#include "scanner/hid_framer.h"
#include "scanner/hid_piece.h"
#include "store/base/check.h"
#include "tests/fuzz/targets.h"

namespace loyald::fuzz {
namespace {

constexpr std::size_t kReportBytes = 64;

void check_fields(const scanner::HidDescriptor& descriptor) {
  for (const scanner::HidReport& report : descriptor.reports) {
    CHECK(report.bytes <= scanner::kMaxHidReportBytes);
    CHECK(descriptor.has_ids == (report.id != 0));
    for (const scanner::HidField& field : report.fields) {
      CHECK(field.bits >= 1 && field.bits <= 32 && field.count >= 1);
      CHECK(field.offset + field.bits * field.count <= report.bytes * 8);
    }
  }
}

void check_frame(const scanner::Frame& frame) {
  CHECK(!frame.text.empty() && frame.text.size() <= scanner::kMaxScanBytes);
}

}  // namespace

void hid_descriptor(ByteView bytes) {
  Input input(bytes);
  const std::size_t length = input.byte() + 256U * input.byte();
  const auto descriptor = scanner::read_hid_descriptor(input.take(length));
  if (!descriptor) {
    CHECK(!descriptor.error().message.empty());
    return;
  }
  check_fields(*descriptor);
  const auto reader = scanner::HidPieceReader::make(*descriptor);
  if (!reader) return;
  scanner::HidFramer framer;
  Timestamp now{0};
  while (!input.empty()) {
    auto piece = reader->read(input.take(kReportBytes));
    if (!piece) continue;
    CHECK(piece->aim.empty() || (piece->aim.size() == 3 && piece->aim.front() == ']'));
    now = now + std::chrono::milliseconds(1);
    for (const auto& frame : framer.feed(*std::move(piece), now)) check_frame(frame);
  }
  if (const auto due = framer.deadline()) {
    if (const auto frame = framer.on_timeout(*due)) check_frame(*frame);
  }
  CHECK(!framer.deadline());
}

}  // namespace loyald::fuzz
