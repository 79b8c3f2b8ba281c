// SPDX-License-Identifier: Apache-2.0
#include "scanner/barcode_svg.h"

#include "scanner/dark_areas.h"
#include "store/base/check.h"

namespace loyald::scanner {
namespace {

// A piece of a path that encloses it.
std::string enclosing(const Area& area) {
  const std::string width = std::to_string(area.width);
  return "M" + std::to_string(area.x) + " " + std::to_string(area.y) + "h" + width + "v" +
         std::to_string(area.height) + "h-" + width + "z";
}

}  // namespace

std::string barcode_svg(const Picture& modules, int width_mm, int height_mm) {
  CHECK(modules.width > 0 && modules.height > 0);
  CHECK(width_mm > 0 && width_mm <= 1000 && height_mm > 0 && height_mm <= 1000);
  std::string path;
  for (const Area& area : dark_areas(modules)) path += enclosing(area);
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
