// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_client.h"

#include <doctest/doctest.h>

#include <csignal>
#include <fstream>

#include "scanner/barcode_writer.h"
#include "tests/scanner/picture_distortion.h"
#include "tests/scanner/run_until.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner {
namespace {

using testing::run_until;
using Decoded = Result<std::optional<DecodedPicture>>;

// Time that the test moves: the client's pauses go by it.
class HandClock final : public Clock {
 public:
  Timestamp now() const override { return time; }
  Timestamp steady() const override { return time; }
  Date local_date() const override { return {}; }
  Timestamp time{1'000'000};
};

struct Decoder {
  boost::asio::io_context io;
  HandClock clock;
  PictureClient client;

  explicit Decoder(std::vector<std::string> command = {LOYALD_PICTURE_CHILD},
                   std::chrono::milliseconds time_limit = std::chrono::seconds(20))
      : client(io, clock, {std::move(command), time_limit, default_symbologies()}) {}

  Decoded decode(const Picture& picture) {
    std::optional<Decoded> answer;
    client.decode(picture, Effort::single, [&answer](Decoded decoded) { answer = decoded; });
    if (!run_until(io, [&answer] { return answer.has_value(); })) {
      return fail(Errc::internal, "no answer at all");
    }
    return *answer;
  }
};

struct Code {
  std::string text;
  Symbology symbology;
  std::string aim;
  BarcodeShape shape;
};

const std::vector<Code>& codes() {
  static const std::vector<Code> kCodes{
      {"LOY1:0420000001232", Symbology::qr, "]Q1", {.width = 200, .height = 200}},
      {"0420000001232", Symbology::ean13, "]E0", {.width = 345, .height = 120, .quiet_zone = 10}},
      {"0420000001232", Symbology::code128, "]C0", {.width = 420, .height = 120, .quiet_zone = 10}},
      {"LOY1:0420000001232", Symbology::aztec, "]z0", {.width = 200, .height = 200}},
      {"LOY1:0420000001232", Symbology::pdf417, "]L2", {.width = 360, .height = 120}},
      {"LOY1:0420000001232", Symbology::datamatrix, "]d1", {.width = 200, .height = 200}},
      {"04201236", Symbology::ean8, "]E4", {.width = 240, .height = 120, .quiet_zone = 10}},
  };
  return kCodes;
}

Picture draw(const Code& code) {
  return draw_barcode(code.text, code.symbology, code.shape).value();
}

void check_found(Decoder& decoder, const Picture& picture, const Code& code) {
  const Decoded decoded = decoder.decode(picture);
  REQUIRE(decoded);
  const bool found = decoded->has_value();
  CHECK(found);
  if (!found) return;
  CHECK((*decoded)->text == code.text);
  CHECK((*decoded)->symbology == code.symbology);
  CHECK((*decoded)->aim == code.aim);
}

TEST_CASE("every symbology comes back from the child, in whatever state the picture is") {
  Decoder decoder;
  SeededRandom random(63);
  for (const Code& code : codes()) {
    CAPTURE(name(code.symbology));
    const Picture drawn = draw(code);
    const Picture frame = testing::placed(drawn, 480, 360, 0);
    const std::vector<std::pair<std::string, Picture>> states{
        {"as it is", frame},
        {"turned a little", testing::placed(drawn, 480, 360, 6)},
        {"on its side", testing::placed(drawn, 480, 480, 90)},
        {"upside down", testing::placed(drawn, 480, 360, 180)},
        {"noisy", testing::noisy(frame, 40, random)},
        {"blurred", testing::blurred(frame)},
        {"inverted", testing::negative(frame)},
        {"half as large again", testing::scaled(frame, 1.5)},
    };
    for (const auto& [state, picture] : states) {
      CAPTURE(state);
      check_found(decoder, picture, code);
    }
  }
  CHECK(decoder.client.lost() == 0);
}

TEST_CASE("GS1-128 keeps its identifier and separators") {
  Decoder decoder;
  const BarcodeShape shape{.width = 600, .height = 100, .quiet_zone = 10, .gs1 = true};
  const auto drawn = draw_barcode("8018506012345678901238", Symbology::code128, shape);
  REQUIRE(drawn);
  check_found(decoder, *drawn, {"8018506012345678901238", Symbology::code128, "]C1", {}});
}

TEST_CASE("a picture without a code is answered so") {
  Decoder decoder;
  const Decoded decoded = decoder.decode(blank_picture(640, 480));
  REQUIRE(decoded);
  CHECK_FALSE(*decoded);
}

TEST_CASE("any pixels are answered by one and the same child") {
  Decoder decoder;
  SeededRandom random(5);
  for (int round = 0; round < 30; ++round) {
    Picture picture = blank_picture(16 + static_cast<int>(random.below(300)),
                                    16 + static_cast<int>(random.below(300)));
    random.fill(picture.luma);
    CHECK(decoder.decode(picture));
  }
  CHECK(decoder.client.lost() == 0);
}

TEST_CASE("sizes that are not taken do not reach the child") {
  Decoder decoder({"/bin/false"});
  for (const Picture& picture : {blank_picture(15, 100), blank_picture(4097, 16), Picture{}}) {
    const Decoded decoded = decoder.decode(picture);
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == Errc::invalid_argument);
  }
  CHECK(decoder.client.lost() == 0);
}

TEST_CASE("one picture at a time") {
  Decoder decoder;
  const Picture picture = draw(codes().front());
  std::vector<Errc> errors;
  int found = 0;
  const auto done = [&](Decoded decoded) {
    if (decoded)
      ++found;
    else
      errors.push_back(decoded.error().code);
  };
  decoder.client.decode(picture, Effort::single, done);
  decoder.client.decode(picture, Effort::single, done);
  CHECK(errors.empty());  // never from within the call
  REQUIRE(run_until(decoder.io, [&] { return found == 1 && errors.size() == 1; }));
  CHECK(errors.front() == Errc::resource_exhausted);
}

// A shell that does `first` on its first life and is the real child afterwards.
std::vector<std::string> first_life(const loyald::testing::TemporaryDirectory& directory,
                                    const std::string& first) {
  const std::string flag = directory.file("was-here");
  return {"/bin/sh", "-c",
          "if test -e " + flag + "; then exec " LOYALD_PICTURE_CHILD "; fi; touch " + flag + "; " +
              first};
}

TEST_CASE(
    "a child killed in the middle of a frame costs that frame and is replaced after a pause") {
  const loyald::testing::TemporaryDirectory directory;
  Decoder decoder(first_life(directory, "head -c 1000 <&3 >/dev/null; kill -9 $$"));
  const Picture picture = draw(codes().front());
  const Decoded died = decoder.decode(picture);
  REQUIRE_FALSE(died);
  CHECK(died.error().code == Errc::unavailable);
  CHECK(decoder.client.lost() == 1);

  decoder.clock.time = decoder.clock.time + std::chrono::milliseconds(249);
  const Decoded paused = decoder.decode(picture);
  REQUIRE_FALSE(paused);
  CHECK(paused.error().message == "the picture decoder is being restarted");
  CHECK(decoder.client.lost() == 1);

  decoder.clock.time = decoder.clock.time + std::chrono::milliseconds(1);
  check_found(decoder, picture, codes().front());
}

TEST_CASE("a child that hangs is killed in time and replaced") {
  const loyald::testing::TemporaryDirectory directory;
  Decoder decoder(first_life(directory, "echo $$ >" + directory.file("pid") + "; exec sleep 1000"),
                  std::chrono::seconds(2));
  const Picture picture = draw(codes().front());
  const Decoded hung = decoder.decode(picture);
  REQUIRE_FALSE(hung);
  CHECK(hung.error().code == Errc::deadline_exceeded);
  CHECK(decoder.client.lost() == 1);
  decoder.clock.time = decoder.clock.time + PictureClient::kFirstPause;
  check_found(decoder, picture, codes().front());
}

TEST_CASE("pauses grow while children die") {
  Decoder decoder({"/bin/false"});
  const Picture picture = draw(codes().front());
  std::chrono::milliseconds pause = PictureClient::kFirstPause;
  for (std::uint64_t lost = 1; lost <= 7; ++lost) {
    CHECK_FALSE(decoder.decode(picture));
    CHECK(decoder.client.lost() == lost);
    decoder.clock.time = decoder.clock.time + (pause - std::chrono::milliseconds(1));
    CHECK_FALSE(decoder.decode(picture));
    CHECK(decoder.client.lost() == lost);
    decoder.clock.time = decoder.clock.time + std::chrono::milliseconds(1);
    pause = std::min(pause * 2, PictureClient::kLongestPause);
  }
}

TEST_CASE("pauses begin anew after a success") {
  const loyald::testing::TemporaryDirectory directory;
  const std::string healthy = directory.file("healthy");
  const std::string pid = directory.file("pid");
  Decoder decoder({"/bin/sh", "-c",
                   "echo $$ >" + pid + "; test -e " + healthy + " && exec " LOYALD_PICTURE_CHILD});
  const Picture picture = draw(codes().front());
  CHECK_FALSE(decoder.decode(picture));
  decoder.clock.time = decoder.clock.time + PictureClient::kFirstPause;
  CHECK_FALSE(decoder.decode(picture));
  decoder.clock.time = decoder.clock.time + PictureClient::kFirstPause * 2;
  std::ofstream(healthy).put('\n');
  check_found(decoder, picture, codes().front());

  pid_t child = -1;
  std::ifstream(pid) >> child;
  REQUIRE(child > 0);
  kill(child, SIGKILL);
  CHECK_FALSE(decoder.decode(picture));
  CHECK(decoder.client.lost() == 3);
  decoder.clock.time = decoder.clock.time + PictureClient::kFirstPause;
  check_found(decoder, picture, codes().front());
}

TEST_CASE("a child that answers nonsense is not believed") {
  Decoder decoder(
      {"/bin/sh", "-c", "head -c 20 <&3 >/dev/null; head -c 100 /dev/zero >&3; exec sleep 1000"});
  const Decoded decoded = decoder.decode(draw(codes().front()));
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().code == Errc::data_loss);
  CHECK(decoder.client.lost() == 1);
}

TEST_CASE("a child that does not start is said so") {
  Decoder decoder({"/nonexistent/decoder"});
  const Decoded decoded = decoder.decode(draw(codes().front()));
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().message ==
        "the picture decoder \"/nonexistent/decoder\" does not start: No such file or directory");
}

TEST_CASE("destroying the client drops the picture under way") {
  boost::asio::io_context io;
  HandClock clock;
  bool answered = false;
  {
    PictureClient client(io, clock, {{"/bin/sleep", "1000"}, std::chrono::seconds(8), {}});
    client.decode(draw(codes().front()), Effort::single, [&](const Decoded&) { answered = true; });
    io.poll();
  }
  io.restart();
  io.run();
  CHECK_FALSE(answered);
}

}  // namespace
}  // namespace loyald::scanner
