// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/picture_decoder.h"
#include "store/base/bytes.h"
#include "store/base/result.h"

namespace loyald::scanner {

// What the daemon and its decoding child say to each other, in big-endian words.
// Question: magic, width, height, effort, symbologies (bits), then width x height bytes of luma.
// Answer: magic, found (0 or 1), symbology, bytes of AIM identifier, bytes of text, then both.
// Each end holds the other to the limits: the child decodes strangers' pictures.
inline constexpr std::size_t kPictureQuestionHeader = 20;
inline constexpr std::size_t kPictureAnswerHeader = 20;
inline constexpr std::size_t kMaxAimBytes = 8;

struct PictureQuestion {
  int width = 0;
  int height = 0;
  Effort effort = Effort::single;
  std::vector<Symbology> symbologies;
};

struct PictureAnswerSize {
  bool found = false;
  Symbology symbology = Symbology::unknown;
  std::size_t aim_bytes = 0;
  std::size_t text_bytes = 0;
};

std::string write_question_header(const PictureQuestion& question);
// `header` has kPictureQuestionHeader bytes. data_loss where it makes no sense.
Result<PictureQuestion> read_question_header(ByteView header);

// The whole answer. A code whose text is over the limit counts as not found.
std::string write_answer(const std::optional<DecodedPicture>& decoded);
// `header` has kPictureAnswerHeader bytes. data_loss where it makes no sense.
Result<PictureAnswerSize> read_answer_header(ByteView header);

}  // namespace loyald::scanner
