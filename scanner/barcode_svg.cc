// SPDX-License-Identifier: Apache-2.0
#include "scanner/barcode_svg.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald::scanner {
namespace {

bool is_dark(const Picture& picture, int x, int y) { return picture.at(x, y) < 128; }

bool same_row(const Picture& picture, int a, int b) {
  for (int x = 0; x < picture.width; ++x) {
    if (is_dark(picture, x, a) != is_dark(picture, x, b)) return false;
  }
  return true;
}

// The dark runs of the rows [top, bottom), which are equal, as pieces of a path.
void append_runs(std::string& path, const Picture& picture, int top, int bottom) {
  const std::string rows = std::to_string(bottom - top);
  int x = 0;
  while (x < picture.width) {
    const int begin = x;
    const bool dark = is_dark(picture, begin, top);
    while (x < picture.width && is_dark(picture, x, top) == dark) ++x;
    if (!dark) continue;
    const std::string run = std::to_string(x - begin);
    path += "M" + std::to_string(begin) + " " + std::to_string(top) + "h" + run + "v" + rows +
            "h-" + run + "z";
  }
}

}  // namespace

std::string barcode_svg(const Picture& modules, int width_mm, int height_mm) {
  CHECK(modules.width > 0 && modules.height > 0);
  CHECK(width_mm > 0 && width_mm <= 1000 && height_mm > 0 && height_mm <= 1000);
  std::string path;
  for (int top = 0; top < modules.height;) {
    int bottom = top + 1;
    while (bottom < modules.height && same_row(modules, top, bottom)) ++bottom;
    append_runs(path, modules, top, bottom);
    top = bottom;
  }
  const bool linear = modules.height == 1;
  const std::string columns = std::to_string(modules.width);
  const std::string rows = std::to_string(modules.height);
  // Rounded up, so that the quiet zone below is not lost.
  const int height =
      linear ? height_mm : (width_mm * modules.height + modules.width - 1) / modules.width;
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(width_mm) +
         "mm\" height=\"" + std::to_string(height) + "mm\" viewBox=\"0 0 " + columns + " " + rows +
         "\"" + (linear ? " preserveAspectRatio=\"none\"" : "") +
         " shape-rendering=\"crispEdges\"><rect width=\"" + columns + "\" height=\"" + rows +
         "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>\n";
}

}  // namespace loyald::scanner
