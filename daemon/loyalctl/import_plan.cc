// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/import_plan.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "daemon/loyalctl/csv_table.h"
#include "daemon/person_codec.h"
#include "store/base/amounts.h"
#include "store/base/bytes.h"
#include "store/base/hash.h"
#include "store/requests.h"

namespace loyald::loyalctl {
namespace {

constexpr std::string_view kConsentPrefix = "consent:";
constexpr std::string_view kExpiresSuffix = "_expires";
const std::set<std::string_view> kPersonal{"card",     "name",   "phone",       "mail", "birthday",
                                           "language", "street", "postal_code", "city", "country"};

class Planner {
 public:
  Planner(const CsvTable& table, Date today) : table_(table), today_(today) {
    for (const std::string& column : table.columns) {
      if (is_unit(column)) plan_.units.push_back(column);
      if (column.starts_with(kConsentPrefix)) check_consent(column);
    }
  }

  ImportPlan run() && {
    for (const CsvRow& row : table_.rows) {
      ImportedMember member = read(row);
      if (!member.who().empty()) plan_.members.push_back(std::move(member));
    }
    return std::move(plan_);
  }

 private:
  bool has_column(std::string_view name) const {
    return std::ranges::find(table_.columns, name) != table_.columns.end();
  }

  // "points_expires" is a date where there is a column "points", and else a unit of that name.
  bool is_expiry(std::string_view column) const {
    return column.ends_with(kExpiresSuffix) &&
           has_column(column.substr(0, column.size() - kExpiresSuffix.size()));
  }

  bool is_unit(std::string_view column) const {
    return !kPersonal.contains(column) && !column.starts_with(kConsentPrefix) && !is_expiry(column);
  }

  void check_consent(std::string_view column) {
    const std::string_view name = column.substr(kConsentPrefix.size());
    const bool is_name = std::ranges::all_of(
        name, [](char c) { return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
    if (!name.empty() && name.size() <= kMaxNameBytes && is_name) return;
    plan_.mistakes.push_back({1, "column \"" + std::string(column) +
                                     "\": a consent is named with a to z, 0 to 9 and \"-\""});
  }

  void mistake(const CsvRow& row, std::string text) {
    plan_.mistakes.push_back({row.line, std::move(text)});
  }

  std::string field(const CsvRow& row, std::string_view column) const {
    const auto place = std::ranges::find(table_.columns, column);
    if (place == table_.columns.end()) return "";
    return row.fields[static_cast<std::size_t>(place - table_.columns.begin())];
  }

  ImportedMember read(const CsvRow& row) {
    ImportedMember member;
    member.line = row.line;
    member.id = id_of(row);
    member.card = field(row, "card");
    read_profile(row, member.profile);
    if (member.who().empty()) mistake(row, "has neither card nor phone nor mail");
    require_once(row, "card", member.card);
    require_once(row, "phone", member.profile.phone());
    require_once(row, "mail", member.profile.mail());
    for (const std::string& column : table_.columns) {
      if (column.starts_with(kConsentPrefix)) read_consent(row, column, member);
      if (is_unit(column)) read_balance(row, column, member);
    }
    return member;
  }

  std::string id_of(const CsvRow& row) const {
    std::string content;
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      if (row.fields[i].empty()) continue;
      append_u32be(content, static_cast<std::uint32_t>(table_.columns[i].size()));
      content += table_.columns[i];
      append_u32be(content, static_cast<std::uint32_t>(row.fields[i].size()));
      content += row.fields[i];
    }
    constexpr std::size_t kDigits = 32;
    return "import-" + to_hex(sha256(content)).substr(0, kDigits);
  }

  void read_profile(const CsvRow& row, v1::Profile& profile) {
    const auto set = [&](std::string_view column, auto setter) {
      if (std::string value = field(row, column); !value.empty()) setter(std::move(value));
    };
    set("name", [&](std::string value) { profile.set_name(std::move(value)); });
    set("phone", [&](std::string value) { profile.set_phone(std::move(value)); });
    set("mail", [&](std::string value) { profile.set_mail(std::move(value)); });
    set("birthday", [&](std::string value) { profile.set_birthday(std::move(value)); });
    set("language", [&](std::string value) { profile.set_language(std::move(value)); });
    const auto address = [&] { return profile.mutable_address(); };
    set("street", [&](std::string value) { address()->set_street(std::move(value)); });
    set("postal_code", [&](std::string value) { address()->set_postal_code(std::move(value)); });
    set("city", [&](std::string value) { address()->set_city(std::move(value)); });
    set("country", [&](std::string value) { address()->set_country(std::move(value)); });
    const auto person = daemon::parse_person(profile);
    if (!person) return mistake(row, person.error().message);
    // In the form the store compares them in, so that two spellings are one number.
    if (!person->phone.empty()) profile.set_phone(person->phone);
    if (!person->mail.empty()) profile.set_mail(person->mail);
  }

  void require_once(const CsvRow& row, const std::string& what, const std::string& value) {
    if (value.empty()) return;
    const auto [place, is_first] = seen_.emplace(what + " " + value, row.line);
    if (is_first) return;
    mistake(row,
            what + " \"" + value + "\" is in line " + std::to_string(place->second) + " already");
  }

  void read_consent(const CsvRow& row, const std::string& column, ImportedMember& member) {
    const std::string value = field(row, column);
    if (value.empty()) return;
    if (value != "yes" && value != "no") {
      return mistake(row, column + ": \"" + value + "\" is neither yes nor no");
    }
    member.consents[column.substr(kConsentPrefix.size())] = value == "yes";
  }

  void read_balance(const CsvRow& row, const std::string& column, ImportedMember& member) {
    const std::string value = field(row, column);
    const std::string expires_column = column + std::string(kExpiresSuffix);
    const std::string expires_on = field(row, expires_column);
    if (value.empty() || value == "0") {
      if (!expires_on.empty()) mistake(row, expires_column + ": there is nothing to expire");
      return;
    }
    std::int32_t quantity = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), quantity);
    if (error != std::errc() || end != value.data() + value.size() || quantity < 0 ||
        quantity > kMaxAmount) {
      return mistake(row, column + ": \"" + value + "\" is no whole number from 0 to " +
                              std::to_string(kMaxAmount));
    }
    if (!expires_on.empty()) {
      const auto date = parse_date(expires_on);
      if (!date) return mistake(row, expires_column + ": " + date.error().message);
      if (*date <= today_) {
        return mistake(row, expires_column + ": " + expires_on + " is not after today");
      }
    }
    member.balances.push_back({column, quantity, expires_on});
  }

  const CsvTable& table_;
  Date today_;
  ImportPlan plan_;
  std::map<std::string, std::size_t> seen_;
};

}  // namespace

const std::string& ImportedMember::who() const {
  if (!card.empty()) return card;
  return profile.phone().empty() ? profile.mail() : profile.phone();
}

Result<ImportPlan> plan_import(std::string_view csv, Date today) {
  LOYALD_ASSIGN(const CsvTable table, parse_csv(csv));
  return Planner(table, today).run();
}

std::vector<std::string> sums_of(const std::vector<ImportedMember>& members) {
  struct Sum {
    std::int64_t quantity = 0;
    std::int64_t dated = 0;  // of it, with a day of its own
    std::size_t members = 0;
  };
  std::map<std::string, Sum> units;
  std::map<std::string, std::pair<std::size_t, std::size_t>> consents;  // given, withheld
  for (const ImportedMember& member : members) {
    for (const OpeningBalance& balance : member.balances) {
      Sum& sum = units[balance.unit];
      sum.quantity += balance.quantity;
      if (!balance.expires_on.empty()) sum.dated += balance.quantity;
      ++sum.members;
    }
    for (const auto& [consent, given] : member.consents) {
      ++(given ? consents[consent].first : consents[consent].second);
    }
  }
  std::vector<std::string> lines{std::to_string(members.size()) + " members"};
  for (const auto& [unit, sum] : units) {
    lines.push_back(std::to_string(sum.quantity) + " " + unit + " for " +
                    std::to_string(sum.members) + " members, " + std::to_string(sum.dated) +
                    " of them with an expiry date of their own");
  }
  for (const auto& [consent, answers] : consents) {
    lines.push_back("consent " + consent + ": " + std::to_string(answers.first) + " yes, " +
                    std::to_string(answers.second) + " no");
  }
  return lines;
}

}  // namespace loyald::loyalctl
