// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "store/sql/statement.h"

namespace loyald::sqlite {
namespace {

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};

tl::unexpected<loyald::Error> cannot(const std::string& path, sqlite3* handle) {
  return fail(Errc::unavailable, "cannot copy to " + path + ": " + sqlite3_errmsg(handle));
}

Result<void> copy_pages(Database& from, const std::string& path) {
  sqlite3* opened = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &opened, kFlags, nullptr);
  const std::unique_ptr<sqlite3, Close> to(opened);
  if (code != SQLITE_OK) return cannot(path, to.get());
  sqlite3_exec(to.get(), "PRAGMA synchronous=FULL", nullptr, nullptr, nullptr);
  sqlite3_backup* backup = sqlite3_backup_init(to.get(), "main", from.handle(), "main");
  if (backup == nullptr) return cannot(path, to.get());
  constexpr int kAllPages = -1;
  sqlite3_backup_step(backup, kAllPages);
  if (sqlite3_backup_finish(backup) != SQLITE_OK) return cannot(path, to.get());
  return {};
}

int application_id_of(Database& database) {
  sql::Statement statement(database, "PRAGMA application_id");
  auto row = statement.run();
  return row.next() ? static_cast<int>(row.int64(0)) : 0;
}

bool sync_directory_of(const std::string& path) {
  const auto parent = std::filesystem::absolute(path).parent_path();
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return false;
  const bool synced = ::fsync(directory) == 0;
  ::close(directory);
  return synced;
}

}  // namespace

Result<void> copy_database(Database& from, const std::string& path) {
  if (std::filesystem::exists(path)) {
    return fail(Errc::failed_precondition, path + " is there already", "name a new file");
  }
  const std::string begun = path + ".new";
  std::filesystem::remove(begun);
  auto copied = copy_pages(from, begun);
  if (copied) {
    auto copy = Database::open(begun, {"", true, application_id_of(from)});
    copied = copy ? check_integrity(**copy) : fail(copy.error());
  }
  for (const char* more : {"-wal", "-shm"}) std::filesystem::remove(begun + more);
  if (!copied) {
    std::filesystem::remove(begun);
    return copied;
  }
  if (std::rename(begun.c_str(), path.c_str()) != 0 || !sync_directory_of(path)) {
    return fail(Errc::unavailable, "cannot name " + path);
  }
  return {};
}

Result<void> check_integrity(Database& database) {
  sql::Statement statement(database, "PRAGMA integrity_check(1)");
  auto row = statement.run();
  const std::string said = row.next() ? std::string(row.text(0)) : "nothing was said";
  if (said == "ok") return {};
  return fail(Errc::data_loss, "the database is damaged: " + said);
}

}  // namespace loyald::sqlite
