// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild_standings.h"

#include <google/protobuf/util/message_differencer.h>

#include "store/base/check.h"

namespace loyald {
namespace {

constexpr std::size_t kEntriesAtOnce = 1000;
constexpr std::size_t kBytesAtOnce = 4 * 1024 * 1024;

}  // namespace

StandingsByMember standings_from_journal(Books& books) {
  StandingsByMember standings;
  std::map<MemberId, Seq> counts;
  for (const MemberId& member : books.confirmed_members()) {
    const auto confirmed = books.confirmed(member);
    CHECK(confirmed);
    standings[member] = confirmed->standing;
    counts[member] = confirmed->counts_seq;
  }
  const auto genesis = books.journal.genesis();
  CHECK(genesis);
  Seq next = 1;
  while (true) {
    const auto entries = books.journal.read_from(next, kEntriesAtOnce, kBytesAtOnce);
    if (entries.empty()) return standings;
    for (const StoredEntry& stored : entries) {
      for (const StandingOf& each : standings_of(decode(stored), genesis->store_id())) {
        const auto counted = counts.find(each.member);
        if (counted != counts.end() && stored.seq <= counted->second) continue;
        merge(standings[each.member], each.standing);
      }
    }
    next = entries.back().seq + 1;
  }
}

std::size_t count_different(Standings& standings, const StandingsByMember& expected) {
  std::size_t different = 0;
  for (const auto& [member, standing] : expected) {
    const bool is_same =
        google::protobuf::util::MessageDifferencer::Equals(standings.record(member), standing);
    if (!is_same) ++different;
  }
  MemberId last;
  while (const auto member = standings.next_member(last)) {
    const auto known = expected.find(*member);
    if (known == expected.end()) ++different;
    last = *member;
  }
  return different;
}

void write_standings(Standings& standings, const StandingsByMember& expected) {
  MemberId last;
  while (const auto member = standings.next_member(last)) {
    if (!expected.contains(*member)) standings.replace(*member, {});
    last = *member;
  }
  for (const auto& [member, standing] : expected) standings.replace(member, standing);
}

}  // namespace loyald
