// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/compression.h"

#include <zstd.h>

#include <algorithm>
#include <memory>

#include "store/base/check.h"

namespace loyald::rpc {
namespace {

constexpr int kWindowLogMax = 23;
constexpr std::size_t kPiece = 64 * 1024;

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

std::string zstd_compress(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
  CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

Result<std::string> zstd_decompress(std::string_view bytes, std::size_t limit) {
  const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  CHECK(context != nullptr);
  CHECK(!ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLogMax)));
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::string out;
  std::size_t more = 1;  // 0 exactly at the end of a frame
  // One byte beyond the limit tells a body that fits from one that does not.
  while (in.pos < in.size || more != 0) {
    const std::size_t before = out.size();
    const std::size_t taken = in.pos;
    out.resize(std::min(before + kPiece, limit + 1));
    ZSTD_outBuffer piece{out.data() + before, out.size() - before, 0};
    more = ZSTD_decompressStream(context.get(), &piece, &in);
    if (ZSTD_isError(more)) {
      return fail(Errc::invalid_argument,
                  std::string("the body is not valid zstd: ") + ZSTD_getErrorName(more));
    }
    out.resize(before + piece.pos);
    if (out.size() > limit) {
      return fail(Errc::resource_exhausted,
                  "the body is larger than " + std::to_string(limit) + " bytes uncompressed");
    }
    if (more != 0 && in.pos == taken && piece.pos == 0) {
      return fail(Errc::invalid_argument, "the body is not valid zstd: it is cut off");
    }
  }
  return out;
}

}  // namespace loyald::rpc
