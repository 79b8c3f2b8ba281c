// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/compression.h"

#include <doctest/doctest.h>
#include <zstd.h>

#include <vector>

#include "store/base/random.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

std::string random_text(SeededRandom& random, std::size_t size) {
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>('a' + random.below(3));
  return text;
}

}  // namespace

TEST_CASE("what was compressed comes back, exactly up to the limit") {
  SeededRandom random(3);
  for (const std::size_t size : {0UL, 1UL, 1000UL, 65535UL, 65536UL, 65537UL, 300000UL}) {
    const std::string text = random_text(random, size);
    const std::string packed = zstd_compress(text);
    CHECK(zstd_decompress(packed, size) == text);
    CHECK(zstd_decompress(packed, size + 1) == text);
    if (size > 0) CHECK(zstd_decompress(packed, size - 1).error().code == Errc::resource_exhausted);
  }
}

TEST_CASE("several frames are one body") {
  CHECK(zstd_decompress(zstd_compress("ab") + zstd_compress("c"), 3) == "abc");
  CHECK(zstd_decompress(zstd_compress("ab") + zstd_compress("c"), 2).error().code ==
        Errc::resource_exhausted);
}

TEST_CASE("a bomb stops at the limit") {
  const std::string bomb = zstd_compress(std::string(200'000'000, '\0'));
  CHECK(bomb.size() < 100'000);
  CHECK(zstd_decompress(bomb, 1 << 20).error().code == Errc::resource_exhausted);
}

TEST_CASE("a frame that wants a large window is refused") {
  const std::string text(1 << 20, 'x');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 27);
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  // Without a known size the frame keeps the window it was asked for.
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer out{packed.data(), packed.size(), 0};
  while (in.pos < in.size) ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue);
  ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  packed.resize(out.pos);
  CHECK(zstd_decompress(packed, text.size()).error().code == Errc::invalid_argument);
}

TEST_CASE("every cut and every flipped bit is an error or other text, never a crash") {
  SeededRandom random(4);
  const std::string text = random_text(random, 3000);
  const std::string packed = zstd_compress(text);
  for (std::size_t size = 0; size < packed.size(); ++size) {
    REQUIRE(zstd_decompress(packed.substr(0, size), 10'000).error().code == Errc::invalid_argument);
  }
  for (std::size_t at = 0; at < packed.size(); ++at) {
    std::string bent = packed;
    bent[at] = static_cast<char>(bent[at] ^ (1 << random.below(8)));
    const auto result = zstd_decompress(bent, 10'000);
    if (result) REQUIRE(result->size() <= 10'000);
  }
}
