// SPDX-License-Identifier: Apache-2.0
#include "store/card_keys.h"

#include "store/base/check.h"

namespace loyald {
namespace {

constexpr std::size_t kMaterialBytes = sizeof(PublicKey);
static_assert(sizeof(CodeMaster) == kMaterialBytes);

bool is_key(std::uint32_t key) { return 1 <= key && key <= static_cast<unsigned>(kMaxCardKey); }

tl::unexpected<Error> malformed(const char* what) {
  return fail(Errc::data_loss, std::string("head office sent a malformed ") + what);
}

}  // namespace

CardKeys::CardKeys(sql::Database& database)
    : find_(database, "SELECT material, is_retired FROM card_key WHERE kind = ?1 AND key = ?2"),
      all_(database, "SELECT kind, key, material, is_retired FROM card_key ORDER BY kind, key"),
      put_(database,
           "INSERT INTO card_key VALUES(?1, ?2, ?3, ?4) ON CONFLICT(kind, key) DO UPDATE SET "
           "material = excluded.material, is_retired = excluded.is_retired"),
      is_withdrawn_(database, "SELECT 1 FROM withdrawn_card WHERE card = ?1"),
      count_withdrawn_(database, "SELECT count(*) FROM withdrawn_card"),
      withdraw_(database, "INSERT INTO withdrawn_card VALUES(?1)"),
      give_back_(database, "DELETE FROM withdrawn_card WHERE card = ?1") {}

std::optional<CardKey> CardKeys::find(CardKeyKind kind, int key) {
  auto row = find_.run(static_cast<int>(kind), key);
  if (!row.next()) return std::nullopt;
  return CardKey{kind, key, std::string(row.blob(0)), row.int64(1) != 0};
}

std::vector<CardKey> CardKeys::all() {
  std::vector<CardKey> keys;
  auto row = all_.run();
  while (row.next()) {
    keys.push_back({static_cast<CardKeyKind>(row.int64(0)), static_cast<int>(row.int64(1)),
                    std::string(row.blob(2)), row.int64(3) != 0});
  }
  return keys;
}

bool CardKeys::is_withdrawn(std::string_view card) { return is_withdrawn_.run(card).next(); }

std::int64_t CardKeys::count_withdrawn() {
  auto row = count_withdrawn_.run();
  CHECK(row.next());
  return row.int64(0);
}

bool CardKeys::put(const CardKey& key) {
  const auto known = find(key.kind, key.key);
  CardKey wanted = key;
  if (known && wanted.material.empty()) wanted.material = known->material;
  if (known == wanted) return false;
  put_.execute(static_cast<int>(wanted.kind), wanted.key, sql::Blob{wanted.material},
               wanted.is_retired ? 1 : 0);
  return true;
}

Result<bool> CardKeys::retire(CardKeyKind kind, int key) {
  auto known = find(kind, key);
  if (!known) {
    return fail(Errc::not_found, "there is no such key of cards: " + std::to_string(key),
                "\"loyalctl card keys\" lists them");
  }
  known->is_retired = true;
  return put(*known);
}

bool CardKeys::set_withdrawn(std::string_view card, bool is_withdrawn) {
  if (this->is_withdrawn(card) == is_withdrawn) return false;
  is_withdrawn ? withdraw_.execute(card) : give_back_.execute(card);
  return true;
}

Result<void> CardKeys::take(const v1::CardNotice& notice) {
  const bool is_signing = notice.signing_key() != 0;
  const bool is_rotating = notice.rotating_key() != 0;
  if (is_signing + is_rotating + !notice.card().empty() != 1) return malformed("notice of a card");
  if (!notice.card().empty()) {
    if (!fits_card_token(notice.card())) return malformed("notice of a card");
    set_withdrawn(notice.card(), notice.is_withdrawn());
    return {};
  }
  const std::uint32_t key = is_signing ? notice.signing_key() : notice.rotating_key();
  const std::size_t size = is_signing ? kMaterialBytes : 0;
  if (!is_key(key) || notice.public_key().size() != size) return malformed("key of cards");
  put({is_signing ? CardKeyKind::signing : CardKeyKind::rotating, static_cast<int>(key),
       notice.public_key(), notice.is_withdrawn()});
  return {};
}

Result<void> CardKeys::take(const v1::CodeSecret& secret) {
  if (!is_key(secret.rotating_key()) || secret.secret().size() != kMaterialBytes) {
    return malformed("secret of rotating codes");
  }
  const int key = static_cast<int>(secret.rotating_key());
  const auto known = find(CardKeyKind::rotating, key);
  put({CardKeyKind::rotating, key, secret.secret(), known && known->is_retired});
  return {};
}

}  // namespace loyald
