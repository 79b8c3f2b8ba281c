// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/card_pictures.h"

#include <cmath>

#include "scanner/barcode_writer.h"
#include "scanner/check_digit.h"
#include "store/base/check.h"
#include "tests/scanner/picture_distortion.h"

namespace loyald::scanner::testing {
namespace {

// Modules are drawn so large that painting them smaller is exact.
constexpr int kDrawn = 8;

double between(Random& random, double least, double most) {
  constexpr std::uint64_t kSteps = 10'000;
  return least + (most - least) * static_cast<double>(random.below(kSteps + 1)) / kSteps;
}

Picture draw(const std::string& text, Symbology symbology) {
  const bool linear = symbology != Symbology::qr;
  // One pixel per module, to be enlarged; a linear code as high as half its width.
  const Picture smallest = draw_barcode(text, symbology, {.quiet_zone = linear ? 10 : 4}).value();
  const int height = linear ? smallest.width / 2 : smallest.height;
  Picture out = blank_picture(smallest.width * kDrawn, height * kDrawn);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      out.at(x, y) = smallest.at(x / kDrawn, linear ? 0 : y / kDrawn);
    }
  }
  return out;
}

// Pixels per module, at 1280 x 720.
double module_size(Trouble trouble, Symbology symbology, Random& random) {
  const bool linear = symbology != Symbology::qr;
  switch (trouble) {
    case Trouble::small:
      return linear ? between(random, 1.2, 1.7) : between(random, 2.4, 3.4);
    case Trouble::skewed:
      return linear ? between(random, 2.5, 4) : between(random, 5, 8);
    default:
      return linear ? between(random, 2.2, 4) : between(random, 4.5, 8);
  }
}

Pose pose_of(Trouble trouble, Random& random) {
  Pose pose;
  pose.degrees = trouble == Trouble::rotated ? between(random, 0, 360) : between(random, -8, 8);
  if (trouble == Trouble::skewed) {
    pose.tilt_degrees = between(random, 20, 45);
    pose.tilt_direction = between(random, 0, 360);
  }
  return pose;
}

Picture printed(const Picture& code, Trouble trouble, Random& random) {
  if (trouble == Trouble::low_contrast) {
    const int black = static_cast<int>(between(random, 60, 120));
    return toned(code, black, black + static_cast<int>(between(random, 40, 70)));
  }
  if (trouble == Trouble::phone) {
    return toned(code, static_cast<int>(between(random, 170, 230)),
                 static_cast<int>(between(random, 15, 45)));
  }
  return toned(code, static_cast<int>(between(random, 20, 60)),
               static_cast<int>(between(random, 170, 235)));
}

// The phone itself: a dark glass all around the code.
void lay_phone(Picture& frame, const Picture& code, Pose pose) {
  Picture glass = blank_picture(code.width * 5 / 4, code.height * 9 / 4);
  glass = toned(glass, 0, 28);
  paint(frame, glass, pose);
}

Picture developed(const Picture& frame, Trouble trouble, const Pose& pose, double code_side,
                  double scale, Random& random) {
  switch (trouble) {
    case Trouble::blurred:
      return grainy(unsharp(frame, between(random, 1.2, 2.6) * scale), 3, random);
    case Trouble::noisy:
      // A smaller picture of the same sensor has less of it.
      return grainy(frame, between(random, 25, 45) * std::max(scale, 0.6), random);
    case Trouble::phone: {
      const double angle = between(random, 0, 6.283);
      const double away = code_side * between(random, 0.2, 0.7);
      const Glare glare{pose.x + away * std::cos(angle), pose.y + away * std::sin(angle),
                        code_side * between(random, 0.1, 0.25), between(random, 120, 250)};
      return grainy(unsharp(with_glare(frame, glare), 0.8 * scale), 5, random);
    }
    default:
      return grainy(unsharp(frame, 0.6), 4, random);
  }
}

}  // namespace

std::string_view name(Trouble trouble) {
  constexpr std::array<std::string_view, kTroubles.size()> kNames{
      "none", "rotated", "skewed", "low contrast", "small", "blurred", "noisy", "dark phone"};
  return kNames[static_cast<std::size_t>(trouble)];
}

std::string random_card(Random& random) {
  std::string digits = std::to_string(random.below(1'000'000'000));
  digits.insert(0, 9 - digits.size(), '0');
  return with_check(Check::mod10, "042" + digits).value();
}

CardRecogniser shop_of_pictures() {
  const CardFormat format{"card", "042", 13, 13, Characters::digits, Check::mod10, {}};
  return CardRecogniser::make({format}).value();
}

Picture empty_frame(int width, int height, Random& random) {
  Picture frame = blank_picture(width, height);
  const double side = between(random, 0, 6.283);
  const double waves = between(random, 2, 9) / width;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double slope = (x * std::cos(side) + y * std::sin(side)) / width;
      const double grain = std::sin(x * waves * 6.283 + y * waves * 2);
      frame.at(x, y) = static_cast<std::uint8_t>(130 + 40 * slope + 20 * grain);
    }
  }
  // A few things with straight edges: papers, the counter's edge, keys.
  for (int i = 0; i < 6; ++i) {
    const Picture thing = toned(blank_picture(static_cast<int>(between(random, 20, 300)),
                                              static_cast<int>(between(random, 20, 200))),
                                0, static_cast<int>(between(random, 10, 250)));
    Pose pose;
    pose.x = between(random, 0, width);
    pose.y = between(random, 0, height);
    pose.scale = width / 1280.0;
    pose.degrees = between(random, 0, 360);
    paint(frame, thing, pose);
  }
  return frame;
}

CardPicture card_picture(Trouble trouble, const std::string& text, int width, int height,
                         Random& random) {
  constexpr std::array kSymbologies{Symbology::qr, Symbology::ean13, Symbology::code128};
  const Symbology symbology =
      trouble == Trouble::phone ? Symbology::qr : kSymbologies[random.below(kSymbologies.size())];
  const Picture code = draw(text, symbology);
  const double scale = width / 1280.0;
  Pose pose = pose_of(trouble, random);
  // Not all shrinks with the frame: a linear code would have too few pixels for its lines.
  pose.scale = module_size(trouble, symbology, random) / kDrawn *
               (trouble == Trouble::small ? 1 : std::max(scale, 0.8));
  pose.x = width * between(random, 0.44, 0.56);
  pose.y = height * between(random, 0.44, 0.56);
  Picture frame = empty_frame(width, height, random);
  if (trouble == Trouble::phone) lay_phone(frame, code, pose);
  paint(frame, printed(code, trouble, random), pose);
  return {developed(frame, trouble, pose, code.width * pose.scale, scale, random), text, symbology};
}

}  // namespace loyald::scanner::testing
