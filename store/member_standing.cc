// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

// What a member agreed to, what they may do, and which segments they are in.
namespace loyald {

Result<Recorded> Store::set_consent(const Moment& moment, const SetConsentRequest& request) {
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Consent& consent = *entry.mutable_consent();
  consent.set_member_id(found.member.str());
  consent.set_consent(request.consent);
  consent.set_given(request.given);
  consent.set_text_version(request.text_version);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  const v1::MemberStanding standing = books_.standings.read(found.member);
  const v1::ConsentRecord* known = find_consent(standing, request.consent);
  if (known == nullptr && standing.consents_size() >= kMaxConsents) {
    return fail(Errc::resource_exhausted,
                "a member is asked for at most " + std::to_string(kMaxConsents) + " consents");
  }
  // What is said now is newer than what is known, whatever other stores' clocks were.
  if (known != nullptr) entry.set_hlc(known->hlc() + 1);
  return books_.record(std::move(entry), moment.now);
}

Result<Recorded> Store::set_member_status(const Moment& moment,
                                          const SetMemberStatusRequest& request) {
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::MemberStatus& status = *entry.mutable_member_status();
  status.set_member_id(found.member.str());
  status.set_may_earn(request.may_earn);
  status.set_may_spend(request.may_spend);
  status.set_is_staff(request.is_staff);
  status.set_reason(request.reason);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);
  entry.set_hlc(books_.standings.read(found.member).status().hlc() + 1);
  return books_.record(std::move(entry), moment.now);
}

Result<MemberId> Store::set_segments(const Moment& moment, const Identifier& who,
                                     const SegmentChange& change) {
  if (policy_.has_head_office) {
    return fail(Errc::failed_precondition, "segments of members are set at head office",
                "use loyalctl headoffice segment");
  }
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(who));
  LOYALD_TRY(books_.segments.change(found.member, change, store_id_, moment.now));
  return found.member;
}

}  // namespace loyald
