// SPDX-License-Identifier: Apache-2.0
#include "scanner/dark_areas.h"

#include <doctest/doctest.h>

#include "store/base/random.h"

namespace loyald::scanner {

TEST_CASE("the areas are the dark pixels, each once") {
  SeededRandom random(3);
  for (int round = 0; round < 200; ++round) {
    Picture picture = blank_picture(static_cast<int>(1 + random.below(12)),
                                    static_cast<int>(1 + random.below(12)));
    const std::uint64_t dark_of_ten = random.below(11);
    for (auto& pixel : picture.luma) pixel = random.below(10) < dark_of_ten ? 0 : 255;
    Picture painted = blank_picture(picture.width, picture.height);
    for (const Area& area : dark_areas(picture)) {
      REQUIRE((area.x >= 0 && area.x + area.width <= picture.width));
      REQUIRE((area.y >= 0 && area.y + area.height <= picture.height));
      for (int y = area.y; y < area.y + area.height; ++y) {
        for (int x = area.x; x < area.x + area.width; ++x) {
          REQUIRE(painted.at(x, y) == 255);
          painted.at(x, y) = 0;
        }
      }
    }
    CHECK(painted.luma == picture.luma);
  }
}

TEST_CASE("rows that are equal share their areas") {
  Picture picture = blank_picture(6, 4);
  for (int y = 0; y < 3; ++y) picture.at(1, y) = picture.at(2, y) = picture.at(5, y) = 0;
  CHECK(dark_areas(picture) == std::vector<Area>{{1, 0, 2, 3}, {5, 0, 1, 3}});
}

}  // namespace loyald::scanner
