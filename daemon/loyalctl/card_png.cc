// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/card_png.h"

#include <cairo/cairo.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace loyald::loyalctl {
namespace {

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(out)->append(bytes, bytes + size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<std::string> to_png(const scanner::Picture& picture) {
  // Cairo's one channel is written as grey; its rows are padded.
  const int stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, picture.width);
  std::vector<unsigned char> rows(static_cast<std::size_t>(stride) *
                                  static_cast<std::size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    std::copy_n(&picture.luma[picture.index(0, y)], picture.width,
                &rows[static_cast<std::size_t>(stride) * static_cast<std::size_t>(y)]);
  }
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_image_surface_create_for_data(rows.data(), CAIRO_FORMAT_A8, picture.width,
                                          picture.height, stride),
      &cairo_surface_destroy);
  std::string png;
  const cairo_status_t status = cairo_surface_write_to_png_stream(surface.get(), append, &png);
  if (status == CAIRO_STATUS_SUCCESS) return png;
  return fail(Errc::internal,
              std::string("the picture cannot be drawn: ") + cairo_status_to_string(status));
}

}  // namespace loyald::loyalctl
