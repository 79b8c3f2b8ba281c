// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/card_keys.h"
#include "store/sql/many.h"
#include "store/sql/owed_rows.h"
#include "store/sql/statement.h"

namespace loyald {

// A key of cards, or a card that was withdrawn or may be used again.
struct CardSubject {
  std::optional<CardKeyKind> key_kind;  // nothing: a card
  std::string name;                     // the key's number, or the card's
  friend bool operator==(const CardSubject&, const CardSubject&) = default;
};

// What changed: a member, a version of the programme, what is to be known of cards, or a store's
// journal has begun, whose key others know its receipts by.
using FeedSubject = std::variant<MemberId, std::uint32_t, JournalName, CardSubject>;

// Which members' changes stores hear of.
enum class FeedScope {
  all,
  seen,  // of those who were at the store, or were asked for there
};

// A store may claim to have a programme of ours up to this number; what it claims beyond is wrong.
inline constexpr std::uint32_t kMostPublished = 900'000;

struct FeedRow {
  std::uint64_t pos = 0;
  FeedSubject subject;
};

// The tables feed, store_feed, feed_programme, feed_key, feed_card and feed_position. A subject has
// one row; when it changes it moves to a new place at the end. Places grow by one and are given by
// the one writer within its transaction, so a reader that has seen place n has seen every change
// below it. (Numbers from a database's sequence lack that: they become visible out of order, and
// pollers skip rows.) A member has a row more for each store that follows them, with the same
// place, so that what a store is told costs as much as what changed for it, however large the chain
// is. Belongs to its connection's thread. Everything throws sql::Error.
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
  // The store `seen_by` hears of them from now on, like follow(); 0: no store does.
  void move_to_end(const std::set<MemberId>& members, StoreId seen_by);
  // The store hears of these members from now on; its feed has them where they changed last. Needs
  // a transaction.
  void follow(StoreId store, const std::set<MemberId>& members);
  // Whoever follows the one follows the other, too, from the feed's end on. Needs a transaction.
  void follow_with(const MemberId& followed, const MemberId& other);

  // What follows is of one store's feed; with FeedScope::all every store's is the same.
  // The last place that has something for it; 0 = none.
  std::uint64_t head_for(StoreId store, FeedScope scope);
  // Behind `after`, in order, at most `limit`.
  std::vector<FeedRow> read_after(StoreId store, FeedScope scope, std::uint64_t after,
                                  std::size_t limit);
  // Whether the member ever changed, that is whether anything is known of them.
  bool knows(const MemberId& member);
  // Members that ever changed, in the order of ids, behind `after`.
  std::vector<MemberId> members_after(const std::optional<MemberId>& after, std::size_t limit);

 private:
  sql::Statement head_;
  sql::Statement set_head_;
  sql::Statement begin_epoch_;
  sql::Statement set_first_version_;
  sql::OwedRows<std::tuple<MemberId>, std::tuple<std::uint64_t>> members_;
  sql::OwedRows<std::tuple<StoreId, MemberId>, std::tuple<std::uint64_t>> followed_;
  sql::Many move_followed_;
  sql::Statement move_programme_;
  sql::Statement move_key_;
  sql::Statement move_card_;
  sql::Many follow_;
  sql::Statement follow_with_;
  sql::Statement member_head_;
  sql::Statement followed_head_;
  sql::Statement common_head_;
  sql::Statement members_behind_;
  sql::Statement followed_behind_;
  sql::Statement programmes_behind_;
  sql::Statement keys_behind_;
  sql::Statement cards_behind_;
  sql::Statement knows_;
  sql::Statement members_after_;
};

}  // namespace loyald
