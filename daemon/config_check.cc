// SPDX-License-Identifier: Apache-2.0
#include "daemon/config_check.h"

#include <algorithm>

#include "store/base/text.h"

namespace loyald::daemon {

ConfigCheck::ConfigCheck(std::string file)
    : file_(std::move(file)), directory_(std::filesystem::absolute(file_).parent_path()) {}

tl::unexpected<Error> ConfigCheck::fail(const std::string& key, const std::string& what,
                                        const std::string& hint) const {
  return loyald::fail(Errc::invalid_argument, file_ + ": " + key + ": " + what, hint);
}

Result<void> ConfigCheck::text(const std::string& key, const std::string& value,
                               std::size_t max_bytes) const {
  if (value.size() > max_bytes) {
    return fail(key, "has more than " + std::to_string(max_bytes) + " bytes", "");
  }
  const bool printable = std::ranges::all_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7f;
  });
  if (!printable || !is_utf8(value)) {
    return fail(key, "has characters that cannot be printed", "");
  }
  return {};
}

Result<void> ConfigCheck::required(const std::string& key, const std::string& value,
                                   std::size_t max_bytes) const {
  if (trim(value).empty()) return fail(key, "is required", "add it to the file");
  return text(key, value, max_bytes);
}

Result<void> ConfigCheck::range(const std::string& key, std::int64_t value, std::int64_t least,
                                std::int64_t most) const {
  if (value >= least && value <= most) return {};
  return fail(key,
              "must be " + std::to_string(least) + " to " + std::to_string(most) + ", not " +
                  std::to_string(value),
              "");
}

Result<std::string> ConfigCheck::url(const std::string& key, const std::string& value) const {
  LOYALD_TRY(required(key, value, 512));
  const std::size_t scheme = value.find("://");
  const std::string name = value.substr(0, std::min(scheme, value.size()));
  std::string host = scheme == std::string::npos ? "" : value.substr(scheme + 3);
  if (host.ends_with('/')) host.pop_back();
  if ((name != "http" && name != "https") || host.empty() ||
      host.find_first_of("/?#@ \t") != std::string::npos) {
    return fail(key, "must be http:// or https:// with a host and perhaps a port",
                "write it like \"https://head-office.example:7412\"");
  }
  return name + "://" + host;
}

Result<std::string> ConfigCheck::token(const std::string& key, const std::string& value) const {
  constexpr std::size_t kLeast = 16;
  constexpr std::size_t kMost = 512;
  LOYALD_TRY(required(key, value, kMost));
  const bool sendable = std::ranges::all_of(value, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~+/=").find(c) != std::string_view::npos;
  });
  if (!sendable || value.size() < kLeast) {
    return fail(key, "must have at least 16 letters, digits or characters of -._~+/=",
                "make one with: openssl rand -hex 24");
  }
  return value;
}

std::string ConfigCheck::absolute(const std::string& path) const {
  return (directory_ / path).lexically_normal().string();
}

}  // namespace loyald::daemon
