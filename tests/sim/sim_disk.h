// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/base/random.h"

// A disk in memory, as an SQLite VFS, that loses power.
namespace loyald::sim {

inline constexpr std::size_t kSectorBytes = 512;

// What a file is: its bytes as the program sees them, and as they are after the power went. What
// was written since the last sync may be there, or not, or be there in part.
class SimFile {
 public:
  void write(std::size_t at, std::string_view bytes);
  void truncate(std::size_t size);
  void sync();
  // All that the program sees is there whatever happens.
  void keep_all();
  // The power went: of what no sync had reached, each sector is kept with that chance, in percent.
  void lose(Random& random, unsigned kept_percent);

  const std::string& bytes() const { return bytes_; }
  // For whoever tries many losses on one file and takes each back: as it is after a cut, in place.
  std::string& bytes_in_place() { return bytes_; }

 private:
  struct Change {
    std::size_t at = 0;  // of a truncation: the size
    std::string bytes;
    bool is_truncation = false;
  };
  static void apply(const Change& change, std::string& bytes);

  std::string bytes_;
  std::string durable_;
  std::vector<Change> unsynced_;
};

// A disk of one machine: SQLite reaches it by the name of its VFS. One thread; databases on it must
// be closed before it goes. File names are durable at once, their bytes are not.
class SimDisk {
 public:
  // `name` must be the only one of the process.
  SimDisk(std::string name, std::uint64_t seed);
  ~SimDisk();
  SimDisk(const SimDisk&) = delete;
  SimDisk& operator=(const SimDisk&) = delete;

  const std::string& vfs() const { return name_; }

  // The power goes at the n-th change or sync from now: that one and all later ones fail. 0: it
  // stays on.
  void cut_after(std::uint64_t n) { cut_in_ = n; }
  // The n-th change, sync or read from now fails, once; 0: none.
  void fail_after(std::uint64_t n) { fail_in_ = n; }
  // No file can grow meanwhile.
  void set_full(bool full) { is_full_ = full; }
  bool is_full() const { return is_full_; }
  // At once.
  void cut() { is_cut_ = true; }
  bool is_cut() const { return is_cut_; }
  // The power is back; the disk has what survived.
  void power_on();
  // Only the process had died: the disk has everything.
  void revive();

  // What reached a file, in order.
  struct Event {
    enum class Kind { written, truncated, synced };
    Kind kind;
    std::string path;
    std::size_t at = 0;  // of a truncation: the size
    std::string bytes;
  };
  // From now on every event is added to `events`, which must outlive the recording. Null: to none.
  void record(std::vector<Event>* events) { recorded_ = events; }
  void note(Event event) {
    if (recorded_ != nullptr) recorded_->push_back(std::move(event));
  }

  // What is on it, for a backup; and such a backup in place of what was there. Power off for that.
  using Image = std::map<std::string, SimFile>;
  Image image() const;
  void restore(const Image& image);

  // Somebody looks at it from outside the world: no read fails meanwhile.
  void set_watched(bool watched) { is_watched_ = watched; }

  // From now on the disk says that it synced and did not.
  void lie() { is_lying_ = true; }
  bool is_lying() const { return is_lying_; }

  // For the VFS below.
  using Region = std::vector<char>;
  std::shared_ptr<SimFile> file(const std::string& path, bool create);
  bool exists(const std::string& path) const { return files_.contains(path); }
  void remove(const std::string& path) { files_.erase(path); }
  std::vector<std::unique_ptr<Region>>& shared_memory(const std::string& path) {
    return shared_memory_[path];
  }
  void forget_shared_memory(const std::string& path) { shared_memory_.erase(path); }
  // Of one change or sync: false where the power is gone.
  bool may_change();
  bool may_read() { return is_watched_ || fail_in_ == 0 || --fail_in_ > 0; }

 private:
  std::string name_;
  SeededRandom random_;
  sqlite3_vfs registered_{};
  std::map<std::string, std::shared_ptr<SimFile>> files_;
  std::map<std::string, std::vector<std::unique_ptr<Region>>> shared_memory_;
  std::uint64_t cut_in_ = 0;   // 0: it stays on
  std::uint64_t fail_in_ = 0;  // 0: nothing fails
  bool is_full_ = false;
  bool is_cut_ = false;
  bool is_lying_ = false;
  bool is_watched_ = false;
  std::vector<Event>* recorded_ = nullptr;
};

}  // namespace loyald::sim
