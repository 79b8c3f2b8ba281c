// SPDX-License-Identifier: Apache-2.0
#include "store/card_proof.h"

#include <algorithm>

#include "store/base/bytes.h"
#include "store/base/check.h"
#include "store/base/mac.h"
#include "store/base/totp.h"

namespace loyald {
namespace {

using programme::ShownAs;

constexpr const char* kFreshCode = "ask for the code that the phone shows now";

tl::unexpected<Error> not_genuine() {
  return fail(Errc::permission_denied, "this code is not genuine: it was changed or misread",
              "scan it again; do not take the card if it stays so");
}

// The key, where it counts. `what` was made with it.
Result<CardKey> key_in_use(Books& books, CardKeyKind kind, int number, const char* what) {
  auto key = books.card_keys.find(kind, number);
  if (!key) {
    return fail(Errc::failed_precondition,
                std::string(what) + " is made with key " + std::to_string(number) +
                    ", which is not known here yet",
                "take the number printed on the card; a sync brings the keys");
  }
  if (key->is_retired) {
    return fail(Errc::permission_denied,
                "this card has been withdrawn, with all of key " + std::to_string(number),
                "ask for another card");
  }
  return *std::move(key);
}

Result<ShownAs> prove_signed(Books& books, const SignedCard& card) {
  LOYALD_ASSIGN(const CardKey key,
                key_in_use(books, CardKeyKind::signing, card.key, "this card's code"));
  PublicKey public_key{};
  CHECK(key.material.size() == public_key.size());
  std::ranges::copy(key.material, public_key.begin());
  if (!is_signed(card_words(card.key, card.card), card.signature, public_key)) return not_genuine();
  return ShownAs::signed_code;
}

bool is_genuine(const RotatingCode& code, const CardKey& key) {
  CodeMaster master{};
  std::ranges::copy(key.material, master.begin());
  const CodeKey code_key = code_key_of(master, code.card);
  return is_same_secret(totp(to_string(code_key), totp_slot(code.time)), code.code);
}

Result<ShownAs> prove_rotating(Books& books, bool has_head_office, const RotatingCode& code,
                               Timestamp now, Timestamp shown_at, bool is_sold) {
  LOYALD_ASSIGN(const CardKey key,
                key_in_use(books, CardKeyKind::rotating, code.key, "this changing code"));
  if (key.material.empty()) return ShownAs::card;  // the line to head office is not private
  CHECK(key.material.size() == sizeof(CodeMaster));
  if (!is_genuine(code, key)) return not_genuine();
  const std::int64_t slot = totp_slot(code.time);
  if (books.used_codes.is_used(code.card, slot)) {
    return fail(Errc::permission_denied, "this code was used already", kFreshCode);
  }
  const auto sure = sure_time(books, has_head_office, now);
  if (!sure) return ShownAs::card;
  const std::int64_t current = totp_slot(*sure + (shown_at - now));
  if (current - kSlotsBefore <= slot && slot <= current + kSlotsAfter) {
    return ShownAs::rotating_code;
  }
  if (is_sold) return ShownAs::card;
  return slot < current ? fail(Errc::permission_denied, "this code is too old", kFreshCode)
                        : fail(Errc::permission_denied, "this code is of a time to come",
                               "the phone's clock is wrong: let it set the time by itself");
}

}  // namespace

std::optional<Timestamp> sure_time(Books& books, bool has_head_office, Timestamp now) {
  constexpr std::chrono::minutes kBehind(1);
  if (!has_head_office) {
    const bool went_back = time_of_hlc(books.journal.head().hlc) > now + kBehind;
    return went_back ? std::nullopt : std::optional(now);
  }
  const Timestamp last = books.sync_position().last_contact;
  const std::chrono::milliseconds ahead = books.office_ahead();
  const bool is_compared = last.ms > 0 && last <= now + kBehind && now - last <= kClockKnown;
  if (!is_compared || std::chrono::abs(ahead) > kMostApart) return std::nullopt;
  return now + ahead;
}

Result<ShownAs> prove(Books& books, bool has_head_office, const Identifier& who, Timestamp now,
                      bool is_sold) {
  if (who.kind == IdentifierKind::phone) return ShownAs::phone;
  if (who.kind == IdentifierKind::mail) return ShownAs::mail;
  if (who.code.empty()) return ShownAs::card;
  const auto token = read_card_token(who.code);
  if (!token || card_of(*token) != who.text) return not_genuine();
  if (const auto* card = std::get_if<SignedCard>(&*token)) return prove_signed(books, *card);
  const Timestamp shown_at = who.shown_at.ms > 0 ? who.shown_at : now;
  return prove_rotating(books, has_head_office, std::get<RotatingCode>(*token), now, shown_at,
                        is_sold);
}

void use_up(Books& books, const Identifier& who, ShownAs proven, Timestamp now) {
  if (proven != ShownAs::rotating_code) return;
  const auto token = read_card_token(who.code);
  CHECK(token);
  const auto& code = std::get<RotatingCode>(*token);
  books.used_codes.use(code.card, totp_slot(code.time), now);
}

}  // namespace loyald
