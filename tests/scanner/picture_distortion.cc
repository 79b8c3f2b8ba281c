// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/picture_distortion.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

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

Picture grainy(const Picture& picture, double sigma, Random& random) {
  Picture out = picture;
  for (std::uint8_t& value : out.luma) {
    // Four numbers of 16 bits: the sum of uniform ones is nearly normal, with variance 4 / 12.
    const std::uint64_t bits = random.next();
    double sum = -2;
    for (unsigned shift = 0; shift < 64; shift += 16) {
      sum += static_cast<double>(bits >> shift & 0xffffU) / 65536.0;
    }
    value = pixel(value + sum * std::numbers::sqrt3 * sigma);
  }
  return out;
}

Picture unsharp(const Picture& picture, double sigma) {
  const int reach = static_cast<int>(std::ceil(sigma * 2.5));
  std::vector<float> weights;
  float total = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma))));
    total += weights.back();
  }
  // Along one direction and then along the other.
  const auto along = [&](const Picture& from, int dx, int dy) {
    Picture out = from;
    for (int y = 0; y < from.height; ++y) {
      for (int x = 0; x < from.width; ++x) {
        float sum = 0;
        for (int i = -reach; i <= reach; ++i) {
          sum += weights[static_cast<std::size_t>(i + reach)] *
                 static_cast<float>(from.at(std::clamp(x + i * dx, 0, from.width - 1),
                                            std::clamp(y + i * dy, 0, from.height - 1)));
        }
        out.at(x, y) = pixel(sum / total);
      }
    }
    return out;
  };
  return along(along(picture, 1, 0), 0, 1);
}

Picture toned(const Picture& picture, int black, int white) {
  Picture out = picture;
  for (std::uint8_t& value : out.luma) value = pixel(black + (white - black) * value / 255.0);
  return out;
}

Picture with_glare(const Picture& picture, const Glare& glare) {
  Picture out = picture;
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const double far = std::hypot(x - glare.x, y - glare.y) / glare.radius;
      if (far > 3) continue;
      out.at(x, y) = pixel(out.at(x, y) + glare.brightness * std::exp(-far * far));
    }
  }
  return out;
}

void paint(Picture& frame, const Picture& code, const Pose& pose) {
  constexpr double kDegree = std::numbers::pi / 180;
  // The camera's distance in pixels of the frame: what a usual lens has at that width.
  const double distance = frame.width * 1.1;
  const double turn = pose.degrees * kDegree;
  const double tilt = pose.tilt_degrees * kDegree;
  const double side = pose.tilt_direction * kDegree;
  // Where the line of sight through a pixel meets the code's plane, which is tilted about an axis
  // across `side`: solved in the directions along `side` and across it.
  const auto onto_code = [&](double u, double v) {
    const double along = (u - pose.x) * std::cos(side) + (v - pose.y) * std::sin(side);
    const double across = (v - pose.y) * std::cos(side) - (u - pose.x) * std::sin(side);
    const double on_along = along * distance / (distance * std::cos(tilt) - along * std::sin(tilt));
    const double depth = distance + on_along * std::sin(tilt);
    const double on_across = across * depth / distance;
    const double x = (on_along * std::cos(side) - on_across * std::sin(side)) / pose.scale;
    const double y = (on_along * std::sin(side) + on_across * std::cos(side)) / pose.scale;
    return std::pair(x * std::cos(turn) + y * std::sin(turn) + code.width / 2.0,
                     y * std::cos(turn) - x * std::sin(turn) + code.height / 2.0);
  };
  const double reach = std::hypot(code.width, code.height) * pose.scale * 0.75;
  const auto from = [](double middle, double extent) {
    return std::max(0, static_cast<int>(middle - extent));
  };
  const auto to = [](double middle, double extent, int most) {
    return std::min(most, static_cast<int>(middle + extent));
  };
  constexpr int kSamples = 3;
  for (int v = from(pose.y, reach); v < to(pose.y, reach, frame.height); ++v) {
    for (int u = from(pose.x, reach); u < to(pose.x, reach, frame.width); ++u) {
      double sum = 0;
      for (int i = 0; i < kSamples * kSamples; ++i) {
        const auto [x, y] = onto_code(u + (i % kSamples + 0.5) / kSamples - 0.5,
                                      v + (i / kSamples + 0.5) / kSamples - 0.5);
        const bool inside = x >= 0 && y >= 0 && x < code.width && y < code.height;
        sum += inside ? code.at(static_cast<int>(x), static_cast<int>(y)) : frame.at(u, v);
      }
      frame.at(u, v) = pixel(sum / (kSamples * kSamples));
    }
  }
}

Picture negative(const Picture& picture) {
  Picture out = picture;
  for (std::uint8_t& value : out.luma) value = static_cast<std::uint8_t>(~value);
  return out;
}

}  // namespace loyald::scanner::testing
