// SPDX-License-Identifier: Apache-2.0
#include "store/standing.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/fold.h"

namespace loyald {
namespace {

template <class Record>
Version version_of(const Record& record) {
  return {record.hlc(), record.store_id()};
}

// True where `from` is newer than what is there.
template <class Record>
bool is_newer(const Record& from, const Record& known) {
  return version_of(from) > version_of(known);
}

bool merge_consent(v1::MemberStanding& into, const v1::ConsentRecord& from) {
  auto& known = *into.mutable_consents();
  const auto place = std::lower_bound(known.begin(), known.end(), from,
                                      [](const v1::ConsentRecord& a, const v1::ConsentRecord& b) {
                                        return a.consent() < b.consent();
                                      });
  if (place != known.end() && place->consent() == from.consent()) {
    if (!is_newer(from, *place)) return false;
    *place = from;
    return true;
  }
  const auto index = static_cast<int>(place - known.begin());
  *known.Add() = from;
  for (int i = known.size() - 1; i > index; --i) known.SwapElements(i, i - 1);
  return true;
}

v1::ConsentRecord consent_record(const v1::JournalEntry& entry, StoreId store) {
  v1::ConsentRecord record;
  record.set_consent(entry.consent().consent());
  record.set_given(entry.consent().given());
  record.set_text_version(entry.consent().text_version());
  record.set_hlc(entry.hlc());
  record.set_store_id(store);
  record.set_register_id(entry.register_id());
  record.set_cashier_id(entry.cashier_id());
  record.set_business_date(entry.business_date());
  return record;
}

v1::StatusRecord status_record(const v1::JournalEntry& entry, StoreId store) {
  const v1::MemberStatus& from = entry.member_status();
  v1::StatusRecord record;
  record.set_may_earn(from.may_earn());
  record.set_may_spend(from.may_spend());
  record.set_is_staff(from.is_staff());
  record.set_reason(from.reason());
  record.set_hlc(entry.hlc());
  record.set_store_id(store);
  return record;
}

v1::HouseholdRecord household_record(const v1::JournalEntry& entry, StoreId store) {
  v1::HouseholdRecord record;
  if (!entry.join_household().leaves()) {
    record.set_household_id(entry.join_household().household_id());
  }
  record.set_hlc(entry.hlc());
  record.set_store_id(store);
  return record;
}

v1::MergeRecord merge_record(const v1::JournalEntry& entry, StoreId store) {
  const v1::Merge& from = entry.merge();
  v1::MergeRecord record;
  if (!from.is_undone()) {
    record.set_into_member_id(from.into_member_id());
    *record.mutable_moved() = from.moved();
    *record.mutable_moved_debts() = from.moved_debts();
  }
  record.set_reason(from.reason());
  record.set_merged_by(entry.cashier_id());
  record.set_hlc(entry.hlc());
  record.set_store_id(store);
  return record;
}

// An enrolment, or anything that changes what they own; wallets that they share count, too.
bool shows_member(const v1::JournalEntry& entry) {
  return entry.has_enrol() || !changes_of(entry).empty() || !debts_of(entry).empty();
}

}  // namespace

bool merge(v1::MemberStanding& into, const v1::MemberStanding& from) {
  bool changed = false;
  for (const v1::ConsentRecord& consent : from.consents()) {
    changed = merge_consent(into, consent) || changed;
  }
  if (from.has_status() && is_newer(from.status(), into.status())) {
    *into.mutable_status() = from.status();
    changed = true;
  }
  if (from.has_household() && is_newer(from.household(), into.household())) {
    *into.mutable_household() = from.household();
    changed = true;
  }
  if (from.has_merged() && is_newer(from.merged(), into.merged())) {
    *into.mutable_merged() = from.merged();
    changed = true;
  }
  if (from.has_member_since() &&
      (!into.has_member_since() || from.member_since() < into.member_since())) {
    into.set_member_since(from.member_since());
    changed = true;
  }
  // The first one counts.
  if (from.has_referrer() &&
      (!into.has_referrer() || version_of(from.referrer()) < version_of(into.referrer()))) {
    *into.mutable_referrer() = from.referrer();
    changed = true;
  }
  return changed;
}

std::vector<StandingOf> standings_of(const v1::JournalEntry& entry, StoreId store) {
  StandingOf own{member_of(entry), {}};
  if (entry.has_consent()) *own.standing.add_consents() = consent_record(entry, store);
  if (!entry.enrol().referrer_id().empty()) {
    v1::ReferrerRecord& referrer = *own.standing.mutable_referrer();
    referrer.set_referrer_id(entry.enrol().referrer_id());
    referrer.set_hlc(entry.hlc());
    referrer.set_store_id(store);
  }
  if (entry.has_member_status()) *own.standing.mutable_status() = status_record(entry, store);
  if (entry.has_join_household()) {
    *own.standing.mutable_household() = household_record(entry, store);
  }
  if (entry.has_merge()) *own.standing.mutable_merged() = merge_record(entry, store);
  if (shows_member(entry)) own.standing.set_member_since(entry.business_date());
  std::vector<StandingOf> all{std::move(own)};
  if (entry.join_household().is_founding()) {
    const auto with = id_from_bytes<MemberId>(entry.join_household().with_member_id());
    CHECK(with);
    StandingOf founder{*with, {}};
    *founder.standing.mutable_household() = household_record(entry, store);
    all.push_back(std::move(founder));
  }
  if (entry.has_merge()) {
    // Nothing of their own is new, but what is read of them is.
    const auto into = id_from_bytes<MemberId>(entry.merge().into_member_id());
    CHECK(into);
    all.push_back({*into, {}});
  }
  return all;
}

bool may_earn(const v1::MemberStanding& standing) {
  return !standing.has_status() || standing.status().may_earn();
}

bool may_spend(const v1::MemberStanding& standing) {
  return !standing.has_status() || standing.status().may_spend();
}

std::optional<Date> member_since(const v1::MemberStanding& standing) {
  if (!standing.has_member_since()) return std::nullopt;
  return Date{standing.member_since()};
}

std::optional<MemberId> household_of(const v1::MemberStanding& standing) {
  if (standing.household().household_id().empty()) return std::nullopt;
  const auto household = id_from_bytes<MemberId>(standing.household().household_id());
  CHECK(household);
  return *household;
}

std::optional<MemberId> merged_into(const v1::MemberStanding& standing) {
  if (standing.merged().into_member_id().empty()) return std::nullopt;
  const auto into = id_from_bytes<MemberId>(standing.merged().into_member_id());
  CHECK(into);
  return *into;
}

void take_person(v1::MemberStanding& person, v1::MemberStanding duplicate) {
  duplicate.clear_household();
  duplicate.clear_merged();
  merge(person, duplicate);
}

std::optional<MemberId> referrer_of(const v1::MemberStanding& standing) {
  if (standing.referrer().referrer_id().empty()) return std::nullopt;
  const auto referrer = id_from_bytes<MemberId>(standing.referrer().referrer_id());
  CHECK(referrer);
  return *referrer;
}

const v1::ConsentRecord* find_consent(const v1::MemberStanding& standing,
                                      const std::string& consent) {
  for (const v1::ConsentRecord& record : standing.consents()) {
    if (record.consent() == consent) return &record;
  }
  return nullptr;
}

}  // namespace loyald
