// SPDX-License-Identifier: Apache-2.0
#include "store/identifiers.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/base/hash.h"

namespace loyald {
namespace {

FoundIdentifier read(const sql::Statement::Rows& row) {
  const auto member = id_from_bytes<MemberId>(row.blob(2));
  CHECK(member);
  return {{static_cast<IdentifierKind>(row.int64(1)), std::string(row.text(0))},
          *member,
          static_cast<v1::CardState>(row.int64(3)),
          {static_cast<std::uint64_t>(row.int64(4)), static_cast<StoreId>(row.int64(5))}};
}

v1::MemberProfile parse_profile(std::string_view bytes) {
  v1::MemberProfile profile;
  CHECK(profile.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  return profile;
}

}  // namespace

Identifiers::Identifiers(sql::Database& database)
    : remembered_(database),
      find_(database,
            "SELECT text, kind, member_id, state, hlc, store_id FROM identifier WHERE text = ?1"),
      find_many_(database, {"SELECT text, kind, member_id, state, hlc, store_id FROM identifier "
                            "WHERE text IN (",
                            "?", ")"}),
      count_members_(database, "SELECT count(DISTINCT member_id) FROM identifier"),
      of_member_(database,
                 "SELECT text, kind, member_id, state, hlc, store_id FROM identifier "
                 "WHERE member_id = ?1 ORDER BY text"),
      rows_(database,
            {"identifier", {"text"}, {"kind", "member_id", "state", "hlc", "store_id"}, {}}),
      delete_contacts_(database, "DELETE FROM identifier WHERE member_id = ?1 AND kind <> 1"),
      profile_(database, "SELECT record FROM profile WHERE member_id = ?1"),
      put_profile_(database,
                   "INSERT INTO profile VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(member_id) DO "
                   "UPDATE SET hlc = excluded.hlc, store_id = excluded.store_id, sent = "
                   "excluded.sent, record = excluded.record"),
      unsent_(database, "SELECT record FROM profile WHERE sent = 0 ORDER BY member_id LIMIT ?1"),
      mark_unsent_(database, "UPDATE profile SET sent = 0 WHERE store_id = ?1"),
      mark_sent_(
          database,
          "UPDATE profile SET sent = 1 WHERE member_id = ?1 AND hlc = ?2 AND store_id = ?3") {}

std::optional<FoundIdentifier> Identifiers::find(std::string_view text) {
  const std::string key(text);
  if (const auto* known = remembered_.find(key)) return *known;
  auto row = find_.run(text);
  const auto found = row.next() ? std::optional(read(row)) : std::nullopt;
  remembered_.put(key, found);
  return found;
}

void Identifiers::read_ahead(const std::vector<std::string>& texts) {
  find_many_.read(remembered_.begin_to_read(texts), sql::bind_key,
                  [&](const sql::Statement::Rows& row) {
                    const FoundIdentifier found = loyald::read(row);
                    remembered_.put(found.identifier.text, found);
                  });
}

std::int64_t Identifiers::count_members() {
  auto row = count_members_.run();
  CHECK(row.next());
  return row.int64(0);
}

std::vector<FoundIdentifier> Identifiers::of_member(const MemberId& member) {
  std::vector<FoundIdentifier> found;
  auto row = of_member_.run(sql::blob(member.bytes));
  while (row.next()) found.push_back(read(row));
  return found;
}

bool Identifiers::put(const FoundIdentifier& identifier) {
  const auto known = find(identifier.identifier.text);
  if (known && known->version >= identifier.version) return false;
  rows_.put({identifier.identifier.text}, {static_cast<int>(identifier.identifier.kind),
                                           identifier.member, static_cast<int>(identifier.state),
                                           identifier.version.hlc, identifier.version.store_id});
  remembered_.put(identifier.identifier.text, identifier);
  return true;
}

void Identifiers::forget(std::string_view text) {
  rows_.remove({std::string(text)});
  remembered_.put(std::string(text), std::nullopt);
}

std::optional<v1::MemberProfile> Identifiers::profile(const MemberId& member) {
  auto row = profile_.run(sql::blob(member.bytes));
  if (!row.next()) return std::nullopt;
  return parse_profile(row.blob(0));
}

bool Identifiers::put_profile(const v1::MemberProfile& profile, bool sent) {
  const auto member = id_from_bytes<MemberId>(profile.member_id());
  CHECK(member);
  const Version version{profile.hlc(), profile.store_id()};
  const std::string record = profile.SerializeAsString();
  // A store that was restored may write at a moment for the second time: then the bytes decide, at
  // both ends alike.
  const auto known = this->profile(*member);
  if (known && std::pair(Version{known->hlc(), known->store_id()}, known->SerializeAsString()) >=
                   std::pair(version, record)) {
    return false;
  }
  put_profile_.execute(sql::blob(member->bytes), profile.hlc(), profile.store_id(), sent ? 1 : 0,
                       sql::Blob{record});
  remembered_.forget_all();
  delete_contacts_.execute(sql::blob(member->bytes));
  const auto contact = [&](IdentifierKind kind, const std::string& text) {
    if (!text.empty()) put({{kind, text}, *member, v1::CARD_STATE_ACTIVE, version});
  };
  contact(IdentifierKind::phone, profile.phone());
  contact(IdentifierKind::mail, profile.mail());
  return true;
}

std::vector<v1::MemberProfile> Identifiers::unsent_profiles(int limit) {
  std::vector<v1::MemberProfile> profiles;
  auto row = unsent_.run(limit);
  while (row.next()) profiles.push_back(parse_profile(row.blob(0)));
  return profiles;
}

void Identifiers::mark_unsent(StoreId store) { mark_unsent_.execute(store); }

void Identifiers::mark_sent(const v1::MemberProfile& profile) {
  mark_sent_.execute(sql::Blob{profile.member_id()}, profile.hlc(), profile.store_id());
}

MemberId member_of_unknown_card(std::string_view card) {
  const Hash hash = sha256("loyald/member/1:" + std::string(card));
  MemberId member;
  std::copy_n(hash.begin(), member.bytes.size(), member.bytes.begin());
  return member;
}

}  // namespace loyald
