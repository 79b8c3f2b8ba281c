// SPDX-License-Identifier: Apache-2.0
#include "daemon/authority_file.h"

#include <filesystem>

#include "daemon/state_files.h"
#include "daemon/text_file.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxAuthorityBytes = 16 * 1024;
constexpr const char* kName = "Loyald head office";

}  // namespace

Result<certificates::Authority> read_or_make_authority(const std::string& directory,
                                                       Timestamp now) {
  const std::string path = directory + "/" + kAuthorityFile;
  if (!std::filesystem::exists(path)) {
    certificates::Authority made = certificates::Authority::make(now, kName);
    LOYALD_TRY(replace_file(path, made.to_pem()));
    LOYALD_TRY(replace_file(directory + "/" + kAuthorityCertificateFile, made.certificate_pem()));
    return made;
  }
  const auto text = read_text_file(path, kMaxAuthorityBytes);
  auto read = text ? certificates::Authority::from_pem(*text) : fail(text.error());
  if (read) return read;
  return fail(Errc::failed_precondition,
              "head office's authority " + path + " cannot be used: " + read.error().message,
              "put it back from its backup; the enrolled stores know this one");
}

}  // namespace loyald::daemon
