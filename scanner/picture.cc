// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture.h"

#include <string>

#include "store/base/check.h"

namespace loyald::scanner {

Picture blank_picture(int width, int height) {
  CHECK(width >= 0 && height >= 0);
  const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  Picture picture{width, height, {}};
  picture.luma.assign(pixels, 0xff);
  return picture;
}

Result<void> check_picture_size(std::int64_t width, std::int64_t height) {
  const auto bad_side = [](std::int64_t side) {
    return side < kMinPictureSide || side > kMaxPictureSide;
  };
  // The sides first: their product cannot overflow then.
  if (bad_side(width) || bad_side(height) ||
      static_cast<std::size_t>(width * height) > kMaxPicturePixels) {
    return fail(Errc::invalid_argument,
                "a picture of " + std::to_string(width) + " x " + std::to_string(height) +
                    " pixels is not read",
                "each side must have 16 to 4096 pixels");
  }
  return {};
}

Result<void> check_picture(const Picture& picture) {
  LOYALD_TRY(check_picture_size(picture.width, picture.height));
  const std::size_t pixels =
      static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  if (picture.luma.size() != pixels) {
    return fail(Errc::invalid_argument, "a picture of " + std::to_string(pixels) + " pixels has " +
                                            std::to_string(picture.luma.size()) + " bytes of luma");
  }
  return {};
}

}  // namespace loyald::scanner
