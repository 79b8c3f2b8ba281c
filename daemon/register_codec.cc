// SPDX-License-Identifier: Apache-2.0
#include "daemon/register_codec.h"

#include <set>

#include "daemon/basket_codec.h"
#include "daemon/field_check.h"
#include "daemon/identifier_codec.h"
#include "daemon/origin_codec.h"
#include "daemon/person_codec.h"
#include "store/base/amounts.h"
#include "store/return_code.h"

namespace loyald::daemon {
namespace {

constexpr int kHistoryDefault = 50;
constexpr int kHistoryMost = 200;

template <class Message>
Result<SaleName> parse_sale(const Message& message) {
  SaleName sale;
  LOYALD_ASSIGN(sale.checkout_id,
                parse_required("checkout_id", message.checkout_id(), kMaxIdBytes));
  LOYALD_ASSIGN(sale.register_id,
                parse_text("sale_register", message.sale_register(), kMaxIdBytes));
  if (sale.register_id.empty()) sale.register_id = message.register_();
  return sale;
}

// What a hold and a checkout have in common.
template <class Message>
Result<CheckoutRequest> parse_sold(const Message& message, const scanner::CardRecogniser& cards) {
  CheckoutRequest request;
  LOYALD_ASSIGN(request.basket, parse_basket(message.lines()));
  LOYALD_ASSIGN(request.choices, parse_choices(message.rewards()));
  LOYALD_ASSIGN(request.setting, parse_setting(message.circumstances()));
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

template <class Message>
Result<HoldName> parse_hold(const Message& message) {
  HoldName hold;
  LOYALD_ASSIGN(hold.hold_id, parse_required("hold_id", message.hold_id(), kMaxIdBytes));
  LOYALD_ASSIGN(hold.register_id,
                parse_text("hold_register", message.hold_register(), kMaxIdBytes));
  if (hold.register_id.empty()) hold.register_id = message.register_();
  return hold;
}

Result<v1::CardState> parse_state(const std::string& state) {
  if (state.empty() || state == "blocked") return v1::CARD_STATE_BLOCKED;
  if (state == "lost") return v1::CARD_STATE_LOST;
  if (state == "replaced") return v1::CARD_STATE_REPLACED;
  return fail(Errc::invalid_argument, "state: must be \"blocked\", \"lost\" or \"replaced\"");
}

}  // namespace

Result<QuoteRequest> parse(const v1::QuoteRequest& message, const scanner::CardRecogniser& cards) {
  QuoteRequest request;
  LOYALD_ASSIGN(request.register_id, parse_text("register", message.register_(), kMaxIdBytes));
  LOYALD_ASSIGN(request.cashier_id, parse_text("cashier", message.cashier(), kMaxNameBytes));
  LOYALD_ASSIGN(request.business_date, parse_day("business_date", message.business_date()));
  LOYALD_ASSIGN(request.basket, parse_basket(message.lines()));
  LOYALD_ASSIGN(request.choices, parse_choices(message.rewards()));
  LOYALD_ASSIGN(request.setting, parse_setting(message.circumstances()));
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

Result<CheckoutRequest> parse(const v1::CheckoutRequest& message,
                              const scanner::CardRecogniser& cards) {
  LOYALD_ASSIGN(Origin origin, parse_origin(message, "checkout_id", message.checkout_id()));
  LOYALD_ASSIGN(CheckoutRequest request, parse_sold(message, cards));
  request.origin = std::move(origin);
  if (!message.hold_id().empty()) {
    LOYALD_ASSIGN(request.hold, parse_hold(message));
  } else if (!message.hold_register().empty()) {
    return fail(Errc::invalid_argument, "hold_register: is of no use without hold_id",
                "name the hold, or leave both out");
  }
  return request;
}

Result<HoldRequest> parse(const v1::HoldRequest& message, const scanner::CardRecogniser& cards) {
  LOYALD_ASSIGN(Origin origin, parse_origin(message, "hold_id", message.hold_id()));
  LOYALD_ASSIGN(const std::int64_t seconds,
                parse_number("valid_for_s", message.valid_for_s(), 0, kHoldMostSeconds));
  HoldRequest request;
  LOYALD_ASSIGN(request.checkout, parse_sold(message, cards));
  request.checkout.origin = std::move(origin);
  request.valid_for_s = seconds == 0 ? kHoldDefaultSeconds : static_cast<std::int32_t>(seconds);
  return request;
}

Result<ReleaseRequest> parse(const v1::ReleaseRequest& message) {
  ReleaseRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "release_id", message.release_id()));
  LOYALD_ASSIGN(request.hold, parse_hold(message));
  return request;
}

Result<ReturnRequest> parse(const v1::ReturnRequest& message) {
  ReturnRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "return_id", message.return_id()));
  LOYALD_ASSIGN(request.return_code,
                parse_text("return_code", message.return_code(), kMaxReturnCodeChars));
  if (request.return_code.empty()) {
    LOYALD_ASSIGN(request.sale, parse_sale(message));
  } else if (!message.checkout_id().empty() || !message.sale_register().empty()) {
    return fail(Errc::invalid_argument, "return_code: names the sale by itself",
                "leave out sale_register and checkout_id, or the code");
  }
  LOYALD_TRY(parse_number("lines", message.lines_size(), 1, programme::kMaxBasketLines));
  std::set<std::size_t> seen;
  for (int i = 0; i < message.lines_size(); ++i) {
    const v1::ReturnLine& from = message.lines(i);
    const std::string at = "lines[" + std::to_string(i) + "]";
    LOYALD_ASSIGN(const std::int64_t line,
                  parse_number(at + ".line", from.line(), 1, programme::kMaxBasketLines));
    LOYALD_ASSIGN(const std::int64_t quantity,
                  parse_number(at + ".quantity", from.quantity(), 1, kMaxAmount));
    if (!seen.insert(static_cast<std::size_t>(line)).second) {
      return fail(Errc::invalid_argument, at + ".line: is there already",
                  "say once how much of the line has come back in all");
    }
    request.lines.push_back({static_cast<std::size_t>(line), quantity});
  }
  return request;
}

Result<VoidRequest> parse(const v1::VoidRequest& message) {
  VoidRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "void_id", message.void_id()));
  LOYALD_ASSIGN(request.sale, parse_sale(message));
  return request;
}

Result<EnrolRequest> parse(const v1::EnrolRequest& message, const scanner::CardRecogniser& cards) {
  EnrolRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "enrol_id", message.enrol_id()));
  LOYALD_ASSIGN(request.person, parse_person(message.profile()));
  if (!message.card().empty()) {
    LOYALD_ASSIGN(request.card, parse_card("card", message.card(), cards));
  }
  if (!message.referred_by().empty()) {
    LOYALD_ASSIGN(request.referred_by,
                  parse_identifier("referred_by", message.referred_by(), cards));
  }
  if (request.card.empty() && request.person.phone.empty() && request.person.mail.empty()) {
    return fail(Errc::invalid_argument,
                "card: is required where there is neither a phone number "
                "nor a mail address",
                "scan a card, or ask for a phone number or mail address");
  }
  return request;
}

Result<LinkCardRequest> parse(const v1::LinkCardRequest& message,
                              const scanner::CardRecogniser& cards) {
  LinkCardRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "link_id", message.link_id()));
  LOYALD_ASSIGN(request.who, parse_identifier("member", message.member(), cards));
  LOYALD_ASSIGN(request.card, parse_card("card", message.card(), cards));
  return request;
}

Result<BlockCardRequest> parse(const v1::BlockCardRequest& message,
                               const scanner::CardRecogniser& cards) {
  BlockCardRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "block_id", message.block_id()));
  LOYALD_ASSIGN(request.state, parse_state(message.state()));
  LOYALD_ASSIGN(request.reason, parse_text("reason", message.reason(), kMaxReasonBytes));
  LOYALD_ASSIGN(request.card, parse_card("card", message.card(), cards));
  return request;
}

Result<AdjustRequest> parse(const v1::AdjustRequest& message,
                            const scanner::CardRecogniser& cards) {
  AdjustRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "adjust_id", message.adjust_id()));
  LOYALD_ASSIGN(request.unit, parse_required("unit", message.unit(), kMaxNameBytes));
  LOYALD_ASSIGN(request.reason, parse_required("reason", message.reason(), kMaxReasonBytes));
  LOYALD_ASSIGN(request.quantity,
                parse_number("quantity", message.quantity(), -kMaxAmount, kMaxAmount));
  if (request.quantity == 0) return fail(Errc::invalid_argument, "quantity: must not be 0");
  LOYALD_ASSIGN(request.expires_on, parse_day("expires_on", message.expires_on()));
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

Result<HistoryQuestion> parse(const v1::HistoryRequest& message,
                              const scanner::CardRecogniser& cards) {
  HistoryQuestion question;
  LOYALD_ASSIGN(const std::int64_t before,
                parse_number("before_seq", message.before_seq(), 0, INT32_MAX));
  LOYALD_ASSIGN(const std::int64_t limit, parse_number("limit", message.limit(), 0, kHistoryMost));
  LOYALD_ASSIGN(question.who, parse_identifier("card", message.card(), cards));
  question.before_seq = static_cast<Seq>(before);
  question.limit = limit == 0 ? kHistoryDefault : static_cast<int>(limit);
  return question;
}

}  // namespace loyald::daemon
