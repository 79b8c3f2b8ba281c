// SPDX-License-Identifier: Apache-2.0
#include "daemon/guard_file.h"

#include <filesystem>

#include "daemon/text_file.h"
#include "store/base/text.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxBytes = 1000;
constexpr const char* kMachineIdFile = "/etc/machine-id";

}  // namespace

Result<GuardFile> GuardFile::in(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    return fail(Errc::failed_precondition,
                "cannot make the guard directory " + directory + ": " + error.message(),
                "make it and let the daemon's user write there, or set guard_directory");
  }
  // A system without one is told from no other.
  const auto machine = read_text_file(kMachineIdFile, kMaxBytes);
  return GuardFile(directory + "/journal.guard",
                   machine ? std::string(trim(*machine)) : std::string());
}

Result<std::optional<GuardMark>> GuardFile::read() {
  if (!std::filesystem::exists(path_)) return std::nullopt;
  LOYALD_ASSIGN(const std::string text, read_text_file(path_, kMaxBytes));
  auto mark = mark_from_text(text);
  if (mark) return *std::move(mark);
  return fail(Errc::unavailable, path_ + " cannot be read",
              "remove it: the journal then begins another life, as after a restore");
}

Result<void> GuardFile::check(Store& store, Timestamp now) {
  LOYALD_ASSIGN(const auto mark, read());
  Journal& journal = store.books().journal;
  std::optional<std::string> why;
  if (mark) {
    why = why_restored(journal, *mark, machine_);
  } else if (journal.head().seq > 0) {
    why = "there was no guard file";
  }
  if (why) {
    Store::Batch batch(store);
    store.begin_life(now, *why);
    batch.commit();
  }
  return write(journal);
}

Result<void> GuardFile::write(Journal& journal) {
  const std::string text = to_text(GuardMark{place_of(journal), machine_});
  if (text == written_) return {};
  LOYALD_TRY(replace_file(path_, text));
  written_ = text;
  return {};
}

}  // namespace loyald::daemon
