// SPDX-License-Identifier: Apache-2.0
#include "store/base/check.h"
#include "store/standing.h"
#include "store/store.h"

// Who is a member, and by which cards.
namespace loyald {
namespace {

Result<void> require_free(Books& books, const std::string& contact, const MemberId& member,
                          const char* what) {
  if (contact.empty()) return {};
  const auto known = books.identifiers.find(contact);
  if (!known || books.standings.survivor_of(known->member) == member) return {};
  return fail(Errc::already_exists, std::string("this ") + what + " belongs to a member already",
              "look the member up by it and link the card to them");
}

// What is said of a card now is newer than what is known of it, whatever other stores' clocks were.
void answer(v1::JournalEntry& entry, const FoundIdentifier& known) {
  entry.set_hlc(known.version.hlc + 1);
}

Version version_of(const std::optional<v1::MemberProfile>& profile) {
  return profile ? Version{profile->hlc(), profile->store_id()} : Version{};
}

tl::unexpected<Error> other_person(const Origin& origin) {
  return fail(Errc::already_exists,
              "\"" + origin.op_id + "\" was recorded before with other personal data",
              "send exactly what was sent first, or use a new id");
}

// Somebody whom nothing points at could never be found again.
Result<void> require_findable(Identifiers& identifiers, const MemberId& member, bool by_card,
                              const Person& person) {
  if (by_card || !person.phone.empty() || !person.mail.empty()) return {};
  for (const FoundIdentifier& known : identifiers.of_member(member)) {
    if (known.identifier.kind == IdentifierKind::card) return {};
  }
  return fail(Errc::failed_precondition,
              "the member has no card, so a phone number or a mail address must stay",
              "link a card first");
}

// Nobody refers themselves, and nobody is referred twice.
Result<void> require_referrer(const MemberView& member, const v1::Enrol& enrol) {
  if (enrol.referrer_id().empty()) return {};
  if (enrol.referrer_id() == member.member.str()) {
    return fail(Errc::invalid_argument, "referred_by: nobody can refer themselves",
                "take the card or code of whoever brought the customer here");
  }
  if (!referrer_of(member.standing)) return {};
  return fail(Errc::already_exists, "somebody has referred this member already");
}

}  // namespace

Result<Recorded> Store::enrol(const Moment& moment, const EnrolRequest& request) {
  const bool with_profile = !(request.person == Person{});
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Enrol& enrol = *entry.mutable_enrol();
  enrol.set_card(request.card);
  enrol.set_with_profile(with_profile);
  if (request.referred_by) {
    LOYALD_ASSIGN(const FoundIdentifier by, books_.find_member(*request.referred_by));
    enrol.set_referrer_id(by.member.str());
  }
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) {
    const auto profile = books_.identifiers.profile(member_of(before->entry));
    const bool is_of_then = profile && profile->hlc() == before->entry.hlc();
    if (is_of_then && person_of(*profile) != request.person) return other_person(request.origin);
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
  LOYALD_TRY(require_free(books_, request.person.phone, member, "phone number"));
  LOYALD_TRY(require_free(books_, request.person.mail, member, "mail address"));
  enrol.set_member_id(member.str());
  const MemberView known =
      member_view(books_, policy_, {moment.now, Date{entry.business_date()}}, member);
  LOYALD_TRY(require_referrer(known, enrol));
  LOYALD_TRY(reward_enrolment(entry, known));
  LOYALD_ASSIGN(Recorded recorded, books_.record(std::move(entry), moment.now));
  if (with_profile) {
    const Version version{recorded.entry.hlc(), store_id_};
    books_.identifiers.put_profile(profile_of(request.person, member, version),
                                   !policy_.has_head_office);
  }
  return recorded;
}

Result<Recorded> Store::update_member(const Moment& moment, const UpdateMemberRequest& request) {
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Enrol& update = *entry.mutable_enrol();
  update.set_with_profile(true);
  update.set_is_update(true);
  if (request.who.kind == IdentifierKind::card) update.set_card(request.who.text);
  for (std::string& part : parts_of(request.change)) update.add_changed(std::move(part));
  // What was changed may be what they were found by: the one recorded then is the one meant.
  const auto seq = books_.find_operation(request.origin.register_id, request.origin.op_id);
  const v1::JournalEntry then = seq ? books_.recorded(*seq).entry : v1::JournalEntry();
  if (then.enrol().is_update()) {
    update.set_member_id(then.enrol().member_id());
    const auto found = books_.find_member(request.who);
    if (found && found->version.hlc < then.hlc()) update.set_member_id(found->member.str());
  } else {
    LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(request.who));
    update.set_member_id(found.member.str());
  }
  const MemberId member = member_of(entry);
  const auto profile = books_.identifiers.profile(member);
  const Person known = profile ? person_of(*profile) : Person{};
  const Person wanted = changed(known, request.change);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) {
    const bool is_of_then = profile && profile->hlc() == before->entry.hlc();
    if (is_of_then && wanted != known) return other_person(request.origin);
    return *std::move(before);
  }

  if (update.changed().empty()) {
    return fail(Errc::invalid_argument, "profile: nothing of it is given", "say what is to change");
  }
  if (wanted.preferences.size() > kMaxPreferences) {
    return fail(Errc::resource_exhausted,
                "a member has at most " + std::to_string(kMaxPreferences) + " preferences",
                "take others out first: give them without a value");
  }
  LOYALD_TRY(require_findable(books_.identifiers, member, !update.card().empty(), wanted));
  // What they had before may be another member's by now, where two stores did not know of each
  // other.
  if (wanted.phone != known.phone) {
    LOYALD_TRY(require_free(books_, wanted.phone, member, "phone number"));
  }
  if (wanted.mail != known.mail) {
    LOYALD_TRY(require_free(books_, wanted.mail, member, "mail address"));
  }
  // Newer than what is known, whatever other stores' clocks were.
  entry.set_hlc(version_of(profile).hlc + 1);
  LOYALD_ASSIGN(Recorded recorded, books_.record(std::move(entry), moment.now));
  books_.identifiers.put_profile(profile_of(wanted, member, {recorded.entry.hlc(), store_id_}),
                                 !policy_.has_head_office);
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
    if (books_.standings.survivor_of(known->member) != who.member) {
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
