// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/sim_disk.h"

#include <algorithm>
#include <cstring>

#include "store/base/check.h"

namespace loyald::sim {
namespace {

// SQLite allots szOsFile bytes for one and gives it to us as its base.
struct OpenFile {
  sqlite3_file base;
  SimDisk* disk;
  std::string* path;
  std::shared_ptr<SimFile>* file;
};

OpenFile& open_file(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
SimFile& bytes_of(sqlite3_file* file) { return **open_file(file).file; }
SimDisk& disk_of(sqlite3_file* file) { return *open_file(file).disk; }
SimDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<SimDisk*>(vfs->pAppData); }

int close(sqlite3_file* file) {
  delete open_file(file).path;
  delete open_file(file).file;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 from) {
  if (disk_of(file).is_cut() || !disk_of(file).may_read()) return SQLITE_IOERR_READ;
  const std::string& bytes = bytes_of(file).bytes();
  const auto size = static_cast<std::size_t>(amount);
  const auto at = static_cast<std::size_t>(from);
  const std::size_t there = at < bytes.size() ? std::min(size, bytes.size() - at) : 0;
  std::memcpy(to, bytes.data() + std::min(at, bytes.size()), there);
  if (there == size) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, size - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 to) {
  if (!disk_of(file).may_change()) return SQLITE_IOERR_WRITE;
  const std::size_t end = static_cast<std::size_t>(to) + static_cast<std::size_t>(amount);
  if (disk_of(file).is_full() && end > bytes_of(file).bytes().size()) return SQLITE_FULL;
  bytes_of(file).write(static_cast<std::size_t>(to),
                       {static_cast<const char*>(from), static_cast<std::size_t>(amount)});
  disk_of(file).note(
      {SimDisk::Event::Kind::written, *open_file(file).path, static_cast<std::size_t>(to),
       std::string(static_cast<const char*>(from), static_cast<std::size_t>(amount))});
  return SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (!disk_of(file).may_change()) return SQLITE_IOERR_TRUNCATE;
  bytes_of(file).truncate(static_cast<std::size_t>(size));
  disk_of(file).note(
      {SimDisk::Event::Kind::truncated, *open_file(file).path, static_cast<std::size_t>(size), {}});
  return SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
  if (!disk_of(file).may_change()) return SQLITE_IOERR_FSYNC;
  if (!disk_of(file).is_lying()) bytes_of(file).sync();
  disk_of(file).note({SimDisk::Event::Kind::synced, *open_file(file).path, 0, {}});
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(bytes_of(file).bytes().size());
  return SQLITE_OK;
}

// One connection to each file, so nobody is ever in the way.
int lock(sqlite3_file*, int) { return SQLITE_OK; }
int check_reserved_lock(sqlite3_file*, int* is_reserved) {
  *is_reserved = 0;
  return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(kSectorBytes); }
int device_characteristics(sqlite3_file*) { return 0; }

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  auto& regions = disk_of(file).shared_memory(*open_file(file).path);
  const auto wanted = static_cast<std::size_t>(region);
  if (wanted >= regions.size() && extend == 0) {
    *memory = nullptr;
    return SQLITE_OK;
  }
  while (regions.size() <= wanted) {
    regions.push_back(std::make_unique<SimDisk::Region>(static_cast<std::size_t>(size), '\0'));
  }
  *memory = regions[wanted]->data();
  return SQLITE_OK;
}
int shm_lock(sqlite3_file*, int, int, int) { return SQLITE_OK; }
void shm_barrier(sqlite3_file*) {}
int shm_unmap(sqlite3_file* file, int forget) {
  if (forget != 0) disk_of(file).forget_shared_memory(*open_file(file).path);
  return SQLITE_OK;
}

constexpr sqlite3_io_methods kMethods = {2,
                                         close,
                                         read,
                                         write,
                                         truncate,
                                         sync,
                                         file_size,
                                         lock,
                                         lock,
                                         check_reserved_lock,
                                         file_control,
                                         sector_size,
                                         device_characteristics,
                                         shm_map,
                                         shm_lock,
                                         shm_barrier,
                                         shm_unmap,
                                         nullptr,
                                         nullptr};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  OpenFile& opened = open_file(file);
  opened.base.pMethods = nullptr;
  SimDisk& disk = disk_of(vfs);
  if (disk.is_cut()) return SQLITE_CANTOPEN;
  // Temporary files have no name and are nobody else's.
  auto bytes = name == nullptr ? std::make_shared<SimFile>()
                               : disk.file(name, (flags & SQLITE_OPEN_CREATE) != 0);
  if (!bytes) return SQLITE_CANTOPEN;
  opened.disk = &disk;
  opened.path = new std::string(name == nullptr ? "" : name);
  opened.file = new std::shared_ptr<SimFile>(std::move(bytes));
  opened.base.pMethods = &kMethods;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* name, int) {
  if (!disk_of(vfs).may_change()) return SQLITE_IOERR_DELETE;
  disk_of(vfs).remove(name);
  return SQLITE_OK;
}

int access(sqlite3_vfs* vfs, const char* name, int, int* is_there) {
  *is_there = disk_of(vfs).exists(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_pathname(sqlite3_vfs*, const char* name, int size, char* full) {
  sqlite3_snprintf(size, full, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* bytes) {
  std::memset(bytes, 7, static_cast<std::size_t>(size));
  return size;
}
int pass_time(sqlite3_vfs*, int microseconds) { return microseconds; }
int current_time(sqlite3_vfs*, double* days) {
  *days = 2'460'000.5;
  return SQLITE_OK;
}
int current_time_64(sqlite3_vfs*, sqlite3_int64* milliseconds) {
  *milliseconds = 212'544'000'000'000;
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

void SimFile::apply(const Change& change, std::string& bytes) {
  if (change.is_truncation) {
    if (change.at < bytes.size()) bytes.resize(change.at);
    return;
  }
  if (bytes.size() < change.at + change.bytes.size()) {
    bytes.resize(change.at + change.bytes.size(), '\0');
  }
  std::copy(change.bytes.begin(), change.bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(change.at));
}

void SimFile::write(std::size_t at, std::string_view bytes) {
  unsynced_.push_back({at, std::string(bytes), false});
  apply(unsynced_.back(), bytes_);
}

void SimFile::truncate(std::size_t size) {
  unsynced_.push_back({size, {}, true});
  apply(unsynced_.back(), bytes_);
}

void SimFile::sync() {
  for (const Change& change : unsynced_) apply(change, durable_);
  unsynced_.clear();
}

void SimFile::keep_all() {
  durable_ = bytes_;
  unsynced_.clear();
}

void SimFile::lose(Random& random, unsigned kept_percent) {
  const auto is_kept = [&] { return random.below(100) < kept_percent; };
  for (const Change& change : unsynced_) {
    if (change.is_truncation) {
      if (is_kept()) apply(change, durable_);
      continue;
    }
    // Sector by sector, as they lie on the disk.
    for (std::size_t from = 0; from < change.bytes.size();) {
      const std::size_t at = change.at + from;
      const std::size_t size =
          std::min(kSectorBytes - at % kSectorBytes, change.bytes.size() - from);
      if (is_kept()) apply({at, change.bytes.substr(from, size), false}, durable_);
      from += size;
    }
  }
  bytes_ = durable_;
  unsynced_.clear();
}

SimDisk::SimDisk(std::string name, std::uint64_t seed) : name_(std::move(name)), random_(seed) {
  registered_.iVersion = 2;
  registered_.szOsFile = sizeof(OpenFile);
  registered_.mxPathname = 256;
  registered_.zName = name_.c_str();
  registered_.pAppData = this;
  registered_.xOpen = open;
  registered_.xDelete = sim::remove;
  registered_.xAccess = access;
  registered_.xFullPathname = full_pathname;
  registered_.xRandomness = randomness;
  registered_.xSleep = pass_time;
  registered_.xCurrentTime = current_time;
  registered_.xGetLastError = last_error;
  registered_.xCurrentTimeInt64 = current_time_64;
  CHECK(sqlite3_vfs_register(&registered_, 0) == SQLITE_OK);
}

SimDisk::~SimDisk() { CHECK(sqlite3_vfs_unregister(&registered_) == SQLITE_OK); }

std::shared_ptr<SimFile> SimDisk::file(const std::string& path, bool create) {
  const auto known = files_.find(path);
  if (known != files_.end()) return known->second;
  if (!create) return nullptr;
  return files_[path] = std::make_shared<SimFile>();
}

bool SimDisk::may_change() {
  if (cut_in_ > 0 && --cut_in_ == 0) is_cut_ = true;
  return may_read() && !is_cut_;
}

void SimDisk::power_on() {
  // Most often all or nothing of it survives: then what comes in between is not lost among noise.
  constexpr unsigned kChances[] = {0, 100, 50, 90};
  const unsigned kept = kChances[random_.below(std::size(kChances))];
  for (auto& [path, file] : files_) file->lose(random_, kept);
  revive();
}

SimDisk::Image SimDisk::image() const {
  Image image;
  for (const auto& [path, file] : files_) {
    image[path] = *file;
    image[path].keep_all();
  }
  return image;
}

void SimDisk::restore(const Image& image) {
  CHECK(is_cut_);
  files_.clear();
  for (const auto& [path, file] : image) files_[path] = std::make_shared<SimFile>(file);
}

void SimDisk::revive() {
  shared_memory_.clear();
  is_cut_ = false;
  is_full_ = false;
  cut_in_ = 0;
  fail_in_ = 0;
}

}  // namespace loyald::sim
