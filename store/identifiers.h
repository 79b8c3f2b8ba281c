// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "proto/loyald/v1/sync.pb.h"
#include "store/base/ids.h"
#include "store/sql/many.h"
#include "store/sql/owed_rows.h"
#include "store/sql/remembered.h"
#include "store/sql/statement.h"

namespace loyald {

// What a text identifies a member as. Stored; do not renumber.
enum class IdentifierKind { card = 1, phone = 2, mail = 3 };

// A text that points at a member, in the form it is stored in: a card's canonical number, a phone
// number as "+491701234567", a mail address in lower case.
struct Identifier {
  IdentifierKind kind = IdentifierKind::card;
  std::string text;
  // Where a card was read from a signed or rotating code: what the code says
  // (store/base/card_token.h), and when it was first shown here; 0: now.
  std::string code = {};
  Timestamp shown_at = {};
};

// Which of two changes is the newer: first the hybrid clock, then the store's number.
struct Version {
  std::uint64_t hlc = 0;
  StoreId store_id = 0;
  friend auto operator<=>(const Version&, const Version&) = default;
};

struct FoundIdentifier {
  Identifier identifier;
  MemberId member;
  v1::CardState state = v1::CARD_STATE_ACTIVE;
  Version version;
};

// The tables identifier and profile: who is who. Belongs to its connection's thread. Everything
// throws sql::Error.
class Identifiers {
 public:
  explicit Identifiers(sql::Database& database);

  std::optional<FoundIdentifier> find(std::string_view text);
  // Looks for them all at once, for whoever will ask one by one in this transaction.
  void read_ahead(const std::vector<std::string>& texts);
  // How many members anything points at. Reads a whole index: 50 ms for a million of them.
  std::int64_t count_members();
  // In the order of texts.
  std::vector<FoundIdentifier> of_member(const MemberId& member);

  // Makes the text point there, unless what is known is newer or the same. True if it did. A card
  // in use that nobody has linked to anybody has the version 0: it identifies its own member until
  // somebody does.
  bool put(const FoundIdentifier& identifier);
  // The text points at nobody.
  void forget(std::string_view text);

  std::optional<v1::MemberProfile> profile(const MemberId& member);
  // Takes a profile unless what is known is newer or the same; phone and mail then identify the
  // member, and the ones before no longer do. `sent`: head office has it. True if it took it.
  bool put_profile(const v1::MemberProfile& profile, bool sent);
  // Profiles that head office has not taken yet, at most `limit`.
  std::vector<v1::MemberProfile> unsent_profiles(int limit);
  // Head office may have lost those that this store wrote.
  void mark_unsent(StoreId store);
  // Head office has taken this one (and not a newer one).
  void mark_sent(const v1::MemberProfile& profile);

 private:
  sql::Remembered<std::string, std::optional<FoundIdentifier>> remembered_;
  sql::Statement find_;
  sql::Many find_many_;
  sql::Statement count_members_;
  sql::Statement of_member_;
  // By text: kind, member, state, hlc, store_id.
  sql::OwedRows<std::tuple<std::string>, std::tuple<int, MemberId, int, std::uint64_t, StoreId>>
      rows_;
  sql::Statement delete_contacts_;
  sql::Statement profile_;
  sql::Statement put_profile_;
  sql::Statement unsent_;
  sql::Statement mark_unsent_;
  sql::Statement mark_sent_;
};

// The member of a card that nobody has linked: derived from its number, so that two stores that
// have never met find the same one.
MemberId member_of_unknown_card(std::string_view card);

}  // namespace loyald
