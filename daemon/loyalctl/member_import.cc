// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/member_import.h"

#include <algorithm>
#include <iostream>

#include "daemon/loyalctl/csv_table.h"
#include "daemon/loyalctl/import_plan.h"
#include "daemon/text_file.h"
#include "store/base/clock.h"
#include "store/base/text.h"

namespace loyald::loyalctl {
namespace {

constexpr const char* kRegister = "import";
constexpr std::size_t kMostMistakesShown = 100;

// Asks and tells a store.
class Import {
 public:
  Import(Remote& remote, const ImportArguments& arguments)
      : remote_(remote), arguments_(arguments) {}

  // Columns that are units must be units of the programme.
  Result<void> check_units(const std::vector<std::string>& units, std::vector<Mistake>& mistakes) {
    LOYALD_ASSIGN(const auto status, call<v1::StatusResponse>("Status", v1::StatusRequest()));
    const std::vector<std::string> known(status.units().begin(), status.units().end());
    for (const std::string& unit : units) {
      if (std::ranges::find(known, unit) != known.end()) continue;
      const std::string near = nearest(unit, known);
      mistakes.push_back({1, "column \"" + unit +
                                 "\" is neither known nor a unit of the programme" +
                                 (near.empty() ? "" : "; did you mean \"" + near + "\"?")});
    }
    return {};
  }

  // Adds what only the store can say is wrong with a row.
  Result<void> check(const ImportedMember& member, std::vector<Mistake>& mistakes) {
    LOYALD_ASSIGN(const bool is_begun, is_begun(member, mistakes));
    if (is_begun) {
      ++begun_;
      return {};
    }
    const auto wrong = [&](std::string text) {
      mistakes.push_back({member.line, std::move(text)});
    };
    std::string id;
    if (!member.card.empty()) {
      const auto found = identify(member.card);
      if (!found && is_transient(found.error().code)) return fail(found.error());
      if (!found) {
        wrong("card: " + found.error().message);
        return {};
      }
      id = found->member_id();
      if (found->is_registered()) wrong("card: belongs to a registered member already");
      if (found->card_state() != "active") wrong("card: is " + found->card_state());
    }
    for (const auto& [field, contact] :
         {std::pair("phone", member.profile.phone()), std::pair("mail", member.profile.mail())}) {
      if (contact.empty()) continue;
      const auto found = identify(contact);
      if (!found && is_transient(found.error().code)) return fail(found.error());
      if (found && found->member_id() != id) {
        wrong(std::string(field) + ": belongs to a member already");
      }
    }
    return {};
  }

  Result<void> run(const ImportedMember& member) {
    v1::EnrolRequest enrol = operation<v1::EnrolRequest>();
    enrol.set_enrol_id(member.id + "-e");
    enrol.set_card(member.card);
    *enrol.mutable_profile() = member.profile;
    LOYALD_TRY(call<v1::EnrolResponse>("Enrol", enrol));
    int number = 0;
    for (const auto& [name, given] : member.consents) {
      v1::SetConsentRequest consent = operation<v1::SetConsentRequest>();
      consent.set_consent_id(member.id + "-c" + std::to_string(++number));
      consent.set_card(member.who());
      consent.set_consent(name);
      consent.set_given(given);
      consent.set_text_version(arguments_.text_version);
      LOYALD_TRY(call<v1::SetConsentResponse>("SetConsent", consent));
    }
    number = 0;
    for (const OpeningBalance& balance : member.balances) {
      v1::AdjustRequest adjust = operation<v1::AdjustRequest>();
      adjust.set_adjust_id(member.id + "-u" + std::to_string(++number));
      adjust.set_card(member.who());
      adjust.set_unit(balance.unit);
      adjust.set_quantity(balance.quantity);
      adjust.set_expires_on(balance.expires_on);
      adjust.set_reason("opening balance");
      LOYALD_TRY(call<v1::AdjustResponse>("Adjust", adjust));
    }
    return {};
  }

  // Rows that were imported before, wholly or in part.
  std::size_t begun() const { return begun_; }

 private:
  template <class Request>
  static Request operation() {
    Request request;
    request.set_register_(kRegister);
    request.set_cashier("loyalctl");
    return request;
  }

  template <class Reply>
  Result<Reply> call(const std::string& method, const google::protobuf::Message& request) {
    return remote_.call<Reply>("loyald.v1.RegisterService/" + method, request);
  }

  Result<v1::Member> identify(const std::string& who) {
    v1::IdentifyRequest request;
    request.set_register_(kRegister);
    request.set_card(who);
    LOYALD_ASSIGN(v1::IdentifyResponse found, call<v1::IdentifyResponse>("Identify", request));
    return found.member();
  }

  Result<bool> is_begun(const ImportedMember& member, std::vector<Mistake>& mistakes) {
    v1::HistoryRequest request;
    request.set_card(member.who());
    constexpr int kMostEntries = 200;
    request.set_limit(kMostEntries);
    const auto history = call<v1::HistoryResponse>("History", request);
    if (!history && is_transient(history.error().code)) return fail(history.error());
    if (!history) return false;
    const auto is_of_row = [&](const v1::HistoryEntry& entry) {
      return entry.id() == member.id + "-e";
    };
    const auto is_of_import = [](const v1::HistoryEntry& entry) {
      return entry.register_() == kRegister;
    };
    if (std::ranges::any_of(history->entries(), is_of_row)) return true;
    if (std::ranges::any_of(history->entries(), is_of_import)) {
      mistakes.push_back({member.line,
                          "was imported before with other content; correct what is "
                          "different by hand and take the line out"});
    }
    return false;
  }

  Remote& remote_;
  const ImportArguments& arguments_;
  std::size_t begun_ = 0;
};

Result<void> report(const std::string& file, std::vector<Mistake> mistakes) {
  if (mistakes.empty()) return {};
  std::ranges::stable_sort(mistakes, {}, &Mistake::line);
  for (std::size_t i = 0; i < std::min(mistakes.size(), kMostMistakesShown); ++i) {
    std::cerr << file << ":" << mistakes[i].line << ": " << mistakes[i].text << "\n";
  }
  return fail(Errc::invalid_argument,
              std::to_string(mistakes.size()) + " mistakes; nothing was imported",
              mistakes.size() > kMostMistakesShown
                  ? "the first " + std::to_string(kMostMistakesShown) + " are shown"
                  : "correct them and run it again");
}

}  // namespace

Result<void> import_members(const ImportArguments& arguments) {
  LOYALD_ASSIGN(const std::string text, daemon::read_text_file(arguments.file, kMaxCsvBytes));
  LOYALD_ASSIGN(const ImportPlan plan, plan_import(text, SystemClock().local_date()));
  Remote remote(arguments.address);
  Import import(remote, arguments);
  std::vector<Mistake> mistakes = plan.mistakes;
  LOYALD_TRY(import.check_units(plan.units, mistakes));
  for (const ImportedMember& member : plan.members) {
    LOYALD_TRY(import.check(member, mistakes));
  }
  LOYALD_TRY(report(arguments.file, std::move(mistakes)));
  for (const std::string& line : sums_of(plan.members)) std::cout << line << "\n";
  std::cout << import.begun() << " of the members were imported before\n";
  if (arguments.dry_run) {
    std::cout << "dry run: nothing was imported\n";
    return {};
  }
  for (const ImportedMember& member : plan.members) {
    auto imported = import.run(member);
    if (imported) continue;
    Error error = std::move(imported).error();
    error.message = "line " + std::to_string(member.line) + ": " + error.message;
    error.hint = "the lines before it are imported; run it again to go on: nothing is done twice";
    return fail(std::move(error));
  }
  std::cout << "imported\n";
  return {};
}

}  // namespace loyald::loyalctl
