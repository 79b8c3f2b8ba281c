// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/power_cuts.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/sqlite/database.h"
#include "tests/sim/audit.h"
#include "tests/sim/register.h"
#include "tests/sim/trace.h"

namespace loyald::sim {
namespace {

constexpr const char* kBooks = "books";
constexpr int kOperationsPerTalk = 6;
constexpr std::chrono::milliseconds kBetween(40'000);
// The whole store is opened on every so many-th disk.
constexpr std::uint64_t kPerReopening = 250;

// Cheap to compute and different after each commit: the last hash says all of the journal, the sums
// whether the derived tables belong to it.
constexpr const char* kState =
    "SELECT (SELECT count(*) FROM journal), (SELECT hex(hash) FROM journal ORDER BY seq DESC LIMIT "
    "1), (SELECT coalesce(sum(amount * (expires_on + 7 * available_from)), 0) FROM lot), "
    "(SELECT count(*) FROM operation), (SELECT count(*) FROM member_entry), "
    "(SELECT coalesce(sum(own + 3 * own_seq + 7 * granted), 0) FROM held_right), "
    "(SELECT coalesce(sum(amount), 0) FROM day_count), "
    "(SELECT coalesce(sum(counts_seq), 0) FROM confirmed), "
    "(SELECT counted_seq || '/' || feed_cursor || '/' || feed_head || '/' || last_contact_ms "
    "FROM sync_state)";

// One connection that only looks. Empty where SQLite cannot read what is there.
std::string look(SimDisk& disk) {
  sqlite3* database = nullptr;
  std::string state;
  // Looking writes nothing, not even when it is done.
  std::vector<SimDisk::Event> written;
  disk.record(&written);
  if (sqlite3_open_v2(kBooks, &database, SQLITE_OPEN_READWRITE, disk.vfs().c_str()) == SQLITE_OK) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (sqlite3_prepare_v2(database, kState, -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        const auto* text = sqlite3_column_text(statement, column);
        state += (text == nullptr ? "-" : reinterpret_cast<const char*>(text)) + std::string(" ");
      }
    }
    sqlite3_finalize(statement);
  }
  sqlite3_close(database);
  disk.record(nullptr);
  CHECK(written.empty());
  return state;
}

std::string look(Books& books) {
  std::string state;
  sql::Statement statement(books.database(), kState);
  auto row = statement.run();
  CHECK(row.next());
  for (int column = 0; column < 9; ++column) {
    state += std::string(row.is_null(column) ? "-" : row.text(column)) + " ";
  }
  return state;
}

// A disk of which each loss is tried in place and taken back: copying it for every one would take
// far longer than looking at it.
class ReplayedDisk {
 public:
  ReplayedDisk(const SimDisk::Image& begun, Random& random)
      : disk_("cuts-after", random.next()), random_(random) {
    disk_.cut();
    disk_.restore(begun);
    disk_.revive();
  }

  void replay(const SimDisk::Event& event) {
    if (event.kind != SimDisk::Event::Kind::synced) {
      unsynced_.push_back(event);
      return;
    }
    std::vector<SimDisk::Event> others;
    for (SimDisk::Event& each : unsynced_) {
      if (each.path == event.path) {
        put(each, 0, each.bytes.size());
      } else {
        others.push_back(std::move(each));
      }
    }
    unsynced_ = std::move(others);
    undo_.clear();
  }

  // The power goes: of what no sync had reached, each sector stays with that chance, in percent.
  SimDisk& lose(unsigned kept_percent) {
    const auto is_kept = [&] { return random_.below(100) < kept_percent; };
    for (const SimDisk::Event& each : unsynced_) {
      if (each.kind == SimDisk::Event::Kind::truncated) {
        if (is_kept()) put(each, 0, 0);
        continue;
      }
      for (std::size_t from = 0; from < each.bytes.size();) {
        const std::size_t size =
            std::min(kSectorBytes - (each.at + from) % kSectorBytes, each.bytes.size() - from);
        if (is_kept()) put(each, from, size);
        from += size;
      }
    }
    // Nothing of what was in memory is left.
    disk_.revive();
    return disk_;
  }
  // As before the last lose().
  void take_back() {
    for (auto each = undo_.rbegin(); each != undo_.rend(); ++each) {
      std::string& bytes = disk_.file(each->path, true)->bytes_in_place();
      bytes.replace(each->at, each->old.size(), each->old);
      bytes.resize(each->size);
    }
    undo_.clear();
  }
  // A copy, all of it synced.
  SimDisk::Image image() const { return disk_.image(); }

 private:
  struct Undo {
    std::string path;
    std::size_t at = 0;
    std::string old;
    std::size_t size = 0;
  };

  void put(const SimDisk::Event& event, std::size_t from, std::size_t size) {
    std::string& bytes = disk_.file(event.path, true)->bytes_in_place();
    if (event.kind == SimDisk::Event::Kind::truncated) {
      if (event.at >= bytes.size()) return;
      undo_.push_back({event.path, event.at, bytes.substr(event.at), bytes.size()});
      bytes.resize(event.at);
      return;
    }
    const std::size_t at = event.at + from;
    const std::size_t there = at < bytes.size() ? std::min(size, bytes.size() - at) : 0;
    undo_.push_back({event.path, at, there > 0 ? bytes.substr(at, there) : "", bytes.size()});
    if (bytes.size() < at + size) bytes.resize(at + size, '\0');
    bytes.replace(at, size, event.bytes, from, size);
  }

  SimDisk disk_;
  Random& random_;
  std::vector<SimDisk::Event> unsynced_;
  std::vector<Undo> undo_;
};

// The store itself begins on that disk, loses power while it does, and begins again.
void reopen(SimDisk& disk, SeededRandom& random, const std::string& found) {
  testing::Shop shop(kBooks, 1, random, disk.vfs());
  disk.cut_after(random.below(12) + 1);
  (void)shop.try_open(testing::kStart);
  shop.close();
  disk.cut();
  disk.power_on();
  const auto opened = shop.try_open(testing::kStart);
  require(opened.has_value(), "a store opens its books");
  require(look(shop.books()) == found, "a second cut, over the recovery, changes nothing");
  require(shop.books().journal.verify(1).has_value(), "its journal verifies");
  shop.close();
}

}  // namespace

Recording record_work(std::uint64_t seed, int operations, const std::string& synchronous) {
  SeededRandom random(seed);
  SimDisk office_disk("cuts-office", random.next());
  SimDisk disk("cuts-store", random.next());
  testing::Office office("books", office_disk.vfs());
  require(office.publish("first").has_value(), "a programme can be published");
  testing::Shop shop(kBooks, 1, random, disk.vfs());
  shop.seal_after = std::chrono::minutes(1);
  Timestamp now = testing::kStart;
  require(shop.try_open(now).has_value(), "a store opens on an empty disk");
  shop.books().database().exec(("PRAGMA synchronous=" + synchronous).c_str());
  testing::converse(shop, office, now);
  Register till(random);

  Recording recording;
  recording.states.push_back(look(shop.books()));
  recording.begun = disk.image();
  disk.record(&recording.events);
  // One call may commit more than once.
  struct Committed {
    Books& books;
    Recording& recording;
  } committed{shop.books(), recording};
  sqlite3_wal_hook(
      static_cast<sqlite::Database&>(shop.books().database()).handle(),
      [](void* to, sqlite3*, const char*, int) {
        auto& [books, made] = *static_cast<Committed*>(to);
        made.states.push_back(look(books));
        return SQLITE_OK;
      },
      &committed);
  std::size_t acknowledged = 0;
  const auto answered = [&] {
    recording.acknowledged.resize(recording.events.size(), acknowledged);
    acknowledged = recording.states.size() - 1;
  };
  for (int i = 0; i < operations; ++i) {
    now = now + kBetween;
    const Asked& asked = till.next();
    till.on_answer(shop.run([&] { return asked.call(shop.store(), {now, testing::kToday}); }));
    answered();
    if (i % kOperationsPerTalk != 0) continue;
    // Each message is a commit of its own.
    for (int carried = 0; carried < 50; ++carried) {
      const Agent::Step step = shop.agent().next(now);
      answered();
      const auto* send = std::get_if<Agent::Send>(&step);
      if (send == nullptr) break;
      testing::deliver(shop.agent(), now, office.answer(now, send->request));
      answered();
    }
    require(shop.books().database().checkpoint(), "the log can be emptied");
    answered();
  }
  disk.record(nullptr);
  shop.close();
  office.close();
  return recording;
}

Cuts cut_everywhere(const Recording& recording, std::uint64_t seed, int tears, bool stops) {
  SeededRandom random(seed);
  SimDisk reopened("cuts-reopened", random.next());
  std::map<std::string, std::size_t> place_of;
  for (std::size_t i = 0; i < recording.states.size(); ++i) place_of[recording.states[i]] = i;
  Cuts cuts;
  const auto wrong = [&](std::uint64_t& count, std::size_t event, std::string what) {
    if (cuts.first.empty()) {
      cuts.first = std::move(what) + " after " + std::to_string(event) + " changes of the disk";
    }
    ++count;
  };
  ReplayedDisk replayed(recording.begun, random);
  for (std::size_t event = 0; event <= recording.events.size(); ++event) {
    if (event > 0) replayed.replay(recording.events[event - 1]);
    // What had been acknowledged when the power went.
    const std::size_t least = event < recording.events.size() ? recording.acknowledged[event]
                                                              : recording.states.size() - 1;
    for (int variant = 0; variant < tears + 2; ++variant) {
      const unsigned kept = variant == 0   ? 0
                            : variant == 1 ? 100
                                           : static_cast<unsigned>(random.below(99) + 1);
      SimDisk& disk = replayed.lose(kept);
      ++cuts.states;
      const std::string found = look(disk);
      const auto place = place_of.find(found);
      if (place == place_of.end()) {
        wrong(cuts.corrupt, event, "the books are those of no moment (" + found + ")");
      } else if (place->second < least) {
        wrong(cuts.lost, event, "what was acknowledged is lost");
      } else if (cuts.states % kPerReopening == 0) {
        reopened.cut();
        reopened.restore(replayed.image());
        reopened.revive();
        reopen(reopened, random, found);
        ++cuts.reopened;
      }
      replayed.take_back();
      if (stops && !cuts.first.empty()) return cuts;
    }
  }
  return cuts;
}

}  // namespace loyald::sim
