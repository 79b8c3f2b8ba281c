// SPDX-License-Identifier: Apache-2.0
#include "daemon/headoffice_service.h"

#include <memory>

#include "daemon/card_issuing.h"
#include "daemon/card_signer.h"

namespace loyald::daemon {

template <class Req, class Res, class Check, class Call>
void HeadOfficeService::add(rpc::ConnectService& service, std::string_view name,
                            std::string_view method, Check check, Call call) {
  service.add<Req, Res>(
      name, method,
      [this, check, call](const Req& message, rpc::CallContext context,
                          rpc::ConnectService::Done<Res> done) {
        // Whoever shows a token needs no certificate, even a void one.
        const auto certificate = context.bearer_token.empty()
                                     ? enrolled_store(context.peer.certificate_name.value_or(""))
                                     : std::nullopt;
        if (const auto allowed = check(context.bearer_token, certificate, message); !allowed) {
          return done(fail(allowed.error()));
        }
        const auto request = std::make_shared<const Req>(message);
        books_.run<Res>(
            [call, request, certificate](HeadOffice& office) -> Result<Res> {
              if (certificate) {
                LOYALD_TRY(office.require_enrolment(certificate->store, certificate->enrolment));
              }
              return call(office, *request);
            },
            std::move(done));
      });
}

template <class Req, class Res, class StoreOf, class Call>
void HeadOfficeService::add_for_stores(rpc::ConnectService& service, std::string_view method,
                                       StoreOf store_of, Call call) {
  add<Req, Res>(
      service, "loyald.v1.SyncService", method,
      [this, store_of](const std::string& token, const std::optional<EnrolledStore>& certificate,
                       const Req& request) {
        return access_.require_store(token, certificate, store_of(request));
      },
      [this, call](HeadOffice& office, const Req& request) {
        return (office.*call)(clock_.now(), request);
      });
}

template <class Req, class Res, class Call>
void HeadOfficeService::add_for_admin(rpc::ConnectService& service, std::string_view method,
                                      Call call) {
  add<Req, Res>(
      service, "loyald.v1.HeadOfficeService", method,
      [this](const std::string& token, const std::optional<EnrolledStore>&, const Req&) {
        return access_.require_admin(token);
      },
      call);
}

void HeadOfficeService::add_to(rpc::ConnectService& service) {
  add_for_stores<v1::OpenRequest, v1::OpenResponse>(
      service, "Open", [](const auto& request) { return request.genesis().store_id(); },
      &HeadOffice::begin);
  const auto store_of = [](const auto& request) { return request.store_id(); };
  add_for_stores<v1::PushRequest, v1::PushResponse>(service, "Push", store_of, &HeadOffice::push);
  add_for_stores<v1::PullRequest, v1::PullResponse>(service, "Pull", store_of, &HeadOffice::pull);
  add_for_stores<v1::AcquireRequest, v1::AcquireResponse>(service, "Acquire", store_of,
                                                          &HeadOffice::acquire);
  add_for_stores<v1::FetchTailRequest, v1::FetchTailResponse>(service, "FetchTail", store_of,
                                                              &HeadOffice::fetch_tail);

  add_for_admin<v1::PublishProgrammeRequest, v1::PublishProgrammeResponse>(
      service, "PublishProgramme", [this](HeadOffice& office, const auto& request) {
        return office.publish_programme(clock_.local_date(), request);
      });
  add_for_admin<v1::SetSegmentsRequest, v1::SetSegmentsResponse>(
      service, "SetSegments", [this](HeadOffice& office, const auto& request) {
        return office.set_segments(clock_.now(), request);
      });
  add_for_admin<v1::MergeMembersRequest, v1::MergeMembersResponse>(
      service, "MergeMembers", [this](HeadOffice& office, const auto& request) {
        return office.merge_members(clock_.now(), request);
      });
  add_for_admin<v1::UnmergeMemberRequest, v1::UnmergeMemberResponse>(
      service, "UnmergeMember", [this](HeadOffice& office, const auto& request) {
        return office.unmerge_member(clock_.now(), request);
      });
  add_for_admin<v1::GiveUpStoreRequest, v1::GiveUpStoreResponse>(
      service, "GiveUpStore", [this](HeadOffice& office, const auto& request) {
        return office.give_up_store(clock_.now(), request);
      });
  add_for_admin<v1::ListDuplicatesRequest, v1::ListDuplicatesResponse>(
      service, "ListDuplicates", [this](HeadOffice& office, const auto& request) {
        return office.list_duplicates(clock_.local_date(), request);
      });
  add_for_admin<v1::GetProgrammeRequest, v1::GetProgrammeResponse>(
      service, "GetProgramme", [this](HeadOffice& office, const auto& request) {
        return office.get_programme(clock_.local_date(), request);
      });
  add_for_admin<v1::ListStoresRequest, v1::ListStoresResponse>(
      service, "ListStores", [](HeadOffice& office, const auto&) { return office.list_stores(); });
  add_for_admin<v1::GetMemberRequest, v1::GetMemberResponse>(
      service, "GetMember", [this](HeadOffice& office, const auto& request) {
        return office.get_member(clock_.local_date(), request);
      });
  add_for_admin<v1::ListBalancesRequest, v1::ListBalancesResponse>(
      service, "ListBalances", [this](HeadOffice& office, const auto& request) {
        return office.list_balances(clock_.local_date(), request);
      });
  add_for_admin<v1::ListExceptionsRequest, v1::ListExceptionsResponse>(
      service, "ListExceptions",
      [](HeadOffice& office, const auto& request) { return office.list_exceptions(request); });
  add_cards(service);
}

void HeadOfficeService::add_cards(rpc::ConnectService& service) {
  add_for_admin<v1::IssueCardsRequest, v1::IssueCardsResponse>(
      service, "IssueCards",
      [this](HeadOffice& office, const auto& request) { return issue_cards(office, request); });
  add_for_admin<v1::ListCardBatchesRequest, v1::ListCardBatchesResponse>(
      service, "ListCardBatches",
      [](HeadOffice& office, const auto& request) { return office.list_card_batches(request); });
}

Result<v1::IssueCardsResponse> HeadOfficeService::issue_cards(
    HeadOffice& office, const v1::IssueCardsRequest& request) {
  if (cards_ == nullptr) {
    return fail(Errc::failed_precondition, "head office does not know what cards look like",
                "copy [[card_format]] from a store's loyald.toml to headoffice.toml and restart");
  }
  LOYALD_ASSIGN(const CardIssue issue, parse_issue(request, *cards_));
  CardText signed_text;
  if (issue.batch.is_signed) {
    LOYALD_ASSIGN(signed_text, card_signer(office.card_keys(), keys_));
  }
  SystemRandom random;
  LOYALD_ASSIGN(const auto numbers, office.issue_cards(random, clock_.now(), issue));
  return issue_reply(issue.batch, numbers, office.books().programmes, clock_.local_date(),
                     signed_text);
}

}  // namespace loyald::daemon
