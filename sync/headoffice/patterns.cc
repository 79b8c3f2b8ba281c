// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/patterns.h"

#include "store/fold.h"
#include "store/programme/lots.h"
#include "sync/headoffice/exceptions.h"

namespace loyald {
namespace {

using Rules = google::protobuf::RepeatedPtrField<v1::RuleOutcome>;

// The cap that is counted in a unit; nothing where none is.
const programme::Cap* find_cap(const programme::Programme& programme, std::string_view unit) {
  const auto find = [&](const auto& limited) -> const programme::Cap* {
    for (const auto& each : limited) {
      if (each.cap && each.cap->unit == unit) return &*each.cap;
    }
    return nullptr;
  };
  if (const programme::Cap* cap = find(programme.earn)) return cap;
  if (const programme::Cap* cap = find(programme.groups)) return cap;
  return find(programme.rewards);
}

struct Credits {
  const Rules& rules;
  const v1::SaleInputs& inputs;
};

std::optional<Credits> credits_of(const v1::JournalEntry& entry) {
  if (entry.has_sale()) return Credits{entry.sale().rules(), entry.sale().inputs()};
  if (entry.has_event()) {
    return Credits{entry.event().outcome().rules(), entry.event().outcome().inputs()};
  }
  return std::nullopt;
}

// Who got what the rule gave; nothing where the entry does not name them.
std::optional<MemberId> owner_of(const v1::RuleOutcome& rule, const Credits& credits,
                                 const v1::JournalEntry& entry) {
  if (rule.owner() == v1::OWNER_MEMBER) return loyald::owner_of(entry);
  const auto referrer = id_from_bytes<MemberId>(credits.inputs.referrer_id());
  if (rule.owner() != v1::OWNER_REFERRER || !referrer) return std::nullopt;
  return *referrer;
}

}  // namespace

std::vector<Pattern> find_patterns(const PatternBooks& books, const v1::JournalEntry& entry) {
  std::vector<Pattern> found;
  for (const auto pattern : {many_sales, cap_exceeded, large_adjustment, two_stores, many_voids}) {
    if (auto one = pattern(books, entry)) found.push_back(*std::move(one));
  }
  return found;
}

std::optional<Pattern> cap_exceeded(const PatternBooks& books, const v1::JournalEntry& entry) {
  const auto credits = credits_of(entry);
  if (!credits) return std::nullopt;
  for (const v1::RuleOutcome& rule : credits->rules) {
    if (rule.credit() != v1::CREDIT_CAP || rule.quantity() <= 0) continue;
    const programme::Cap* cap = find_cap(books.programme, rule.unit());
    if (cap == nullptr) continue;
    const auto owner = owner_of(rule, *credits, entry);
    if (!owner) continue;
    const Quantity counted = programme::spendable(
        wallet_of(books.wallets.read(*owner), rule.unit()), {entry.business_date()});
    if (counted <= cap->at_most) continue;
    return Pattern{exception_code::kCapExceeded,
                   "the cap of \"" + rule.rule() + "\" allows " + std::to_string(cap->at_most) +
                       ", and all stores together gave " + std::to_string(counted) +
                       " (counted in \"" + rule.unit() + "\")"};
  }
  return std::nullopt;
}

std::optional<Pattern> large_adjustment(const PatternBooks& books, const v1::JournalEntry& entry) {
  if (!entry.has_adjust()) return std::nullopt;
  const v1::Adjust& adjust = entry.adjust();
  const auto& limits = books.programme.limits.notice_adjust_above;
  const auto most = limits.find(adjust.unit());
  if (most == limits.end()) return std::nullopt;
  if (adjust.quantity() <= most->second && adjust.quantity() >= -most->second) return std::nullopt;
  return Pattern{
      exception_code::kLargeAdjustment,
      std::to_string(adjust.quantity()) + " \"" + adjust.unit() + "\" by hand, by " +
          (entry.cashier_id().empty() ? "nobody named" : "\"" + entry.cashier_id() + "\"") +
          (entry.approved_by().empty() ? "" : ", approved by \"" + entry.approved_by() + "\"")};
}

}  // namespace loyald
