// SPDX-License-Identifier: Apache-2.0
#include "scanner/dark_areas.h"

namespace loyald::scanner {
namespace {

bool is_dark(const Picture& picture, int x, int y) { return picture.at(x, y) < 128; }

bool same_row(const Picture& picture, int a, int b) {
  for (int x = 0; x < picture.width; ++x) {
    if (is_dark(picture, x, a) != is_dark(picture, x, b)) return false;
  }
  return true;
}

// The dark runs of the rows [top, bottom), which are equal.
void append_runs(std::vector<Area>& areas, const Picture& picture, int top, int bottom) {
  int x = 0;
  while (x < picture.width) {
    const int begin = x;
    const bool dark = is_dark(picture, begin, top);
    while (x < picture.width && is_dark(picture, x, top) == dark) ++x;
    if (dark) areas.push_back({begin, top, x - begin, bottom - top});
  }
}

}  // namespace

std::vector<Area> dark_areas(const Picture& picture) {
  std::vector<Area> areas;
  for (int top = 0; top < picture.height;) {
    int bottom = top + 1;
    while (bottom < picture.height && same_row(picture, top, bottom)) ++bottom;
    append_runs(areas, picture, top, bottom);
    top = bottom;
  }
  return areas;
}

}  // namespace loyald::scanner
