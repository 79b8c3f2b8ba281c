// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

// What changed: a member, or a version of the programme.
using FeedSubject = std::variant<MemberId, std::uint32_t>;

// A store may claim to have a programme of ours up to this number; what it claims beyond is wrong.
inline constexpr std::uint32_t kMostPublished = 900'000;

struct FeedRow {
  std::uint64_t pos = 0;
  FeedSubject subject;
};

// The tables feed, feed_programme and feed_position. A subject has one row; when it changes it
// moves to a new place at the end. Places grow by one and are given by the one writer within its
// transaction, so a reader that has seen place n has seen every change below it. (Numbers from a
// database's sequence lack that: they become visible out of order, and pollers skip rows.)
// Belongs to its connection's thread. Everything throws sql::Error.
class Feed {
 public:
  explicit Feed(sql::Database& database);

  // The last place given; 0 = none.
  std::uint64_t head();
  // Which life of the feed: a cursor of another one means nothing here.
  std::uint64_t epoch();
  // Programmes are numbered from here at least.
  std::uint32_t first_version();
  // Somebody has a programme of ours with this number. Needs a transaction.
  void note_version(std::uint32_t version);
  // The books came from a backup: begins a life that no store has seen. Needs a transaction.
  void begin_epoch(Timestamp now);
  // Needs a transaction.
  void move_to_end(const FeedSubject& subject);
  void move_to_end(const std::set<MemberId>& members);
  // Behind `after`, in order, at most `limit`.
  std::vector<FeedRow> read_after(std::uint64_t after, std::size_t limit);
  // Whether the member ever changed, that is whether anything is known of them.
  bool knows(const MemberId& member);
  // Members that ever changed, in the order of ids, behind `after`.
  std::vector<MemberId> members_after(const std::optional<MemberId>& after, std::size_t limit);

 private:
  sql::Statement head_;
  sql::Statement set_head_;
  sql::Statement begin_epoch_;
  sql::Statement set_first_version_;
  sql::Statement move_member_;
  sql::Statement move_programme_;
  sql::Statement members_behind_;
  sql::Statement programmes_behind_;
  sql::Statement knows_;
  sql::Statement members_after_;
};

}  // namespace loyald
