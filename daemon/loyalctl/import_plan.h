// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/register.pb.h"
#include "store/base/result.h"
#include "store/base/time.h"

// A CSV file of members as what a store is to be asked: enrolments, consents, opening balances.
namespace loyald::loyalctl {

struct OpeningBalance {
  std::string unit;
  std::int32_t quantity = 0;
  std::string expires_on;  // "YYYY-MM-DD"; empty: the unit's own rule
};

struct ImportedMember {
  std::int64_t line = 0;
  // Made of the row's content, so that the same row again is the same operations, whatever else of
  // the file changed meanwhile. Operations append what they are.
  std::string id;
  std::string card;
  v1::Profile profile;
  std::map<std::string, bool> consents;
  std::vector<OpeningBalance> balances;

  // By what the member is found: the card, the phone or the mail.
  const std::string& who() const;
};

struct Mistake {
  std::int64_t line = 0;
  std::string text;
};

struct ImportPlan {
  // Also those with mistakes, so that a store can be asked what else is wrong with them. Where
  // there is any mistake, nothing may be imported.
  std::vector<ImportedMember> members;
  std::vector<std::string> units;  // the columns that are taken for units
  std::vector<Mistake> mistakes;   // in the order of lines
};

// Columns: card, name, phone, mail, birthday, language, street, postal_code, city, country;
// "consent:NAME" with yes or no; every other one is a unit's quantity, or, as "UNIT_expires", the
// last lot day of that unit. Errors: those of parse_csv. Pure.
Result<ImportPlan> plan_import(std::string_view csv, Date today);

// What all of it comes to, a line each.
std::vector<std::string> sums_of(const std::vector<ImportedMember>& members);

}  // namespace loyald::loyalctl
