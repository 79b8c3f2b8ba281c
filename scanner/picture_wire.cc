// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_wire.h"

#include "scanner/scan.h"
#include "store/base/check.h"

namespace loyald::scanner {
namespace {

constexpr std::uint32_t kQuestionMagic = 0x4c595051;  // "LYPQ"
constexpr std::uint32_t kAnswerMagic = 0x4c595041;    // "LYPA"
constexpr auto kLastSymbology = static_cast<std::uint32_t>(Symbology::other);

std::uint32_t word(ByteView bytes, std::size_t index) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8U | bytes[index * 4 + i];
  return value;
}

tl::unexpected<Error> nonsense() {
  return fail(Errc::data_loss, "the picture decoder's other end sent nonsense");
}

}  // namespace

std::string write_question_header(const PictureQuestion& question) {
  std::uint32_t symbologies = 0;
  for (const Symbology symbology : question.symbologies) {
    symbologies |= 1U << static_cast<std::uint32_t>(symbology);
  }
  std::string out;
  append_u32be(out, kQuestionMagic);
  append_u32be(out, static_cast<std::uint32_t>(question.width));
  append_u32be(out, static_cast<std::uint32_t>(question.height));
  append_u32be(out, question.effort == Effort::single ? 1 : 0);
  append_u32be(out, symbologies);
  return out;
}

Result<PictureQuestion> read_question_header(ByteView header) {
  CHECK(header.size() == kPictureQuestionHeader);
  const std::uint32_t effort = word(header, 3);
  if (word(header, 0) != kQuestionMagic || effort > 1) return nonsense();
  if (!check_picture_size(word(header, 1), word(header, 2))) return nonsense();
  PictureQuestion question{static_cast<int>(word(header, 1)),
                           static_cast<int>(word(header, 2)),
                           effort == 1 ? Effort::single : Effort::frame,
                           {}};
  for (std::uint32_t bit = 0; bit <= kLastSymbology; ++bit) {
    if ((word(header, 4) >> bit & 1U) != 0) {
      question.symbologies.push_back(static_cast<Symbology>(bit));
    }
  }
  return question;
}

std::string write_answer(const std::optional<DecodedPicture>& decoded) {
  const bool found = decoded && decoded->aim.size() <= kMaxAimBytes && !decoded->text.empty() &&
                     decoded->text.size() <= kMaxScanBytes;
  std::string out;
  append_u32be(out, kAnswerMagic);
  append_u32be(out, found ? 1 : 0);
  append_u32be(out, found ? static_cast<std::uint32_t>(decoded->symbology) : 0);
  append_u32be(out, found ? static_cast<std::uint32_t>(decoded->aim.size()) : 0);
  append_u32be(out, found ? static_cast<std::uint32_t>(decoded->text.size()) : 0);
  if (found) out += decoded->aim + decoded->text;
  return out;
}

Result<PictureAnswerSize> read_answer_header(ByteView header) {
  CHECK(header.size() == kPictureAnswerHeader);
  const std::uint32_t found = word(header, 1);
  const std::uint32_t symbology = word(header, 2);
  const PictureAnswerSize size{found == 1, static_cast<Symbology>(symbology), word(header, 3),
                               word(header, 4)};
  if (word(header, 0) != kAnswerMagic || found > 1 || symbology > kLastSymbology) return nonsense();
  if (size.aim_bytes > kMaxAimBytes || size.text_bytes > kMaxScanBytes) return nonsense();
  if (size.found != (size.text_bytes > 0)) return nonsense();
  return size;
}

}  // namespace loyald::scanner
