// SPDX-License-Identifier: Apache-2.0
#include "store/explain_words.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/base/time.h"
#include "store/programme/reason_text.h"

namespace loyald {
namespace {

using programme::Language;

template <class Named>
std::string name_of(Language language, const std::vector<Named>* all, const std::string& id) {
  if (all == nullptr) return id;
  const auto found = std::ranges::find_if(*all, [&](const Named& each) { return each.id == id; });
  if (found == all->end()) return id;
  return programme::translated(found->name, found->names,
                               language == Language::german ? "de" : "en");
}

}  // namespace

std::string ExplainWords::say(const Sentence& sentence,
                              std::initializer_list<std::string_view> things) const {
  const std::string_view form = language_ == Language::german ? sentence.german : sentence.english;
  std::string text;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '{') {
      text += form[i];
      continue;
    }
    const auto place = static_cast<std::size_t>(form[i + 1] - '0');
    CHECK(place < things.size());
    text += things.begin()[place];
    i += 2;
  }
  return text;
}

std::string ExplainWords::unit(const std::string& id) const {
  return name_of(language_, programme_ == nullptr ? nullptr : &programme_->units, id);
}

std::string ExplainWords::units(std::int64_t quantity, const std::string& id) const {
  return number_text(quantity) + " " + unit(id);
}

std::string ExplainWords::reward(const std::string& id) const {
  return name_of(language_, programme_ == nullptr ? nullptr : &programme_->rewards, id);
}

std::string ExplainWords::tier(const std::string& id) const {
  return name_of(language_, programme_ == nullptr ? nullptr : &programme_->tiers, id);
}

std::string ExplainWords::reason(const programme::Reason& why) const {
  return programme::reason_text(why,
                                {language_, programme_ == nullptr ? "" : programme_->currency});
}

std::string ExplainWords::money(std::int64_t minor) const {
  return programme::money_text(minor, programme_ == nullptr ? "" : programme_->currency, language_);
}

std::string ExplainWords::day(std::int32_t days) const {
  if (Date{days} >= kNever) return say({"never", "nie"});
  return programme::day_text(Date{days}, language_);
}

std::string ExplainWords::time(Timestamp time) const {
  const std::string iso = format(time);
  if (language_ != Language::german) return iso;
  return programme::day_text(day_of(time), language_) + " " + iso.substr(11, 8) + " UTC";
}

std::string ExplainWords::lot(const v1::LotChange& change) const {
  return say(
      {"  {0}{1}, spendable from {2}, expires {3}.", "  {0}{1}, verfügbar ab {2}, verfällt {3}."},
      {change.amount() < 0 ? "" : "+", units(change.amount(), change.unit()),
       day(change.available_from()), day(change.expires_on())});
}

}  // namespace loyald
