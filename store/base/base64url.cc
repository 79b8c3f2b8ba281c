// SPDX-License-Identifier: Apache-2.0
#include "store/base/base64url.h"

#include <sodium.h>

#include "store/base/bytes.h"
#include "store/base/check.h"

namespace loyald {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string to_base64url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  CHECK(sodium_bin2base64(text.data(), text.size(), as_bytes(bytes).data(), bytes.size(),
                          kVariant) != nullptr);
  text.pop_back();  // its end mark
  return text;
}

Result<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  // Without an end pointer, anything that does not belong to the text makes it fail.
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, kVariant) != 0) {
    return fail(Errc::invalid_argument, "the text is not base64url");
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace loyald
