// SPDX-License-Identifier: Apache-2.0
#include "store/base/check.h"
#include "store/store.h"

// Who is a member, and by which cards.
namespace loyald {
namespace {

Person person_of(const v1::MemberProfile& profile) {
  Person person{profile.name(), profile.phone(), profile.mail(), std::nullopt, profile.language()};
  if (profile.has_birthday()) person.birthday = Date{profile.birthday()};
  return person;
}

v1::MemberProfile profile_of(const Person& person, const MemberId& member, const Version& version) {
  v1::MemberProfile profile;
  profile.set_member_id(member.str());
  profile.set_hlc(version.hlc);
  profile.set_store_id(version.store_id);
  profile.set_name(person.name);
  profile.set_phone(person.phone);
  profile.set_mail(person.mail);
  if (person.birthday) profile.set_birthday(person.birthday->days);
  profile.set_language(person.language);
  return profile;
}

Result<void> require_free(Identifiers& identifiers, const std::string& contact,
                          const MemberId& member, const char* what) {
  if (contact.empty()) return {};
  const auto known = identifiers.find(contact);
  if (!known || known->member == member) return {};
  return fail(Errc::already_exists, std::string("this ") + what + " belongs to a member already",
              "look the member up by it and link the card to them");
}

// What is said of a card now is newer than what is known of it, whatever other stores' clocks were.
void answer(v1::JournalEntry& entry, const FoundIdentifier& known) {
  entry.set_hlc(known.version.hlc + 1);
}

}  // namespace

Result<Recorded> Store::enrol(const Moment& moment, const EnrolRequest& request) {
  const bool with_profile = !(request.person == Person{});
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Enrol& enrol = *entry.mutable_enrol();
  enrol.set_card(request.card);
  enrol.set_with_profile(with_profile);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) {
    const auto profile = books_.identifiers.profile(member_of(before->entry));
    const bool is_of_then = profile && profile->hlc() == before->entry.hlc();
    if (is_of_then && person_of(*profile) != request.person) {
      return fail(Errc::already_exists,
                  "\"" + request.origin.op_id + "\" was recorded before with other personal data",
                  "send exactly what was sent first, or use a new id");
    }
    return *std::move(before);
  }

  MemberId member = time_ordered_id<MemberId>(moment.now, random_);
  if (!request.card.empty()) {
    LOYALD_ASSIGN(const FoundIdentifier found,
                  books_.find_member({IdentifierKind::card, request.card}));
    LOYALD_TRY(require_usable(found));
    member = found.member;
    answer(entry, found);
    if (books_.identifiers.profile(member)) {
      return fail(Errc::already_exists, "this card belongs to a registered member already",
                  "take a new card");
    }
  }
  LOYALD_TRY(require_free(books_.identifiers, request.person.phone, member, "phone number"));
  LOYALD_TRY(require_free(books_.identifiers, request.person.mail, member, "mail address"));
  enrol.set_member_id(member.str());
  LOYALD_ASSIGN(Recorded recorded, books_.record(std::move(entry), moment.now));
  if (with_profile) {
    const Version version{recorded.entry.hlc(), store_id_};
    books_.identifiers.put_profile(profile_of(request.person, member, version),
                                   !policy_.has_head_office);
  }
  return recorded;
}

Result<Recorded> Store::link_card(const Moment& moment, const LinkCardRequest& request) {
  LOYALD_ASSIGN(const FoundIdentifier who, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::LinkCard& link = *entry.mutable_link_card();
  link.set_member_id(who.member.str());
  link.set_card(request.card);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  if (const auto known = books_.identifiers.find(request.card)) {
    LOYALD_TRY(require_usable(*known));
    answer(entry, *known);
    if (known->member != who.member) {
      return fail(Errc::already_exists, "this card collects for another member already",
                  "take a new card; two members are merged at head office");
    }
  }
  return books_.record(std::move(entry), moment.now);
}

Result<Recorded> Store::block_card(const Moment& moment, const BlockCardRequest& request) {
  CHECK(request.state != v1::CARD_STATE_ACTIVE && request.state != v1::CARD_STATE_UNSPECIFIED);
  LOYALD_ASSIGN(const FoundIdentifier found,
                books_.find_member({IdentifierKind::card, request.card}));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::UnlinkCard& unlink = *entry.mutable_unlink_card();
  unlink.set_member_id(found.member.str());
  unlink.set_card(request.card);
  unlink.set_state(request.state);
  unlink.set_reason(request.reason);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);
  answer(entry, found);
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald
