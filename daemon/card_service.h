// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

#include "daemon/books_thread.h"
#include "daemon/card_key_file.h"
#include "daemon/card_signer.h"
#include "proto/loyald/v1/cards.pb.h"
#include "store/base/random.h"
#include "store/sql/error.h"
#include "sync/rpc/connect_service.h"

namespace loyald::daemon {

inline constexpr int kMaxCardsAtOnce = 200;

// loyald.v1.CardService, of head office or of a store without one: Office is HeadOffice or Store.
// All of it happens on the books thread, to which the key file belongs while the daemon runs.
template <class Office>
class CardService {
 public:
  // `may(token)`: whether the caller may. The arguments must outlive this.
  CardService(BooksThread<Office>& books, CardKeyFile& keys, Random& random,
              std::function<Result<void>(const std::string& token)> may)
      : books_(books), keys_(keys), random_(random), may_(std::move(may)) {}

  // Adds the methods, which refer to this object.
  void add_to(rpc::ConnectService& service) {
    add<v1::MakeCardKeyRequest, v1::MakeCardKeyResponse>(service, "MakeCardKey",
                                                         &CardService::make);
    add<v1::RetireCardKeyRequest, v1::RetireCardKeyResponse>(service, "RetireCardKey",
                                                             &CardService::retire);
    add<v1::ListCardKeysRequest, v1::ListCardKeysResponse>(service, "ListCardKeys",
                                                           &CardService::list);
    add<v1::WithdrawCardsRequest, v1::WithdrawCardsResponse>(service, "WithdrawCards",
                                                             &CardService::withdraw);
    add<v1::SignCardsRequest, v1::SignCardsResponse>(service, "SignCards", &CardService::sign);
  }

 private:
  template <class Req, class Res>
  void add(rpc::ConnectService& service, std::string_view method,
           Result<Res> (CardService::*call)(Office&, const Req&)) {
    service.add<Req, Res>(
        "loyald.v1.CardService", method,
        [this, call](const Req& message, rpc::CallContext context,
                     rpc::ConnectService::Done<Res> done) {
          if (const auto may = may_(context.bearer_token); !may) return done(fail(may.error()));
          const auto request = std::make_shared<const Req>(message);
          books_.template run<Res>(
              [this, call, request](Office& office) { return (this->*call)(office, *request); },
              std::move(done));
        });
  }

  static CardKeyKind kind_of(bool rotating) {
    return rotating ? CardKeyKind::rotating : CardKeyKind::signing;
  }

  static Result<void> check_cards(const google::protobuf::RepeatedPtrField<std::string>& cards) {
    if (cards.empty() || cards.size() > kMaxCardsAtOnce) {
      return fail(Errc::invalid_argument,
                  "cards: 1 to " + std::to_string(kMaxCardsAtOnce) + " are possible at once");
    }
    const auto wrong = std::ranges::find_if_not(cards, fits_card_token);
    if (wrong == cards.end()) return {};
    return fail(Errc::invalid_argument, "cards: \"" + *wrong + "\" is no card's number",
                "4 to 64 digits and upper-case letters");
  }

  Result<v1::MakeCardKeyResponse> make(Office& office, const v1::MakeCardKeyRequest& request) {
    const CardKeyKind kind = kind_of(request.rotating());
    int last = 0;
    // Also those that only another head office has, or only the file: a backup of the books may be
    // older than it.
    for (const CardKey& key : office.card_keys().all()) {
      if (key.kind == kind) last = std::max(last, key.key);
    }
    for (const CardKey& key : keys_.keys()) {
      if (key.kind == kind) last = std::max(last, key.key);
    }
    if (last >= kMaxCardKey) return fail(Errc::resource_exhausted, "there are too many keys");
    LOYALD_ASSIGN(const CardKey made, keys_.make(kind, last + 1, random_));
    office.put_card_key(made);
    v1::MakeCardKeyResponse response;
    response.set_key(made.key);
    return response;
  }

  Result<v1::RetireCardKeyResponse> retire(Office& office,
                                           const v1::RetireCardKeyRequest& request) {
    LOYALD_TRY(office.retire_card_key(kind_of(request.rotating()), request.key()));
    return v1::RetireCardKeyResponse();
  }

  Result<v1::ListCardKeysResponse> list(Office& office, const v1::ListCardKeysRequest&) {
    v1::ListCardKeysResponse response;
    for (const CardKey& key : office.card_keys().all()) {
      v1::CardKeySummary& summary = *response.add_keys();
      summary.set_key(key.key);
      summary.set_rotating(key.kind == CardKeyKind::rotating);
      summary.set_is_retired(key.is_retired);
      summary.set_can_sign(!key.is_retired && keys_.has(key.kind, key.key));
    }
    response.set_withdrawn_cards(static_cast<std::int32_t>(office.card_keys().count_withdrawn()));
    return response;
  }

  Result<v1::WithdrawCardsResponse> withdraw(Office& office,
                                             const v1::WithdrawCardsRequest& request) {
    LOYALD_TRY(check_cards(request.cards()));
    int changed = 0;
    for (const std::string& card : request.cards()) {
      if (office.set_card_withdrawn(card, !request.undo())) ++changed;
    }
    v1::WithdrawCardsResponse response;
    response.set_changed(changed);
    return response;
  }

  Result<v1::SignCardsResponse> sign(Office& office, const v1::SignCardsRequest& request) {
    LOYALD_TRY(check_cards(request.cards()));
    LOYALD_ASSIGN(const int key,
                  key_to_sign_with(office.card_keys(), keys_, kind_of(request.rotating())));
    v1::SignCardsResponse response;
    for (const std::string& card : request.cards()) {
      v1::SignedCardText& text = *response.add_cards();
      text.set_card(card);
      if (request.rotating()) {
        text.set_text(rotating_code_pattern(key, card));
        text.set_totp_key(to_hex(code_key_of(*keys_.code_master(key), card)));
      } else {
        text.set_text(signed_card_text(key, *keys_.signing_seed(key), card));
      }
    }
    return response;
  }

  BooksThread<Office>& books_;
  CardKeyFile& keys_;
  Random& random_;
  std::function<Result<void>(const std::string& token)> may_;
};

// At a start: what is in the file and not in the books, which may come from an older backup.
// unavailable.
template <class Office>
Result<void> put_card_keys(Office& office, const CardKeyFile& keys) {
  try {
    typename Office::Batch batch(office);
    for (const CardKey& key : keys.keys()) office.put_card_key(key);
    batch.commit();
    return {};
  } catch (const sql::Error& error) {
    return fail(Errc::unavailable, std::string("the books cannot be written: ") + error.what());
  }
}

}  // namespace loyald::daemon
