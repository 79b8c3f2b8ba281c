// SPDX-License-Identifier: Apache-2.0
#include "daemon/scan_hub.h"

#include "daemon/identifier_codec.h"
#include "daemon/member_reply.h"
#include "scanner/aim.h"
#include "store/base/check.h"
#include "store/base/text.h"
#include "sync/rpc/connect_error.h"
#include "sync/rpc/message_codec.h"

namespace loyald::daemon {
namespace {

// Scanners deliver bytes; JSON needs UTF-8.
std::string as_text(std::string_view bytes) {
  std::string text(bytes);
  if (is_utf8(text)) return text;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return text;
}

}  // namespace

scanner::Outcome outcome_of(const v1::ScanEvent& event) {
  if (event.card().empty()) return scanner::Outcome::not_a_card;
  const v1::Member& member = event.member();
  const bool is_usable = member.card_state() == card_state_name(v1::CARD_STATE_ACTIVE);
  return event.has_member() && !member.is_new() && is_usable ? scanner::Outcome::card_known
                                                             : scanner::Outcome::card_unknown;
}

v1::ScanEvent ScanHub::event_of(const scanner::Scan& scan) {
  v1::ScanEvent event;
  event.set_scanner(scan.source);
  event.set_register_(scan.register_id);
  event.set_text(as_text(scanner::split_aim(scan.text).text));
  event.set_symbology(std::string(scanner::name(scan.symbology)));
  event.set_aim(scan.aim);
  const auto card = cards_.recognise(scan);
  if (!card) {
    event.set_not_a_card(rpc::joined_message(card.error()));
    return event;
  }
  event.set_card(card->number);
  event.set_format(card->format);
  event.set_send(card->code.empty() ? card->number : card->code);
  const Moment moment{clock_.now(), clock_.local_date()};
  Identifier who = identifier_of(*card);
  std::optional<Asked> asked;
  const auto member = reader_.read([&](Books& books) -> Result<MemberView> {
    LOYALD_TRY(codes_.note(who, scan.register_id, moment.now));
    auto view = identify(books, reader_.policy(), moment, who);
    asked = asked_for(books, reader_.policy(), moment, {scan.register_id, event.send(), who}, view);
    if (view && view->card->state == v1::CARD_STATE_WITHDRAWN) {
      LOYALD_TRY(require_usable(*view->card));
    }
    return view;
  });
  if (asked && ask_) ask_(*asked);
  if (member) {
    *event.mutable_member() = member_reply(*member);
  } else if (!is_transient(member.error().code)) {
    event.set_refused(rpc::joined_message(member.error()));
  }
  return event;
}

scanner::Outcome ScanHub::deliver(const scanner::Scan& scan) {
  const v1::ScanEvent event = event_of(scan);
  send(event);
  return outcome_of(event);
}

void ScanHub::send(const v1::ScanEvent& event) {
  const auto json = rpc::encode(rpc::Codec::json, event);
  // Every text in it is UTF-8.
  CHECK(json.has_value());
  events_.publish(event.register_(), "scan", *json);
}

}  // namespace loyald::daemon
