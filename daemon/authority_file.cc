// SPDX-License-Identifier: Apache-2.0
#include "daemon/authority_file.h"

#include <filesystem>
#include <optional>

#include "daemon/state_files.h"
#include "daemon/text_file.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxAuthorityBytes = 16 * 1024;
constexpr const char* kName = "Loyald head office";

// What is there; nothing where there is none yet.
Result<std::optional<certificates::Authority>> read_authority(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  const auto text = read_text_file(path, kMaxAuthorityBytes);
  auto read = text ? certificates::Authority::from_pem(*text) : fail(text.error());
  if (read) return *std::move(read);
  return fail(Errc::failed_precondition,
              "head office's authority " + path + " cannot be used: " + read.error().message,
              "put it back from its backup; the enrolled stores know this one");
}

}  // namespace

Result<certificates::Authority> read_or_make_authority(const std::string& directory,
                                                       Timestamp now) {
  const std::string path = directory + "/" + kAuthorityFile;
  LOYALD_ASSIGN(auto authority, read_authority(path));
  if (!authority) {
    authority = certificates::Authority::make(now, kName);
    LOYALD_TRY(replace_file(path, authority->to_pem()));
  }
  // Also beside one that was copied from another head office.
  LOYALD_TRY(
      replace_file(directory + "/" + kAuthorityCertificateFile, authority->certificate_pem()));
  return *std::move(authority);
}

}  // namespace loyald::daemon
