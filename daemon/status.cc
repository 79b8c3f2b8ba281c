// SPDX-License-Identifier: Apache-2.0
#include "daemon/status.h"

#include <sys/statvfs.h>

#include "daemon/field_check.h"
#include "daemon/member_reply.h"
#include "daemon/stock_levels.h"
#include "daemon/version.h"
#include "store/floor_limit.h"

namespace loyald::daemon {
namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;
// Enough for days of entries and for the WAL.
constexpr std::uint64_t kLowDiskBytes = 256 * kMiB;
// Four times what a checkpoint waits for: something has kept it from running.
constexpr std::int64_t kLargeWalBytes = 64 * 1024 * 1024;

void add_scanners(v1::StatusResponse& response, const ScanSources& scanners,
                  const std::vector<ScannerSettings>& settings) {
  for (std::size_t i = 0; i < scanners.size(); ++i) {
    const scanner::SourceState state = scanners[i]->state();
    v1::ScannerStatus& status = *response.add_scanners();
    status.set_name(scanners[i]->name());
    status.set_register_(scanners[i]->register_id());
    status.set_kind(kind_of(settings[i]));
    status.set_state(state.text);
    status.set_scans(shown(state.scans));
    status.set_device(state.device);
    status.set_lost(shown(state.dropped));
  }
}

// "reading", "reading (filter)", and what else scanner/ says of a scanner that does what it is set
// to.
bool is_well(const std::string& state) {
  if (state == "stopped") return true;
  return state.starts_with("reading") && state.find(", but ") == std::string::npos;
}

std::optional<std::string> disk_problem(const std::string& directory) {
  struct statvfs disk {};
  if (statvfs(directory.c_str(), &disk) != 0) return std::nullopt;
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (free >= kLowDiskBytes) return std::nullopt;
  return "The disk of " + directory + " has only " + std::to_string(free / kMiB) +
         " MiB left: make room, or sales can no longer be recorded.";
}

}  // namespace

Result<v1::StatusResponse> StoreStatus::read_books() {
  return parts_.reader.read([this](Books& books) -> Result<v1::StatusResponse> {
    v1::StatusResponse response;
    if (const auto life = books.journal.lives.newest()) {
      response.set_incarnation(to_hex(as_bytes(life->genesis.incarnation())));
      response.set_life(life->number);
      response.set_life_reason(life->reason);
      response.set_life_is_new(!life->is_opened && parts_.settings.head_office);
      if (life->number > 1) {
        response.set_life_began(time_text(time_of_hlc(life->genesis.created_hlc())));
      }
    }
    response.set_closed(books.closed().value_or(""));
    const Head head = books.journal.head();
    response.set_seq(shown(head.seq));
    response.set_head_hash(to_hex(head.hash));
    *response.mutable_head_office() =
        link_reply(link_state(books, parts_.reader.policy(), parts_.clock.now()));
    response.set_counted_seq(shown(books.sync_position().counted_seq));
    response.set_members(members(books));
    if (const auto in_force = books.programmes.in_force(parts_.clock.local_date())) {
      response.set_programme_version(in_force->version);
      response.set_programme_name(in_force->programme->name);
      response.set_currency(in_force->programme->currency);
      for (const programme::Unit& unit : in_force->programme->units) {
        if (!unit.counter) response.add_units(unit.id);
      }
      response.set_floor_limit(worst_case_text(parts_.reader.policy(), *in_force->programme));
    }
    for (v1::StockLevel& level : stock_levels(books, parts_.clock.local_date())) {
      *response.add_stock() = std::move(level);
    }
    return response;
  });
}

std::int32_t StoreStatus::members(Books& books) {
  // Counting reads a whole index, so it may take a thousandth of this thread's time.
  constexpr int kShare = 1000;
  const Timestamp before = parts_.clock.steady();
  if (!count_members_at_ || before >= *count_members_at_) {
    members_ = shown(books.identifiers.count_members());
    const Timestamp after = parts_.clock.steady();
    count_members_at_ = after + (after - before) * kShare;
  }
  return members_;
}

Result<v1::StatusResponse> StoreStatus::response() {
  LOYALD_ASSIGN(v1::StatusResponse response, read_books());
  response.set_store_id(shown(parts_.settings.store_id));
  response.set_store_name(parts_.settings.store_name);
  response.set_version(std::string(version()));
  add_scanners(response, parts_.scanners, parts_.settings.scanners);
  parts_.hotkeys.add_to(response);
  for (std::string& problem : problems(response)) response.add_problems(std::move(problem));
  return response;
}

std::vector<std::string> StoreStatus::problems(const v1::StatusResponse& response) {
  std::vector<std::string> problems;
  if (response.programme_version() == 0) {
    problems.emplace_back(parts_.settings.head_office
                              ? "No programme has come from head office yet: publish one there."
                              : "No programme is valid today: correct the programme file.");
  }
  for (std::string& problem : parts_.problems()) problems.push_back(std::move(problem));
  if (!response.closed().empty()) {
    problems.push_back("This store was given up for good: " + response.closed() + ".");
  }
  if (response.life() > 1 && response.life_is_new()) {
    problems.push_back("These books were restored from a copy (" + response.life_reason() +
                       "): what members may spend here comes from head office first.");
  }
  if (auto problem = disk_problem(parts_.settings.state_directory)) {
    problems.push_back(*std::move(problem));
  }
  const BatchLoop::Pulse pulse = parts_.pulse();
  if (pulse.wal_bytes > kLargeWalBytes) {
    problems.emplace_back(
        "Another program keeps the database open for reading, so its log grows: close it.");
  }
  for (const v1::ScannerStatus& scanner : response.scanners()) {
    if (!is_well(scanner.state())) {
      problems.push_back("Scanner " + scanner.name() + ": " + scanner.state() + ".");
    }
  }
  for (const v1::HotkeyStatus& hotkey : response.hotkeys()) {
    if (hotkey.state() == "reading" || hotkey.state() == "page" || hotkey.state() == "stopped") {
      continue;
    }
    problems.push_back("Hotkey " + hotkey.key() + " of register " + hotkey.register_() + ": " +
                       hotkey.state() + ".");
  }
  return problems;
}

std::optional<v1::StatusResponse> StoreStatus::changed() {
  auto status = response();
  if (!status) return std::nullopt;
  v1::StatusResponse visible;
  visible.mutable_head_office()->set_state(status->head_office().state());
  // How much is waiting is news only while it does not go away by itself.
  if (status->head_office().state() == v1::HeadOfficeLink::AWAY) {
    visible.mutable_head_office()->set_waiting(status->head_office().waiting());
  }
  *visible.mutable_problems() = status->problems();
  visible.set_programme_version(status->programme_version());
  std::string now_shown = visible.SerializeAsString();
  if (now_shown == shown_) return std::nullopt;
  shown_ = std::move(now_shown);
  return *std::move(status);
}

}  // namespace loyald::daemon
