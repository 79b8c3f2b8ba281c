// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/time.h"
#include "store/explain.h"
#include "store/programme/reason_text.h"

// How explanations write numbers, days and names. Pure, callable from any thread.
namespace loyald {

inline std::string number_text(std::int64_t value) { return std::to_string(value); }

inline std::string day_text(std::int32_t days) {
  return Date{days} >= kNever ? "never" : format(Date{days});
}

class ExplainWords {
 public:
  // `programme` may be null: then units have their ids for names and money no currency.
  explicit ExplainWords(const programme::Programme* programme) : programme_(programme) {}

  std::string unit(const std::string& id) const {
    const programme::Unit* known = programme_ == nullptr ? nullptr : programme_->find_unit(id);
    return known == nullptr ? id : known->name;
  }
  std::string reason(const programme::Reason& why) const {
    return programme::reason_text(
        why, {programme::Language::english, programme_ == nullptr ? "" : programme_->currency});
  }
  // "  +5 Points, spendable from 2026-09-21, expires 2027-09-21."
  std::string lot(const v1::LotChange& change) const {
    return "  " + std::string(change.amount() < 0 ? "" : "+") + number_text(change.amount()) + " " +
           unit(change.unit()) + ", spendable from " + day_text(change.available_from()) +
           ", expires " + day_text(change.expires_on()) + ".";
  }
  std::string money(std::int64_t minor) const {
    return format_money(minor, programme_ == nullptr ? "" : programme_->currency);
  }

 private:
  const programme::Programme* programme_;
};

}  // namespace loyald
