// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>

#include "tests/sim/audit.h"
#include "tests/sim/sim_disk.h"
#include "tests/sim/trace.h"

// Stores and a head office in one process, on simulated disks, clocks and a line, driven by one
// seed: first everything goes wrong that may, then all of it heals, and the promises of the README
// must have held at every step and hold at the end.
namespace loyald::sim {

// A fault that no store may survive unnoticed: a run with one must break a promise, or the
// simulator proves nothing.
enum class Mutant {
  none,
  lying_store_disk,  // says that it synced and did not
  relaxed_sync,      // SQLite's synchronous=NORMAL in place of FULL
  amnesiac_office,   // loses its books with the power
  silent_restore,    // head office is restored from a backup and does not say so
  // Of the rules by which nobody overspends (proto/loyald/v1/rights.proto):
  no_seal,             // head office takes what it has counted for given back
  rights_as_number,    // a store spends as much as it holds, of whatever lots
  wall_clock_reclaim,  // granted rights end when head office's clock says so
  no_quarantine,       // a restored head office grants before it knows what it had granted
  same_life,           // a store that was restored goes on as if nothing had been
  unsigned_lease,      // a store takes what it is offered without looking at the signature
};
inline constexpr Mutant kMutants[] = {
    Mutant::lying_store_disk,   Mutant::relaxed_sync,  Mutant::amnesiac_office,
    Mutant::silent_restore,     Mutant::no_seal,       Mutant::rights_as_number,
    Mutant::wall_clock_reclaim, Mutant::no_quarantine, Mutant::same_life,
    Mutant::unsigned_lease};

class World {
 public:
  explicit World(std::uint64_t seed, Mutant mutant = Mutant::none);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // All of it. Throws Broken.
  void run();

  const Trace& trace() const { return trace_; }

 private:
  struct Node;

  // What may go wrong in this run: each kind is on or off.
  struct Faults {
    bool store_power = false;
    bool office_power = false;
    bool kills = false;
    bool disk_errors = false;  // one write, sync or read fails
    bool full_disks = false;
    bool losses = false;
    bool replays = false;
    bool delays = false;
    bool clocks = false;
    bool changed_bytes = false;
    bool office_backups = false;
    bool store_backups = false;
    bool blind_guards = false;  // with them, the guard file goes back, too
    bool merges = false;
    bool days = false;
    bool absences = false;        // a store's line is down for long
    bool changed_offers = false;  // somebody on the line makes offers larger
    bool strangers = false;       // no fault: stores hear only of those who were there
  };

  // What shows it in most runs.
  void set_faults_for_mutant();
  void begin();
  void step();
  void heal();
  void audit();
  bool happens(bool is_on, std::uint64_t one_in) { return is_on && random_.below(one_in) == 0; }

  void ask(Node& node);
  void carry(Node& node);
  void deliver(Node& node, const testing::Answer& answer);
  void lose(Node& node, const char* what);
  void replay();
  void change_bytes(Node& node);
  void deliver_changed(Node& node, testing::Answer answer);
  void take_unsigned(Node& node, testing::Answer& answer);
  void go_away(Node& node);
  void come_back(Node& node);
  // Carries what a store has to say, and the answers, until it has nothing more to say now.
  void converse(Node& node);
  void disturb();
  void decide_at_office();
  void publish(const std::string& name);
  // A customer stands at the till: their units are asked for.
  void want(Node& node);
  void spoil_store(Node& node);
  void spoil_office();
  // While an auditor reads, no disk fails.
  void watch(bool watched);
  struct Watch {
    explicit Watch(World& in) : world(in) { world.watch(true); }
    ~Watch() { world.watch(false); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    World& world;
  };
  void audit_acknowledged_of(Node& node);
  void audit_spending();
  // Not: a store and head office both went back (audit.h).
  bool is_whole() const;

  // Head office's answer; nothing where it went down over it.
  std::optional<testing::Answer> answer(const Agent::Request& request);
  // A store's process ends, by itself or because the power went, and begins again.
  void restart(Node& node);
  void restart_after(Node& node, const sql::Error& error);
  void restart_office();
  // Head office's books are copied, or such a copy takes their place.
  void use_backup();
  // The same of a store's.
  void use_backup_of(Node& node);
  void audit_progress_of(Node& node);
  Timestamp clock_of(const Node& node) const;

  SeededRandom random_;
  Mutant mutant_;
  Faults faults_;
  Timestamp now_;
  Trace trace_;
  std::unique_ptr<SimDisk> office_disk_;
  std::unique_ptr<testing::Office> office_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::deque<Agent::Request> seen_;
  std::optional<SimDisk::Image> backup_;
  bool office_was_restored_ = false;
  bool move_was_lost_ = false;
  bool was_copied_ = false;  // a store went back unnoticed
  int programmes_ = 0;
};

}  // namespace loyald::sim
