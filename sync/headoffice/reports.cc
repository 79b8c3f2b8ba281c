// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/reports.h"

#include <algorithm>

#include "sync/headoffice/member_report.h"
#include "sync/headoffice/member_search.h"
#include "sync/headoffice/narrow.h"
#include "sync/headoffice/own_journal.h"

namespace loyald {
namespace {

Result<Date> date_or(const std::string& text, Date today) {
  if (text.empty()) return today;
  return parse_date(text);
}

// 0 = the default.
Result<std::int32_t> limit_of(std::int32_t asked, std::int32_t by_default, std::int32_t most) {
  if (asked == 0) return by_default;
  if (asked < 1 || asked > most) {
    return fail(Errc::invalid_argument, "limit must be 1 to " + std::to_string(most));
  }
  return asked;
}

const char* state_name(IncarnationState state) {
  switch (state) {
    case IncarnationState::active:
      return "active";
    case IncarnationState::fenced:
      return "fenced";
    case IncarnationState::closed:
      return "closed";
  }
  return "unknown";
}

v1::StoreSummary summary_of(StoreId store, const std::string& name,
                            const std::vector<CountedJournal>& journals) {
  v1::StoreSummary summary;
  summary.set_store_id(narrow(store));
  summary.set_name(name);
  if (journals.empty()) return summary;
  const CountedJournal* shown = &journals.back();
  std::int64_t sales = 0;
  for (const CountedJournal& journal : journals) {
    sales += journal.sales;
    if (journal.state == IncarnationState::active) shown = &journal;
  }
  summary.set_incarnation(shown->name.incarnation.hex());
  summary.set_cursor_seq(narrow(shown->seq));
  summary.set_cursor_hash(to_hex(shown->hash));
  summary.set_last_contact(format(shown->last_contact));
  summary.set_sales(narrow(sales));
  summary.set_state(state_name(shown->state));
  summary.set_version(shown->version);
  summary.set_protocol(narrow(shown->protocol));
  return summary;
}

void add_lease(CentralBooks& books, const JournalName& journal, v1::StoreSummary& summary) {
  const IssuedLease lease = books.offers.lease(journal);
  if (lease.until > 0) summary.set_lease_until(format(time_of_hlc(lease.until)));
}

}  // namespace

v1::ListStoresResponse list_stores(CentralBooks& books,
                                   const std::map<StoreId, std::string>& names) {
  const sql::Snapshot snapshot(books.database());
  std::map<StoreId, std::vector<CountedJournal>> stores;
  for (const auto& [store, name] : names) stores[store];
  for (CountedJournal& journal : books.incarnations.all()) {
    if (journal.name.store_id == kHeadOfficeId) continue;
    stores[journal.name.store_id].push_back(std::move(journal));
  }
  const std::vector<StoreId> awaited = books.awaited.all();
  v1::ListStoresResponse response;
  for (const auto& [store, journals] : stores) {
    const auto name = names.find(store);
    v1::StoreSummary& summary = *response.add_stores();
    summary = summary_of(store, name == names.end() ? std::string() : name->second, journals);
    summary.set_is_awaited(std::ranges::find(awaited, store) != awaited.end());
    for (const CountedJournal& journal : journals) {
      if (journal.state == IncarnationState::active) add_lease(books, journal.name, summary);
    }
  }
  return response;
}

Result<v1::GetMemberResponse> get_member(CentralBooks& books, Date today,
                                         const v1::GetMemberRequest& request) {
  LOYALD_ASSIGN(const Date day, date_or(request.business_date(), today));
  const sql::Snapshot snapshot(books.database());
  LOYALD_ASSIGN(const MemberId member, find_member(books, request.card()));
  return member_report(books, member, day);
}

Result<v1::ListBalancesResponse> list_balances(CentralBooks& books, Date today,
                                               const v1::ListBalancesRequest& request) {
  LOYALD_ASSIGN(const Date day, date_or(request.business_date(), today));
  LOYALD_ASSIGN(const std::int32_t limit,
                limit_of(request.limit(), kDefaultBalances, kMaxBalances));
  std::optional<MemberId> after;
  if (!request.after_member_id().empty()) {
    LOYALD_ASSIGN(after, id_from_hex<MemberId>(request.after_member_id()));
  }
  const sql::Snapshot snapshot(books.database());
  const auto members = books.feed.members_after(after, static_cast<std::size_t>(limit) + 1);
  v1::ListBalancesResponse response;
  for (const MemberId& member : members) {
    if (response.members_size() == limit) {
      response.set_more(true);
      break;
    }
    *response.add_members() = balances_report(books, member, member, day);
  }
  return response;
}

Result<v1::ListExceptionsResponse> list_exceptions(CentralBooks& books,
                                                   const v1::ListExceptionsRequest& request) {
  LOYALD_ASSIGN(const std::int32_t limit,
                limit_of(request.limit(), kDefaultExceptions, kMaxExceptions));
  v1::ListExceptionsResponse response;
  for (const Exception& from : books.exceptions.newest(limit)) {
    v1::HeadOfficeException& to = *response.add_exceptions();
    to.set_store_id(narrow(from.journal.store_id));
    to.set_seq(narrow(from.seq));
    to.set_code(from.code);
    to.set_detail(from.detail);
    to.set_noticed_at(format(from.noticed_at));
  }
  return response;
}

}  // namespace loyald
