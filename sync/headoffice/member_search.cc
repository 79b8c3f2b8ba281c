// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/member_search.h"

#include "store/contact.h"

namespace loyald {

Result<MemberId> find_own_member(CentralBooks& books, const std::string& text) {
  if (const auto found = books.identifiers.find(text)) return found->member;
  for (const auto& normalised : {normalised_phone(text), normalised_mail(text)}) {
    if (!normalised) continue;
    if (const auto found = books.identifiers.find(*normalised)) return found->member;
  }
  if (const auto id = id_from_hex<MemberId>(text); id && books.feed.knows(*id)) return *id;
  return fail(Errc::not_found, "nobody has the card, phone, mail or member id \"" + text + "\"",
              "cards are known here once a store has used them and reached head office");
}

Result<MemberId> find_member(CentralBooks& books, const std::string& text) {
  LOYALD_ASSIGN(const MemberId member, find_own_member(books, text));
  return books.standings.survivor_of(member);
}

}  // namespace loyald
