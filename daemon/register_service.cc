// SPDX-License-Identifier: Apache-2.0
#include "daemon/register_service.h"

#include "daemon/approval_codec.h"
#include "daemon/card_issuing.h"
#include "daemon/card_signer.h"
#include "daemon/event_codec.h"
#include "daemon/explain_reply.h"
#include "daemon/field_check.h"
#include "daemon/identifier_codec.h"
#include "daemon/member_codec.h"
#include "daemon/member_reply.h"
#include "daemon/receipt.h"
#include "daemon/register_codec.h"
#include "daemon/stock_levels.h"
#include "store/quoted_sale.h"
#include "store/return_code.h"
#include "store/staff_check.h"

namespace loyald::daemon {
namespace {

constexpr std::string_view kService = "loyald.v1.RegisterService";

// A method that answers at once.
template <class Req, class Res, class Answer>
void add_plain(rpc::ConnectService& service, std::string_view method, Answer answer) {
  service.add<Req, Res>(
      kService, method,
      [answer = std::move(answer)](const Req& message, rpc::CallContext,
                                   rpc::ConnectService::Done<Res> done) { done(answer(message)); });
}

// How the new member of an enrolment is looked up again.
Identifier new_member(const EnrolRequest& request) {
  if (!request.card.empty()) return {IdentifierKind::card, request.card};
  if (!request.person.phone.empty()) return {IdentifierKind::phone, request.person.phone};
  return {IdentifierKind::mail, request.person.mail};
}

}  // namespace

namespace {

Identifier& who_of(QuoteRequest& request) { return request.who; }
Identifier& who_of(CheckoutRequest& request) { return request.who; }
Identifier& who_of(HoldRequest& request) { return request.checkout.who; }
Identifier& who_of(EventRequest& request) { return request.who; }

}  // namespace

template <class Message>
auto RegisterService::parse_shown(const Message& message) {
  auto parsed = parse(message, parts_.cards);
  if (!parsed) return parsed;
  const auto noted = parts_.codes.note(who_of(*parsed), message.register_(), parts_.clock.now());
  if (!noted) parsed = fail(noted.error());
  return parsed;
}

void RegisterService::add_to(rpc::ConnectService& service) {
  add_reading(service);
  add_sales(service);
  add_holds(service);
  add_happenings(service);
  add_members(service);
  add_standing(service);
  add_cards(service);
}

// `parse` makes a store's request of the message, `run` calls the Store, `reply` makes the answer
// of what was recorded and the request.
template <class Req, class Res, class Parse, class Run, class Reply>
void RegisterService::add_writing(rpc::ConnectService& service, std::string_view method,
                                  Parse parse, Run run, Reply reply) {
  service.add<Req, Res>(kService, method,
                        [this, parse, run, reply](const Req& message, rpc::CallContext,
                                                  rpc::ConnectService::Done<Res> done) {
                          auto parsed = parse(message);
                          if (!parsed) return done(fail(std::move(parsed).error()));
                          using Request = typename decltype(parsed)::value_type;
                          write<Res>(std::make_shared<const Request>(*std::move(parsed)), run,
                                     reply, std::move(done));
                        });
}

template <class Res>
auto RegisterService::reply_receipt() {
  return [this](const Recorded& recorded, const auto&) -> Result<Res> {
    Res response;
    LOYALD_ASSIGN(*response.mutable_receipt(), receipt(recorded));
    return response;
  };
}

template <class Res, class Request, class Run, class Reply>
void RegisterService::write(std::shared_ptr<const Request> request, Run run, Reply reply,
                            rpc::ConnectService::Done<Res> done) {
  parts_.books.run<Recorded>(
      [this, run, request](Store& store) { return (store.*run)(moment(), *request); },
      [this, reply, request, done = std::move(done)](Result<Recorded> recorded) {
        if (!recorded) return done(fail(std::move(recorded).error()));
        if (!recorded->is_repeat) parts_.recorded();
        done(reply(*recorded, *request));
      });
}

void RegisterService::add_reading(rpc::ConnectService& service) {
  add_plain<v1::IdentifyRequest, v1::IdentifyResponse>(
      service, "Identify", [this](const auto& message) { return identify(message); });
  add_plain<v1::QuoteRequest, v1::QuoteResponse>(
      service, "Quote", [this](const auto& message) { return quote(message); });
  add_plain<v1::HistoryRequest, v1::HistoryResponse>(
      service, "History", [this](const auto& message) { return history(message); });
  add_plain<v1::ExplainRequest, v1::ExplainResponse>(
      service, "Explain", [this](const auto& message) { return explain(message); });
  add_plain<v1::ExplainQuoteRequest, v1::ExplainResponse>(
      service, "ExplainQuote", [this](const auto& message) { return explain_quote(message); });
  add_plain<v1::StatusRequest, v1::StatusResponse>(service, "Status",
                                                   [this](const auto&) { return parts_.status(); });
  add_plain<v1::SyncNowRequest, v1::SyncNowResponse>(
      service, "SyncNow", [this](const auto&) -> Result<v1::SyncNowResponse> {
        LOYALD_TRY(parts_.sync_now());
        return v1::SyncNowResponse();
      });
  service.add<v1::DecommissionRequest, v1::DecommissionResponse>(
      kService, "Decommission",
      [this](const v1::DecommissionRequest& message, rpc::CallContext,
             rpc::ConnectService::Done<v1::DecommissionResponse> done) {
        decommission(message, std::move(done));
      });
}

// Both on the books thread: they are an administrator's, and rare.
void RegisterService::add_cards(rpc::ConnectService& service) {
  service.add<v1::IssueCardsRequest, v1::IssueCardsResponse>(
      kService, "IssueCards",
      [this](const v1::IssueCardsRequest& message, rpc::CallContext,
             rpc::ConnectService::Done<v1::IssueCardsResponse> done) {
        auto issue = parse_issue(message, parts_.cards);
        if (!issue) return done(fail(std::move(issue).error()));
        parts_.books.run<v1::IssueCardsResponse>(
            [this, issue = *std::move(issue)](Store& store) -> Result<v1::IssueCardsResponse> {
              const Moment at = moment();
              CardText signed_text;
              if (issue.batch.is_signed) {
                LOYALD_ASSIGN(signed_text, card_signer(store.card_keys(), parts_.card_keys));
              }
              LOYALD_ASSIGN(const auto numbers, store.issue_cards(at.now, issue));
              return issue_reply(issue.batch, numbers, store.books().programmes, at.today,
                                 signed_text);
            },
            std::move(done));
      });
  service.add<v1::ListCardBatchesRequest, v1::ListCardBatchesResponse>(
      kService, "ListCardBatches",
      [this](const v1::ListCardBatchesRequest& message, rpc::CallContext,
             rpc::ConnectService::Done<v1::ListCardBatchesResponse> done) {
        parts_.books.run<v1::ListCardBatchesResponse>(
            [message](Store& store) {
              return list_card_batches(store.books().card_series, message);
            },
            std::move(done));
      });
}

void RegisterService::add_sales(rpc::ConnectService& service) {
  const auto parse_with_cards = [this](const auto& message) { return parse_shown(message); };
  const auto parse_alone = [](const auto& message) { return parse(message); };
  add_writing<v1::CheckoutRequest, v1::CheckoutResponse>(service, "Checkout", parse_with_cards,
                                                         &Store::checkout,
                                                         reply_receipt<v1::CheckoutResponse>());
  add_writing<v1::ReturnRequest, v1::ReturnResponse>(
      service, "Return", parse_alone, &Store::return_sale, reply_receipt<v1::ReturnResponse>());
  add_writing<v1::VoidRequest, v1::VoidResponse>(service, "Void", parse_alone, &Store::void_sale,
                                                 reply_receipt<v1::VoidResponse>());
  service.add<v1::AdjustRequest, v1::AdjustResponse>(
      kService, "Adjust",
      [this](const v1::AdjustRequest& message, rpc::CallContext,
             rpc::ConnectService::Done<v1::AdjustResponse> done) {
        adjust(message, std::move(done));
      });
}

// Where staff is named, whoever approves proves who they are first.
void RegisterService::adjust(const v1::AdjustRequest& message,
                             rpc::ConnectService::Done<v1::AdjustResponse> done) {
  auto parsed = parse(message, parts_.cards);
  if (!parsed) return done(fail(std::move(parsed).error()));
  Result<Approval> approval;
  if (!parts_.staff.empty()) approval = parse_approval(message.approval(), parts_.cards);
  if (!approval) return done(fail(std::move(approval).error()));
  const auto request = std::make_shared<AdjustRequest>(*std::move(parsed));
  auto run = [this, request](rpc::ConnectService::Done<v1::AdjustResponse> answer) {
    write<v1::AdjustResponse>(std::shared_ptr<const AdjustRequest>(request), &Store::adjust,
                              reply_receipt<v1::AdjustResponse>(), std::move(answer));
  };
  request->approving_card = approval->card;
  if (approval->staff.empty()) return run(std::move(done));
  request->approved_by = approval->staff;
  parts_.pins.verify(approval->staff, approval->pin,
                     [run = std::move(run), done = std::move(done)](Result<void> verified) {
                       if (!verified) return done(fail(std::move(verified).error()));
                       run(done);
                     });
}

void RegisterService::add_happenings(rpc::ConnectService& service) {
  add_writing<v1::PostEventRequest, v1::PostEventResponse>(
      service, "PostEvent", [this](const auto& message) { return parse_shown(message); },
      &Store::post_event, reply_receipt<v1::PostEventResponse>());
  add_writing<v1::ChangeStockRequest, v1::ChangeStockResponse>(
      service, "ChangeStock", [](const auto& message) { return parse(message); },
      &Store::change_stock,
      [this](const Recorded& recorded, const auto&) -> Result<v1::ChangeStockResponse> {
        return parts_.reader.read([&](Books& books) -> Result<v1::ChangeStockResponse> {
          v1::ChangeStockResponse response;
          response.set_seq(shown(recorded.seq));
          const std::string& unit = recorded.entry.stock().unit();
          for (const v1::StockLevel& level : stock_levels(books, moment().today)) {
            if (level.unit() == unit) *response.mutable_stock() = level;
          }
          return response;
        });
      });
}

void RegisterService::add_holds(rpc::ConnectService& service) {
  const auto parse_with_cards = [this](const auto& message) { return parse_shown(message); };
  add_writing<v1::HoldRequest, v1::HoldResponse>(
      service, "Hold", parse_with_cards, &Store::hold,
      [this](const Recorded& recorded, const auto&) -> Result<v1::HoldResponse> {
        return parts_.reader.read([&](Books& books) -> Result<v1::HoldResponse> {
          return hold_reply(recorded, programme_of(books, recorded.entry).get());
        });
      });
  add_writing<v1::ReleaseRequest, v1::ReleaseResponse>(
      service, "Release", [](const auto& message) { return parse(message); }, &Store::release,
      [](const Recorded& recorded, const auto&) -> Result<v1::ReleaseResponse> {
        v1::ReleaseResponse response;
        response.set_seq(shown(recorded.seq));
        return response;
      });
}

void RegisterService::add_members(rpc::ConnectService& service) {
  const auto parse_with_cards = [this](const auto& message) {
    return parse(message, parts_.cards);
  };
  add_writing<v1::EnrolRequest, v1::EnrolResponse>(
      service, "Enrol", parse_with_cards, &Store::enrol,
      [this](const Recorded& recorded, const EnrolRequest& request) -> Result<v1::EnrolResponse> {
        v1::EnrolResponse response;
        LOYALD_ASSIGN(*response.mutable_member(), member(recorded, new_member(request)));
        LOYALD_ASSIGN(*response.mutable_receipt(), receipt(recorded));
        response.set_seq(shown(recorded.seq));
        return response;
      });
  add_writing<v1::LinkCardRequest, v1::LinkCardResponse>(
      service, "LinkCard", parse_with_cards, &Store::link_card,
      [this](const Recorded& recorded,
             const LinkCardRequest& request) -> Result<v1::LinkCardResponse> {
        v1::LinkCardResponse response;
        LOYALD_ASSIGN(*response.mutable_member(),
                      member(recorded, {IdentifierKind::card, request.card}));
        response.set_seq(shown(recorded.seq));
        return response;
      });
  add_writing<v1::BlockCardRequest, v1::BlockCardResponse>(
      service, "BlockCard", parse_with_cards, &Store::block_card,
      [](const Recorded& recorded, const auto&) -> Result<v1::BlockCardResponse> {
        v1::BlockCardResponse response;
        response.set_seq(shown(recorded.seq));
        return response;
      });
}

// What members agreed to, may do and share.
void RegisterService::add_standing(rpc::ConnectService& service) {
  const auto parse_with_cards = [this](const auto& message) {
    return parse(message, parts_.cards);
  };
  const auto reply_member = [this]<class Res>() {
    return [this](const Recorded& recorded, const auto& request) -> Result<Res> {
      Res response;
      LOYALD_ASSIGN(*response.mutable_member(), member(recorded, request.who));
      response.set_seq(shown(recorded.seq));
      return response;
    };
  };
  add_writing<v1::UpdateMemberRequest, v1::UpdateMemberResponse>(
      service, "UpdateMember", parse_with_cards, &Store::update_member,
      reply_member.template operator()<v1::UpdateMemberResponse>());
  add_writing<v1::SetConsentRequest, v1::SetConsentResponse>(
      service, "SetConsent", parse_with_cards, &Store::set_consent,
      reply_member.template operator()<v1::SetConsentResponse>());
  add_writing<v1::SetMemberStatusRequest, v1::SetMemberStatusResponse>(
      service, "SetMemberStatus", parse_with_cards, &Store::set_member_status,
      reply_member.template operator()<v1::SetMemberStatusResponse>());
  add_writing<v1::JoinHouseholdRequest, v1::JoinHouseholdResponse>(
      service, "JoinHousehold", parse_with_cards, &Store::join_household,
      reply_member.template operator()<v1::JoinHouseholdResponse>());
  add_writing<v1::LeaveHouseholdRequest, v1::LeaveHouseholdResponse>(
      service, "LeaveHousehold", parse_with_cards, &Store::leave_household,
      reply_member.template operator()<v1::LeaveHouseholdResponse>());
  service.add<v1::SetMemberSegmentsRequest, v1::SetMemberSegmentsResponse>(
      kService, "SetSegments",
      [this](const v1::SetMemberSegmentsRequest& message, rpc::CallContext,
             rpc::ConnectService::Done<v1::SetMemberSegmentsResponse> done) {
        set_segments(message, std::move(done));
      });
}

void RegisterService::set_segments(const v1::SetMemberSegmentsRequest& message,
                                   rpc::ConnectService::Done<v1::SetMemberSegmentsResponse> done) {
  auto parsed = parse(message, parts_.cards);
  if (!parsed) return done(fail(std::move(parsed).error()));
  const auto wanted = std::make_shared<const SegmentsWanted>(*std::move(parsed));
  parts_.books.run<MemberId>(
      [this, wanted](Store& store) {
        return store.set_segments(moment(), wanted->who, wanted->change);
      },
      [this, wanted, done = std::move(done)](Result<MemberId> set) {
        if (!set) return done(fail(std::move(set).error()));
        done(parts_.reader.read([&](Books& books) -> Result<v1::SetMemberSegmentsResponse> {
          LOYALD_ASSIGN(const MemberView view,
                        loyald::identify(books, parts_.reader.policy(), moment(), wanted->who));
          v1::SetMemberSegmentsResponse response;
          *response.mutable_member() = member_reply(view);
          return response;
        }));
      });
}

Result<v1::IdentifyResponse> RegisterService::identify(const v1::IdentifyRequest& message) {
  LOYALD_TRY(parse_text("register", message.register_(), kMaxIdBytes));
  LOYALD_ASSIGN(const auto day, parse_day("business_date", message.business_date()));
  LOYALD_ASSIGN(Identifier who, parse_identifier("card", message.card(), parts_.cards));
  LOYALD_TRY(parts_.codes.note(who, message.register_(), parts_.clock.now()));
  Moment at = moment();
  at.today = day.value_or(at.today);
  return parts_.reader.read([&](Books& books) -> Result<v1::IdentifyResponse> {
    const auto view = loyald::identify(books, parts_.reader.policy(), at, who);
    const LookedFor looked_for{message.register_(), message.card(), who};
    ask(asked_for(books, parts_.reader.policy(), at, looked_for, view));
    if (!view) return fail(view.error());
    v1::IdentifyResponse response;
    *response.mutable_member() = member_reply(*view);
    return response;
  });
}

// What Quote and ExplainQuote answer from.
Result<QuoteView> RegisterService::quoted(Books& books, const QuoteRequest& request) {
  LOYALD_ASSIGN(const FoundIdentifier found, books.find_member(request.who));
  LOYALD_TRY(require_not_own(books, parts_.staff, request.cashier_id, found.member));
  return loyald::quote(books, parts_.reader.policy(), moment(), request);
}

Result<v1::QuoteResponse> RegisterService::quote(const v1::QuoteRequest& message) {
  LOYALD_ASSIGN(const QuoteRequest request, parse_shown(message));
  return parts_.reader.read([&](Books& books) -> Result<v1::QuoteResponse> {
    LOYALD_ASSIGN(const QuoteView view, quoted(books, request));
    const Moment at{parts_.clock.now(), view.situation.business_date};
    const LookedFor looked_for{request.register_id, message.card(), request.who};
    auto asked = asked_for(books, parts_.reader.policy(), at, looked_for, view.member);
    // Who somebody is was asked when they were looked for.
    if (asked) asked->unheard.reset();
    if (asked && asked->owner) ask(asked);
    LOYALD_ASSIGN(const auto in_force, books.programmes.version(view.programme_version));
    return quote_reply(view, *in_force.programme, programme::language_of(message.language()));
  });
}

void RegisterService::ask(const std::optional<Asked>& asked) {
  if (asked && parts_.ask) parts_.ask(*asked);
}

void RegisterService::decommission(const v1::DecommissionRequest& message,
                                   rpc::ConnectService::Done<v1::DecommissionResponse> done) {
  constexpr std::size_t kMaxReasonBytes = 400;
  if (message.store_id() != parts_.store_id) {
    return done(fail(Errc::invalid_argument,
                     "this is store " + std::to_string(parts_.store_id) + ", not store " +
                         std::to_string(message.store_id()),
                     "name the store that is to be closed for good"));
  }
  const auto reason = parse_required("reason", message.reason(), kMaxReasonBytes);
  if (!reason) return done(fail(reason.error()));
  parts_.books.run<Recorded>(
      [this, reason = *reason](Store& store) {
        return store.decommission(parts_.clock.now(), reason);
      },
      [this, done = std::move(done)](Result<Recorded> closed) {
        if (!closed) return done(fail(std::move(closed).error()));
        parts_.recorded();
        v1::DecommissionResponse response;
        response.set_seq(shown(closed->seq));
        done(std::move(response));
      });
}

Result<v1::HistoryResponse> RegisterService::history(const v1::HistoryRequest& message) {
  LOYALD_ASSIGN(const HistoryQuestion question, parse(message, parts_.cards));
  return parts_.reader.read([&](Books& books) -> Result<v1::HistoryResponse> {
    LOYALD_ASSIGN(const FoundIdentifier found, books.find_member(question.who));
    v1::HistoryResponse response;
    for (const HistoryItem& item :
         loyald::history(books, found.member, question.before_seq, question.limit)) {
      *response.add_entries() = history_reply(item, programme_of(books, item.entry).get());
    }
    return response;
  });
}

Result<v1::ExplainResponse> RegisterService::explain(const v1::ExplainRequest& message) {
  LOYALD_ASSIGN(const std::int64_t seq, parse_number("seq", message.seq(), 0, INT32_MAX));
  LOYALD_TRY(parse_text("register", message.register_(), kMaxIdBytes));
  LOYALD_TRY(parse_text("id", message.id(), kMaxIdBytes));
  if (seq == 0 && message.id().empty()) {
    return fail(Errc::invalid_argument, "seq: is required where there is no id",
                "name an entry by its seq, or by register and id");
  }
  return parts_.reader.read([&](Books& books) -> Result<v1::ExplainResponse> {
    LOYALD_ASSIGN(const Recorded recorded,
                  seq != 0 ? find_entry(books, static_cast<Seq>(seq))
                           : find_entry(books, message.register_(), message.id()));
    const auto programme = programme_of(books, recorded.entry);
    v1::ExplainResponse response =
        explain_reply(recorded.entry, programme.get(), programme::language_of(message.language()));
    *response.mutable_receipt() =
        make_receipt(recorded, programme.get(), language_of(books, recorded.entry));
    response.mutable_receipt()->set_return_code(return_code(books, recorded));
    return response;
  });
}

Result<v1::ExplainResponse> RegisterService::explain_quote(const v1::ExplainQuoteRequest& message) {
  LOYALD_ASSIGN(const QuoteRequest request, parse_shown(message.quote()));
  return parts_.reader.read([&](Books& books) -> Result<v1::ExplainResponse> {
    LOYALD_ASSIGN(const QuoteView view, quoted(books, request));
    LOYALD_ASSIGN(const auto in_force, books.programmes.version(view.programme_version));
    return explain_reply(quoted_sale(request, view), in_force.programme.get(),
                         programme::language_of(message.language()));
  });
}

Result<v1::Receipt> RegisterService::receipt(const Recorded& recorded) {
  return parts_.reader.read([&](Books& books) -> Result<v1::Receipt> {
    v1::Receipt receipt = make_receipt(recorded, programme_of(books, recorded.entry).get(),
                                       language_of(books, recorded.entry));
    receipt.set_return_code(return_code(books, recorded));
    return receipt;
  });
}

Result<v1::Member> RegisterService::member(const Recorded& recorded, const Identifier& who) {
  Moment at = moment();
  at.today = Date{recorded.entry.business_date()};
  const MemberId member = member_of(recorded.entry);
  return parts_.reader.read([&](Books& books) -> Result<v1::Member> {
    const auto view = loyald::identify(books, parts_.reader.policy(), at, who);
    // They may no longer be found as they were before.
    if (view && view->member == member) return member_reply(*view);
    return member_reply(member_view(books, parts_.reader.policy(), at, member));
  });
}

}  // namespace loyald::daemon
