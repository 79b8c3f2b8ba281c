// SPDX-License-Identifier: Apache-2.0
#include "scanner/luma.h"

#include <doctest/doctest.h>
#include <turbojpeg.h>

#include <cstdlib>

#include "scanner/jpeg_luma.h"
#include "store/base/random.h"

namespace loyald::scanner {
namespace {

Picture gradient(int width, int height) {
  Picture picture = blank_picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.at(x, y) = static_cast<std::uint8_t>(x * 3 + y * 5);
  }
  return picture;
}

// The picture as a camera sends it, colours and what pads its lines at random.
std::vector<std::uint8_t> frame_of(const Picture& picture, const FrameShape& shape,
                                   Random& random) {
  std::vector<std::uint8_t> frame(shape.bytes_per_line * static_cast<std::size_t>(shape.height) *
                                  2);
  random.fill(frame);
  const bool packed = shape.format == PixelFormat::yuyv || shape.format == PixelFormat::uyvy;
  const std::size_t first = shape.format == PixelFormat::uyvy ? 1 : 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::size_t column = static_cast<std::size_t>(x) * (packed ? 2 : 1) + first;
      frame[static_cast<std::size_t>(y) * shape.bytes_per_line + column] = picture.at(x, y);
    }
  }
  return frame;
}

TEST_CASE("brightness out of every layout, with and without padding") {
  SeededRandom random(9);
  for (const PixelFormat format : {PixelFormat::grey, PixelFormat::nv12, PixelFormat::yu12,
                                   PixelFormat::yuyv, PixelFormat::uyvy}) {
    for (const std::size_t padding : {0U, 1U, 64U}) {
      const Picture picture = gradient(34, 18);
      const std::size_t least = least_bytes_per_line(format, 34);
      const FrameShape shape{format, 34, 18, least + padding};
      const auto frame = frame_of(picture, shape, random);
      const auto luma = luma_of(shape, frame);
      REQUIRE(luma);
      CHECK(luma->luma == picture.luma);
      CHECK(luma->width == 34);
      // Exactly to the last pixel, and one byte less.
      const std::size_t enough = shape.bytes_per_line * 17 + least;
      CHECK(luma_of(shape, ByteView(frame).first(enough))->luma == picture.luma);
      const auto cut_off = luma_of(shape, ByteView(frame).first(enough - 1));
      REQUIRE_FALSE(cut_off);
      CHECK(cut_off.error().code == Errc::data_loss);
      CHECK_FALSE(luma_of(shape, {}));
    }
  }
}

std::vector<std::uint8_t> jpeg_of(const Picture& picture) {
  tjhandle compressor = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  tjCompress2(compressor, picture.luma.data(), picture.width, 0, picture.height, TJPF_GRAY, &bytes,
              &size, TJSAMP_GRAY, 95, 0);
  const std::vector<std::uint8_t> jpeg(bytes, bytes + size);
  tjFree(bytes);
  tjDestroy(compressor);
  return jpeg;
}

bool is_close(const Picture& one, const Picture& other, int rows) {
  if (one.width != other.width || one.height != other.height) return false;
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < one.width; ++x) {
      if (std::abs(one.at(x, y) - other.at(x, y)) > 12) return false;
    }
  }
  return true;
}

Picture smooth(int width, int height) {
  Picture picture = blank_picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.at(x, y) = static_cast<std::uint8_t>(x + y);
  }
  return picture;
}

// Without its Huffman tables (DHT segments), as most USB cameras send it.
std::vector<std::uint8_t> without_tables(const std::vector<std::uint8_t>& jpeg) {
  std::vector<std::uint8_t> out(jpeg.begin(), jpeg.begin() + 2);
  std::size_t at = 2;
  while (jpeg[at + 1] != 0xda) {
    const std::size_t length = 2U + jpeg[at + 2] * 256U + jpeg[at + 3];
    const auto from = jpeg.begin() + static_cast<std::ptrdiff_t>(at);
    if (jpeg[at + 1] != 0xc4) {
      out.insert(out.end(), from, from + static_cast<std::ptrdiff_t>(length));
    }
    at += length;
  }
  out.insert(out.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(at), jpeg.end());
  return out;
}

TEST_CASE("a JPEG, also as cameras send it") {
  const Picture picture = smooth(64, 128);
  const auto jpeg = jpeg_of(picture);
  // The size is the JPEG's own.
  const auto whole = luma_of({PixelFormat::mjpg, 640, 480, 0}, jpeg);
  REQUIRE(whole);
  CHECK(is_close(*whole, picture, 128));

  const auto bare = without_tables(jpeg);
  REQUIRE(bare.size() < jpeg.size());
  const auto without = jpeg_luma(bare);
  REQUIRE(without);
  CHECK(is_close(*without, picture, 128));

  auto rubbish = jpeg;
  rubbish.insert(rubbish.end() - 2, {0x12, 0x34, 0x56, 0x78});
  const auto padded = jpeg_luma(rubbish);
  REQUIRE(padded);
  CHECK(is_close(*padded, picture, 128));
}

TEST_CASE("half a JPEG is half a picture; what is none is refused") {
  const Picture picture = smooth(64, 128);
  const auto jpeg = jpeg_of(picture);
  const auto half = jpeg_luma(ByteView(jpeg).first(jpeg.size() * 3 / 4));
  REQUIRE(half);
  CHECK(is_close(*half, picture, 48));
  CHECK(jpeg_luma({}).error().code == Errc::data_loss);
  CHECK(jpeg_luma(ByteView(jpeg).first(20)).error().code == Errc::data_loss);
  CHECK(jpeg_luma(as_bytes("not a JPEG at all")).error().code == Errc::data_loss);
  CHECK(jpeg_luma(jpeg_of(blank_picture(8, 8))).error().code == Errc::invalid_argument);
  CHECK(jpeg_luma(jpeg_of(blank_picture(4100, 16))).error().code == Errc::invalid_argument);
}

TEST_CASE("any bytes of a camera are a picture or an error") {
  SeededRandom random(17);
  const auto jpeg = jpeg_of(gradient(96, 64));
  for (int round = 0; round < 400; ++round) {
    auto broken = jpeg;
    for (std::uint64_t i = 0; i <= random.below(8); ++i) {
      broken[random.below(broken.size())] = static_cast<std::uint8_t>(random.below(256));
    }
    broken.resize(random.below(broken.size() + 1));
    const auto luma = jpeg_luma(broken);
    if (luma) CHECK(check_picture(*luma));
  }
}

}  // namespace
}  // namespace loyald::scanner
