// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "daemon/asked.h"
#include "daemon/book_reader.h"
#include "daemon/books_thread.h"
#include "daemon/card_key_file.h"
#include "daemon/codes_shown.h"
#include "daemon/pin_check.h"
#include "proto/loyald/v1/register.pb.h"
#include "scanner/card_recogniser.h"
#include "store/base/clock.h"
#include "store/store.h"
#include "sync/rpc/connect_service.h"

namespace loyald::daemon {

// loyald.v1.RegisterService: what reads is answered on the I/O thread from the read connection;
// what writes goes through the books thread, whose answers must be delivered on the I/O thread.
class RegisterService {
 public:
  struct Parts {
    BooksThread<Store>& books;
    BookReader& reader;
    const scanner::CardRecogniser& cards;
    CodesShown& codes;
    const Staff& staff;
    PinCheck& pins;
    const Clock& clock;
    std::function<Result<v1::StatusResponse>()> status;
    std::function<void()> recorded;  // called when something new is in the journal
    std::function<Result<void>()> sync_now;
    Ask ask;  // may be empty
    std::int32_t store_id = 0;
    const CardKeyFile* card_keys = nullptr;  // for the books thread; null: it signs no cards
  };

  // What `parts` names must outlive this.
  explicit RegisterService(Parts parts) : parts_(std::move(parts)) {}

  // Adds the methods, which refer to this object.
  void add_to(rpc::ConnectService& service);

 private:
  void add_reading(rpc::ConnectService& service);
  void add_sales(rpc::ConnectService& service);
  void add_holds(rpc::ConnectService& service);
  void add_happenings(rpc::ConnectService& service);
  void add_members(rpc::ConnectService& service);
  void add_standing(rpc::ConnectService& service);
  void add_cards(rpc::ConnectService& service);
  template <class Req, class Res, class Parse, class Run, class Reply>
  void add_writing(rpc::ConnectService& service, std::string_view method, Parse parse, Run run,
                   Reply reply);

  // Journals what was parsed and answers with `reply`.
  template <class Res, class Request, class Run, class Reply>
  void write(std::shared_ptr<const Request> request, Run run, Reply reply,
             rpc::ConnectService::Done<Res> done);

  // Answers with what was recorded.
  template <class Res>
  auto reply_receipt();

  void adjust(const v1::AdjustRequest& message, rpc::ConnectService::Done<v1::AdjustResponse> done);
  Result<v1::IdentifyResponse> identify(const v1::IdentifyRequest& message);
  Result<QuoteView> quoted(Books& books, const QuoteRequest& request);
  Result<v1::QuoteResponse> quote(const v1::QuoteRequest& message);
  Result<v1::HistoryResponse> history(const v1::HistoryRequest& message);
  Result<v1::ExplainResponse> explain(const v1::ExplainRequest& message);
  Result<v1::ExplainResponse> explain_quote(const v1::ExplainQuoteRequest& message);
  Result<v1::Receipt> receipt(const Recorded& recorded);
  Result<v1::Member> member(const Recorded& recorded, const Identifier& who);
  void set_segments(const v1::SetMemberSegmentsRequest& message,
                    rpc::ConnectService::Done<v1::SetMemberSegmentsResponse> done);
  void decommission(const v1::DecommissionRequest& message,
                    rpc::ConnectService::Done<v1::DecommissionResponse> done);
  // Asks head office for what it may say of a customer at a register; nobody waits for it.
  void ask(const std::optional<Asked>& asked);
  // Parses, and says when a rotating code was first shown at the register.
  template <class Message>
  auto parse_shown(const Message& message);
  Moment moment() const { return {parts_.clock.now(), parts_.clock.local_date()}; }

  Parts parts_;
};

}  // namespace loyald::daemon
