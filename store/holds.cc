// SPDX-License-Identifier: Apache-2.0
#include "store/holds.h"

#include "store/base/check.h"
#include "store/fold.h"

namespace loyald {
namespace {

constexpr std::chrono::days kDaysOpen(1);

// The hold that an entry captures or releases; 0 where it does not.
Seq closes(const v1::JournalEntry& entry) {
  if (entry.has_release()) return entry.release().hold().seq();
  return entry.sale().hold().seq();
}

HoldState state_from(const sql::Statement::Rows& row, int column) {
  const auto owner = id_from_bytes<MemberId>(row.blob(column));
  CHECK(owner);
  return {*owner,
          {row.int64(column + 1)},
          {static_cast<std::int32_t>(row.int64(column + 2))},
          static_cast<Seq>(row.int64(column + 3))};
}

}  // namespace

bool is_over(const HoldState& hold, Date day, Timestamp now) {
  return now >= hold.valid_until || day > hold.business_date + kDaysOpen;
}

void fold_hold(const v1::JournalEntry& entry, Seq seq, HoldsBySeq& holds) {
  if (entry.has_hold()) {
    holds[seq] = {owner_of(entry), {entry.hold().valid_until_ms()}, {entry.business_date()}, 0};
  }
  const auto closed = holds.find(closes(entry));
  if (closed != holds.end()) closed->second.closed_by = seq;
}

Holds::Holds(sql::Database& database)
    : find_(database,
            "SELECT owner_id, valid_until_ms, business_date, closed_by FROM hold WHERE seq = ?1"),
      open_(database,
            "SELECT seq FROM hold WHERE owner_id = ?1 AND closed_by = 0 AND valid_until_ms > ?2 "
            "AND business_date >= ?3 ORDER BY seq"),
      owners_(database,
              "SELECT DISTINCT owner_id FROM hold WHERE closed_by = 0 AND valid_until_ms > ?1"),
      put_(database, "INSERT OR REPLACE INTO hold VALUES(?1, ?2, ?3, ?4, ?5)"),
      all_(database,
           "SELECT seq, owner_id, valid_until_ms, business_date, closed_by FROM hold "
           "ORDER BY seq"),
      clear_(database, "DELETE FROM hold") {}

std::optional<HoldState> Holds::find(Seq hold) {
  auto row = find_.run(hold);
  if (!row.next()) return std::nullopt;
  return state_from(row, 0);
}

std::vector<Seq> Holds::open(const MemberId& owner, Date day, Timestamp now) {
  std::vector<Seq> holds;
  const std::int64_t first_day = day.days - kDaysOpen.count();
  auto row = open_.run(sql::blob(owner.bytes), now.ms, first_day);
  while (row.next()) holds.push_back(static_cast<Seq>(row.int64(0)));
  return holds;
}

std::vector<MemberId> Holds::owners_with_open(Timestamp now) {
  std::vector<MemberId> owners;
  auto row = owners_.run(now.ms);
  while (row.next()) {
    const auto owner = id_from_bytes<MemberId>(row.blob(0));
    CHECK(owner);
    owners.push_back(*owner);
  }
  return owners;
}

void Holds::fold(const v1::JournalEntry& entry, Seq seq) {
  HoldsBySeq touched;
  if (const Seq closed = closes(entry); closed != 0) {
    if (const auto hold = find(closed)) touched[closed] = *hold;
  }
  fold_hold(entry, seq, touched);
  for (const auto& [at, hold] : touched) put(at, hold);
}

HoldsBySeq Holds::all() {
  HoldsBySeq holds;
  auto row = all_.run();
  while (row.next()) holds[static_cast<Seq>(row.int64(0))] = state_from(row, 1);
  return holds;
}

void Holds::replace_all(const HoldsBySeq& holds) {
  clear_.execute();
  for (const auto& [seq, hold] : holds) put(seq, hold);
}

void Holds::put(Seq seq, const HoldState& hold) {
  put_.execute(seq, sql::blob(hold.owner.bytes), hold.valid_until.ms, hold.business_date.days,
               hold.closed_by);
}

}  // namespace loyald
