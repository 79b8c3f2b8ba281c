// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_wire.h"

#include <doctest/doctest.h>

#include "scanner/scan.h"
#include "store/base/random.h"

namespace loyald::scanner {
namespace {

TEST_CASE("questions and answers come back") {
  const std::string question =
      write_question_header({640, 480, Effort::frame, {Symbology::qr, Symbology::other}});
  REQUIRE(question.size() == kPictureQuestionHeader);
  const auto read = read_question_header(as_bytes(question));
  REQUIRE(read);
  CHECK(read->width == 640);
  CHECK(read->height == 480);
  CHECK(read->effort == Effort::frame);
  CHECK(read->symbologies == std::vector<Symbology>{Symbology::qr, Symbology::other});

  const std::string answer = write_answer(DecodedPicture{"LOY1:1", Symbology::qr, "]Q1"});
  const auto size = read_answer_header(as_bytes(answer).first(kPictureAnswerHeader));
  REQUIRE(size);
  CHECK(size->found);
  CHECK(size->symbology == Symbology::qr);
  CHECK(answer.substr(kPictureAnswerHeader) == "]Q1LOY1:1");
  CHECK(size->aim_bytes == 3);
  CHECK(size->text_bytes == 6);

  const std::string none = write_answer(std::nullopt);
  REQUIRE(none.size() == kPictureAnswerHeader);
  CHECK_FALSE(read_answer_header(as_bytes(none))->found);
}

TEST_CASE("what is over a limit is refused") {
  CHECK_FALSE(
      read_question_header(as_bytes(write_question_header({4097, 480, Effort::frame, {}}))));
  CHECK_FALSE(read_question_header(as_bytes(write_question_header({-1, 480, Effort::frame, {}}))));
  const std::string huge(kMaxScanBytes + 1, 'x');
  CHECK(write_answer(DecodedPicture{huge, Symbology::qr, ""}) == write_answer(std::nullopt));
}

TEST_CASE("any header is answered") {
  SeededRandom random(20);
  const std::string question = write_question_header({64, 64, Effort::single, {Symbology::qr}});
  const std::string answer = write_answer(DecodedPicture{"LOY1:1", Symbology::qr, "]Q1"});
  for (int round = 0; round < 20'000; ++round) {
    std::string header = (round % 2 == 0 ? question : answer).substr(0, 20);
    for (std::uint64_t edits = 1 + random.below(3); edits > 0; --edits) {
      header[random.below(header.size())] = static_cast<char>(random.below(256));
    }
    if (const auto read = read_question_header(as_bytes(header))) {
      CHECK(check_picture_size(read->width, read->height));
    }
    if (const auto size = read_answer_header(as_bytes(header))) {
      CHECK(size->aim_bytes <= kMaxAimBytes);
      CHECK(size->text_bytes <= kMaxScanBytes);
    }
  }
}

}  // namespace
}  // namespace loyald::scanner
