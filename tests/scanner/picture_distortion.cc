// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/picture_distortion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace loyald::scanner::testing {
namespace {

constexpr double kBackground = 200;

double at_or_background(const Picture& picture, int x, int y) {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return kBackground;
  return picture.at(x, y);
}

double between(const Picture& picture, double x, double y) {
  const int x0 = static_cast<int>(std::floor(x));
  const int y0 = static_cast<int>(std::floor(y));
  const double right = x - x0;
  const double below = y - y0;
  const double top = at_or_background(picture, x0, y0) * (1 - right) +
                     at_or_background(picture, x0 + 1, y0) * right;
  const double bottom = at_or_background(picture, x0, y0 + 1) * (1 - right) +
                        at_or_background(picture, x0 + 1, y0 + 1) * right;
  return top * (1 - below) + bottom * below;
}

std::uint8_t pixel(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

}  // namespace

Picture placed(const Picture& code, int width, int height, double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  Picture out = blank_picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double dx = x - width / 2.0;
      const double dy = y - height / 2.0;
      out.at(x, y) = pixel(between(code, dx * cosine + dy * sine + code.width / 2.0,
                                   dy * cosine - dx * sine + code.height / 2.0));
    }
  }
  return out;
}

Picture scaled(const Picture& picture, double factor) {
  Picture out = blank_picture(static_cast<int>(picture.width * factor),
                              static_cast<int>(picture.height * factor));
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const double from_x = std::clamp((x + 0.5) / factor - 0.5, 0.0, picture.width - 1.0);
      const double from_y = std::clamp((y + 0.5) / factor - 0.5, 0.0, picture.height - 1.0);
      out.at(x, y) = pixel(between(picture, from_x, from_y));
    }
  }
  return out;
}

Picture noisy(const Picture& picture, int amplitude, Random& random) {
  Picture out = picture;
  const auto span = static_cast<std::uint64_t>(2 * amplitude + 1);
  for (std::uint8_t& value : out.luma) {
    value = pixel(value + static_cast<double>(random.below(span)) - amplitude);
  }
  return out;
}

Picture blurred(const Picture& picture) {
  Picture out = picture;
  for (int y = 1; y + 1 < picture.height; ++y) {
    for (int x = 1; x + 1 < picture.width; ++x) {
      int sum = 0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) sum += picture.at(x + dx, y + dy);
      }
      out.at(x, y) = pixel(sum / 9.0);
    }
  }
  return out;
}

Picture negative(const Picture& picture) {
  Picture out = picture;
  for (std::uint8_t& value : out.luma) value = static_cast<std::uint8_t>(~value);
  return out;
}

}  // namespace loyald::scanner::testing
