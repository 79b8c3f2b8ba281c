// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/util/message_differencer.h>

#include "store/base/check.h"
#include "store/store.h"

// The same operation asked for again: what a register said is compared with what was recorded of
// what it said, so that nothing else needs to be kept for it.
namespace loyald {
namespace {

// A sale reduced to the register's words.
v1::Sale words_of(const v1::Sale& from) {
  v1::Sale sale;
  sale.set_member_id(from.member_id());
  sale.set_card(from.card());
  *sale.mutable_lines() = from.lines();
  *sale.mutable_choices() = from.choices();
  if (from.has_sold_at()) sale.set_sold_at(from.sold_at());
  sale.set_channel(from.channel());
  *sale.mutable_payments() = from.payments();
  if (from.has_hold()) {
    sale.mutable_hold()->set_register_id(from.hold().register_id());
    sale.mutable_hold()->set_hold_id(from.hold().hold_id());
  }
  return sale;
}

// An entry reduced to the register's words.
v1::JournalEntry inputs_of(const v1::JournalEntry& entry) {
  v1::JournalEntry inputs;
  inputs.set_register_id(entry.register_id());
  inputs.set_op_id(entry.op_id());
  inputs.set_cashier_id(entry.cashier_id());
  inputs.set_business_date(entry.business_date());
  switch (entry.kind_case()) {
    case v1::JournalEntry::kSale:
      *inputs.mutable_sale() = words_of(entry.sale());
      break;
    case v1::JournalEntry::kHold:
      inputs.mutable_hold()->set_member_id(entry.hold().member_id());
      *inputs.mutable_hold()->mutable_asked() = words_of(entry.hold().asked());
      inputs.mutable_hold()->set_valid_for_s(entry.hold().valid_for_s());
      break;
    case v1::JournalEntry::kRelease: {
      v1::HoldReference& hold = *inputs.mutable_release()->mutable_hold();
      hold.set_register_id(entry.release().hold().register_id());
      hold.set_hold_id(entry.release().hold().hold_id());
      break;
    }
    case v1::JournalEntry::kSaleReturn:
      *inputs.mutable_sale_return()->mutable_sale() = entry.sale_return().sale();
      *inputs.mutable_sale_return()->mutable_choices() = entry.sale_return().choices();
      if (entry.sale_return().has_foreign()) {
        *inputs.mutable_sale_return()->mutable_foreign() = entry.sale_return().foreign();
      }
      break;
    case v1::JournalEntry::kSaleVoid:
      *inputs.mutable_sale_void()->mutable_sale() = entry.sale_void().sale();
      break;
    case v1::JournalEntry::kEnrol:
      inputs.mutable_enrol()->set_card(entry.enrol().card());
      inputs.mutable_enrol()->set_with_profile(entry.enrol().with_profile());
      inputs.mutable_enrol()->set_referrer_id(entry.enrol().referrer_id());
      inputs.mutable_enrol()->set_is_update(entry.enrol().is_update());
      *inputs.mutable_enrol()->mutable_changed() = entry.enrol().changed();
      if (entry.enrol().is_update()) {
        inputs.mutable_enrol()->set_member_id(entry.enrol().member_id());
      }
      break;
    case v1::JournalEntry::kLinkCard:
      *inputs.mutable_link_card() = entry.link_card();
      break;
    case v1::JournalEntry::kUnlinkCard:
      *inputs.mutable_unlink_card() = entry.unlink_card();
      break;
    case v1::JournalEntry::kAdjust: {
      v1::Adjust& adjust = *inputs.mutable_adjust();
      adjust.set_member_id(entry.adjust().member_id());
      adjust.set_card(entry.adjust().card());
      adjust.set_unit(entry.adjust().unit());
      adjust.set_quantity(entry.adjust().quantity());
      adjust.set_reason(entry.adjust().reason());
      if (entry.adjust().has_expires_on()) adjust.set_expires_on(entry.adjust().expires_on());
      break;
    }
    case v1::JournalEntry::kConsent:
      *inputs.mutable_consent() = entry.consent();
      break;
    case v1::JournalEntry::kMemberStatus:
      *inputs.mutable_member_status() = entry.member_status();
      break;
    case v1::JournalEntry::kJoinHousehold: {
      // Which household it is follows from the member named, or from whom they were with.
      const v1::JoinHousehold& from = entry.join_household();
      v1::JoinHousehold& join = *inputs.mutable_join_household();
      join.set_member_id(from.member_id());
      join.set_leaves(from.leaves());
      join.set_with_member_id(from.with_member_id());
      if (!from.leaves() && from.with_member_id().empty()) {
        join.set_household_id(from.household_id());
      }
      break;
    }
    case v1::JournalEntry::kEvent: {
      v1::Event& event = *inputs.mutable_event();
      event.set_member_id(entry.event().member_id());
      event.set_card(entry.event().card());
      event.set_name(entry.event().name());
      event.set_quantity(entry.event().quantity());
      break;
    }
    case v1::JournalEntry::kStock:
      inputs.mutable_stock()->set_unit(entry.stock().unit());
      inputs.mutable_stock()->set_quantity(entry.stock().quantity());
      inputs.mutable_stock()->set_reason(entry.stock().reason());
      break;
    // No register asks for these.
    case v1::JournalEntry::kMerge:
    case v1::JournalEntry::kSettle:
    case v1::JournalEntry::kTransfer:
    case v1::JournalEntry::kSeal:
    case v1::JournalEntry::kGrantAccept:
    case v1::JournalEntry::kRightsRelease:
    case v1::JournalEntry::kClose:
    case v1::JournalEntry::KIND_NOT_SET:
      break;
  }
  return inputs;
}

// Where an entry's words name this member, they name the other then.
void rename_member(v1::JournalEntry& inputs, const MemberId& member, const MemberId& other) {
  const auto& reflection = *inputs.GetReflection();
  const auto* kind = reflection.GetOneofFieldDescriptor(
      inputs, v1::JournalEntry::descriptor()->FindOneofByName("kind"));
  CHECK(kind != nullptr);
  google::protobuf::Message& words = *reflection.MutableMessage(&inputs, kind);
  const auto* field = words.GetDescriptor()->FindFieldByName("member_id");
  CHECK(field != nullptr);
  if (words.GetReflection()->GetString(words, field) != member.str()) return;
  words.GetReflection()->SetString(&words, field, other.str());
}

}  // namespace

Result<std::optional<Recorded>> Store::recorded_before(const Origin& origin,
                                                       const v1::JournalEntry& wanted) {
  const auto seq = books_.find_operation(origin.register_id, origin.op_id);
  if (!seq) return std::nullopt;
  Recorded recorded = books_.recorded(*seq);
  recorded.is_repeat = true;
  v1::JournalEntry then = inputs_of(recorded.entry);
  v1::JournalEntry now = inputs_of(wanted);
  for (v1::JournalEntry* each : {&then, &now}) {
    // The register's words for it are the same in all lives of this journal.
    if (each->sale_return().foreign().store_id() == store_id_) {
      each->mutable_sale_return()->clear_foreign();
    }
  }
  // A register that leaves the date to us means the day it was recorded.
  if (!origin.business_date) now.set_business_date(then.business_date());
  const auto refuse = [&](const std::string& what) {
    return fail(Errc::already_exists,
                "\"" + origin.op_id + "\" of register \"" + origin.register_id +
                    "\" was recorded before with other content: " + what,
                "send exactly what was sent first to get its receipt again, or use a new id");
  };
  if (then.kind_case() != now.kind_case()) {
    return refuse("it is a " + std::string(kind_of(recorded.entry)));
  }
  // The member may have been merged into another meanwhile; then it still is what was sent first.
  const MemberId member_then = member_of(recorded.entry);
  rename_member(now, books_.standings.survivor_of(member_then), member_then);
  google::protobuf::util::MessageDifferencer differencer;
  std::string differences;
  differencer.ReportDifferencesToString(&differences);
  if (differencer.Compare(then, now)) return recorded;
  constexpr std::size_t kMaxDifferenceBytes = 400;
  differences = differences.substr(0, kMaxDifferenceBytes);
  while (!differences.empty() && differences.back() == '\n') differences.pop_back();
  return refuse(differences);
}

}  // namespace loyald
