// SPDX-License-Identifier: Apache-2.0
#include "scanner/jpeg_luma.h"

#include <turbojpeg.h>

#include <memory>
#include <type_traits>

#include "store/base/check.h"

namespace loyald::scanner {
namespace {

struct Destroy {
  void operator()(tjhandle handle) const { tjDestroy(handle); }
};
using Decompressor = std::unique_ptr<std::remove_pointer_t<tjhandle>, Destroy>;

tl::unexpected<Error> no_picture(tjhandle handle) {
  return fail(Errc::data_loss,
              std::string("the camera's JPEG cannot be read: ") + tjGetErrorStr2(handle));
}

}  // namespace

Result<Picture> jpeg_luma(ByteView jpeg) {
  const Decompressor decompressor(tjInitDecompress());
  CHECK(decompressor != nullptr);
  tjhandle handle = decompressor.get();
  int width = 0;
  int height = 0;
  int subsampling = 0;
  int colours = 0;
  if (tjDecompressHeader3(handle, jpeg.data(), jpeg.size(), &width, &height, &subsampling,
                          &colours) != 0) {
    return no_picture(handle);
  }
  // Tables alone are in order too.
  if (width == 0) return fail(Errc::data_loss, "the camera's JPEG has no picture");
  LOYALD_TRY(check_picture_size(width, height));
  Picture picture = blank_picture(width, height);
  if (tjDecompress2(handle, jpeg.data(), jpeg.size(), picture.luma.data(), width, 0, height,
                    TJPF_GRAY, TJFLAG_LIMITSCANS) != 0 &&
      tjGetErrorCode(handle) == TJERR_FATAL) {
    return no_picture(handle);
  }
  return picture;
}

}  // namespace loyald::scanner
