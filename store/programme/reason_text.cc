// SPDX-License-Identifier: Apache-2.0
#include "store/programme/reason_text.h"

#include <array>
#include <iterator>
#include <string_view>

#include "store/base/check.h"

namespace loyald::programme {
namespace {

// A sentence per code. "#0" is the first number, "$0" the first number as money, "%0" as a day,
// "@0" the first word, "@*" all words, "#*" all numbers, "&*" all numbers as weekdays, "~*" as
// hours.
struct Sentence {
  ReasonCode code;
  std::string_view english;
  std::string_view german;
};

constexpr Sentence kSentences[] = {
    {ReasonCode::not_included, "not included", "gehört nicht dazu"},
    {ReasonCode::excluded_article, "excluded: article @0", "ausgenommen: Artikel @0"},
    {ReasonCode::excluded_category, "excluded: category @0", "ausgenommen: Kategorie @0"},
    {ReasonCode::excluded_department, "excluded: department @0", "ausgenommen: Abteilung @0"},
    {ReasonCode::excluded_brand, "excluded: brand @0", "ausgenommen: Marke @0"},
    {ReasonCode::excluded_tag, "excluded: tag @0", "ausgenommen: Merkmal @0"},
    {ReasonCode::nothing_paid, "nothing paid", "nichts bezahlt"},
    {ReasonCode::no_quantity, "no quantity", "ohne Menge"},
    {ReasonCode::minimum_spend, "minimum spend $0 not reached: $1",
     "Mindestbetrag $0 nicht erreicht: $1"},
    {ReasonCode::minimum_quantity, "minimum quantity #0 not reached: #1",
     "Mindestmenge #0 nicht erreicht: #1"},
    {ReasonCode::less_than_one, "less than one: #0 counted, #1 for every #2",
     "weniger als eins: #0 gezählt, #1 je #2"},
    {ReasonCode::most_per_sale, "at most #0 per sale", "höchstens #0 je Einkauf"},
    {ReasonCode::cap_of_period, "at most #0 a @0, #1 before", "höchstens #0 je @0, davor #1"},
    {ReasonCode::cap_of_days, "at most #0 in #1 days, #2 before",
     "höchstens #0 in #1 Tagen, davor #2"},
    {ReasonCode::best_of, "best of @0: @1 gives #0, this one #1",
     "das Beste aus @0: @1 gibt #0, dies hier #1"},
    {ReasonCode::quota, "at most #0 at this store, #1 before",
     "höchstens #0 in dieser Filiale, davor #1"},
    {ReasonCode::none_to_use, "no @0 left to use", "kein @0 mehr übrig"},
    {ReasonCode::no_referrer, "nobody referred the member", "niemand hat das Mitglied geworben"},
    {ReasonCode::may_not_earn, "the member does not collect", "das Mitglied sammelt nicht"},
    {ReasonCode::over, "@0 was given until %0", "@0 gab es bis %0"},
    {ReasonCode::shown_as, "identified in this way the member does not collect",
     "auf diese Weise erkannt, sammelt das Mitglied nicht"},
    {ReasonCode::from, "only from %0", "erst ab %0"},
    {ReasonCode::until, "only until %0", "nur bis %0"},
    {ReasonCode::weekdays, "only on &*", "nur am &*"},
    {ReasonCode::hours, "only at ~*", "nur von ~*"},
    {ReasonCode::time_unknown, "the time of the sale is not known",
     "die Uhrzeit des Einkaufs ist nicht bekannt"},
    {ReasonCode::stores, "only in store #*", "nur in Filiale #*"},
    {ReasonCode::channels, "only through @*", "nur über @*"},
    {ReasonCode::channel_unknown, "the channel of the sale is not known",
     "der Verkaufsweg ist nicht bekannt"},
    {ReasonCode::payments, "only paid by @*", "nur bei Zahlung mit @*"},
    {ReasonCode::payment_unknown, "how the sale is paid is not known",
     "die Zahlungsart ist nicht bekannt"},
    {ReasonCode::tags, "only for @*", "nur für @*"},
    {ReasonCode::held_at_least, "only with at least #0 @0: #1", "nur mit mindestens #0 @0: #1"},
    {ReasonCode::held_below, "only below #0 @0: #1", "nur unter #0 @0: #1"},
    {ReasonCode::birthday, "only around the birthday", "nur um den Geburtstag"},
    {ReasonCode::birthday_unknown, "the birthday is not known", "der Geburtstag ist nicht bekannt"},
    {ReasonCode::tiers, "only for tier @*", "nur für Stufe @*"},
    {ReasonCode::languages, "only for customers who speak @*", "nur für Kunden, die @* sprechen"},
    {ReasonCode::referred, "only for referred members", "nur für geworbene Mitglieder"},
    {ReasonCode::left_to_pay, "only $0 left to pay", "nur noch $0 zu zahlen"},
    {ReasonCode::percent_of, "at most #0 percent of $1", "höchstens #0 Prozent von $1"},
    {ReasonCode::multiples, "only multiples of #0", "nur Vielfache von #0"},
    {ReasonCode::ceiling, "at most $0 off", "höchstens $0 Rabatt"},
};

constexpr std::array<const char*, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<const char*, 7> kWochentage{"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"};

std::string clock_text(std::int64_t minute) {
  const auto two = [](std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return two(minute / 60) + ":" + two(minute % 60);
}

// Words of the programme's language that a sentence names.
std::string word_text(const std::string& word, Language language) {
  if (language == Language::english) return word;
  if (word == "day") return "Tag";
  if (word == "week") return "Woche";
  if (word == "month") return "Monat";
  if (word == "quarter") return "Quartal";
  if (word == "year") return "Jahr";
  return word;
}

class Writing {
 public:
  Writing(const Reason& reason, const ReasonStyle& style) : reason_(reason), style_(style) {}

  std::string text(std::string_view sentence) const {
    std::string text;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      const bool is_mark = std::string_view("#$%@&~").find(sentence[i]) != std::string_view::npos;
      if (!is_mark) {
        text += sentence[i];
        continue;
      }
      const char mark = sentence[i];
      CHECK(++i < sentence.size());
      text +=
          sentence[i] == '*' ? all(mark) : one(mark, static_cast<std::size_t>(sentence[i] - '0'));
    }
    return text;
  }

 private:
  bool is_german() const { return style_.language == Language::german; }

  std::string one(char mark, std::size_t place) const {
    if (mark == '@') {
      return place < reason_.words.size() ? word_text(reason_.words[place], style_.language) : "?";
    }
    if (place >= reason_.numbers.size()) return "?";  // an entry of a newer Loyald
    const std::int64_t number = reason_.numbers[place];
    if (mark == '%') return day_text(Date{static_cast<std::int32_t>(number)}, style_.language);
    if (mark == '$' && !style_.currency.empty()) {
      return money_text(number, style_.currency, style_.language);
    }
    if (mark == '&') {
      const auto day = static_cast<std::size_t>(number);
      return day < kWeekdays.size() ? (is_german() ? kWochentage[day] : kWeekdays[day]) : "?";
    }
    return std::to_string(number);
  }

  std::string all(char mark) const {
    std::string text;
    const std::size_t count = mark == '@' ? reason_.words.size() : reason_.numbers.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (mark == '~' && i % 2 == 1) {
        text += (is_german() ? " bis " : " to ") + clock_text(reason_.numbers[i]);
        continue;
      }
      text += i == 0 ? "" : ", ";
      text += mark == '~' ? clock_text(reason_.numbers[i]) : one(mark, i);
    }
    return text;
  }

  const Reason& reason_;
  const ReasonStyle& style_;
};

}  // namespace

Reason reason_of(const LineReason& reason, const BasketLine& line) {
  switch (reason.code) {
    case ReasonCode::excluded_article:
      return {reason.code, {}, {line.sku}};
    case ReasonCode::excluded_category:
      return {reason.code, {}, {line.category}};
    case ReasonCode::excluded_department:
      return {reason.code, {}, {line.department}};
    case ReasonCode::excluded_brand:
      return {reason.code, {}, {line.brand}};
    case ReasonCode::excluded_tag:
      return {reason.code, {}, {reason.tag < line.tags.size() ? line.tags[reason.tag] : "?"}};
    default:
      return {reason.code};
  }
}

std::string reason_text(const Reason& reason, const ReasonStyle& style) {
  if (reason.empty()) return {};
  for (const Sentence& sentence : kSentences) {
    if (sentence.code != reason.code) continue;
    const bool is_german = style.language == Language::german;
    return Writing(reason, style).text(is_german ? sentence.german : sentence.english);
  }
  return style.language == Language::german ? "ein Grund, den diese Version nicht kennt"
                                            : "a reason that this version does not know";
}

}  // namespace loyald::programme
