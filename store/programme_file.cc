// SPDX-License-Identifier: Apache-2.0
#include "store/programme_file.h"

#include <algorithm>
#include <set>

#include "proto/loyald/v1/programme.pb.h"
#include "store/base/text.h"
#include "store/toml_message.h"

namespace loyald {
namespace {

using programme::AmountOff;
using programme::EarnRule;
using programme::LineFilter;
using programme::PointsAsMoney;
using programme::Programme;
using programme::Reward;
using programme::Unit;

constexpr std::size_t kMaxTextBytes = 64;  // ids, names, and what filters name
constexpr std::int64_t kMaxRate = 1'000'000;
constexpr std::int64_t kMaxMonths = 1200;
constexpr std::int64_t kMaxDays = 3650;

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// The table that is being read, for errors: "programme.toml: earn base".
class Place {
 public:
  explicit Place(std::string_view file) : text_(file) {}

  // An entry of an array of tables: by its id, or its place where it has none.
  Place entry(std::string_view array, std::size_t index, const std::string& id) const {
    return Place(text_ + ": " + std::string(array) + " " +
                 (id.empty() ? "number " + std::to_string(index + 1) : id));
  }
  Place table(std::string_view key) const { return Place(text_ + ": " + std::string(key)); }

  tl::unexpected<Error> wrong(std::string_view key, const std::string& what,
                              std::string hint = {}) const {
    return fail(Errc::invalid_argument, text_ + ": " + std::string(key) + ": " + what,
                std::move(hint));
  }

  // The value, where it is within the limits.
  Result<std::int64_t> within(std::string_view key, std::int64_t value, std::int64_t least,
                              std::int64_t most) const {
    if (value >= least && value <= most) return value;
    return wrong(key, "must be " + std::to_string(least) + " to " + std::to_string(most) +
                          ", not " + std::to_string(value));
  }
  Result<Money> money(std::string_view key, std::int64_t minor, std::int64_t least) const {
    return within(key, minor, least, kMaxAmount).map([](std::int64_t value) {
      return Money{value};
    });
  }

  // Text that is printed and shown: not empty, and nothing that steers a printer.
  Result<std::string> text(std::string_view key, const std::string& value) const {
    if (value.empty()) return wrong(key, "is required");
    if (value.size() > kMaxTextBytes) {
      return wrong(key, "is longer than " + std::to_string(kMaxTextBytes) + " bytes");
    }
    const auto is_control = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    if (std::any_of(value.begin(), value.end(), is_control)) {
      return wrong(key, "must not hold control characters");
    }
    return value;
  }
  Result<std::string> id(const std::string& value) const {
    LOYALD_TRY(text("id", value));
    if (!std::all_of(value.begin(), value.end(), is_id_character)) {
      return wrong("id", "may hold letters, digits, \"-\" and \"_\" only: " + value);
    }
    return value;
  }
  // The default for a name is the id.
  Result<std::string> name(const std::string& value, const std::string& id) const {
    if (value.empty()) return id;
    return text("name", value);
  }

 private:
  std::string text_;
};

template <class Message>
Result<void> check_count(const Message& entries, std::size_t most, std::string_view array,
                         const Place& place) {
  const auto count = static_cast<std::size_t>(entries.size());
  if (count > most) return place.wrong(array, "more than " + std::to_string(most));
  return {};
}

// Refuses an id that another entry of the same array has.
class UniqueIds {
 public:
  Result<void> add(const std::string& id, const Place& place) {
    if (!seen_.insert(id).second) return place.wrong("id", "is used twice");
    return {};
  }

 private:
  std::set<std::string> seen_;
};

Result<std::string> read_unit_name(const std::string& unit, const std::vector<Unit>& units,
                                   const Place& place) {
  if (unit.empty()) return place.wrong("unit", "is required");
  std::vector<std::string> known;
  for (const Unit& each : units) {
    if (each.id == unit) return unit;
    known.push_back(each.id);
  }
  const std::string close = nearest(unit, known);
  return place.wrong("unit", "there is no unit " + unit,
                     close.empty() ? "" : "did you mean " + close + "?");
}

using Words = google::protobuf::RepeatedPtrField<std::string>;

Result<std::vector<std::string>> read_words(std::string_view key, const Words& from,
                                            const Place& place) {
  std::vector<std::string> words;
  for (const std::string& word : from) {
    LOYALD_TRY(place.text(key, word));
    words.push_back(word);
  }
  return words;
}

Result<LineFilter> read_filter(const v1::LineFilter& from, const Place& place) {
  LineFilter filter;
  LOYALD_ASSIGN(filter.skus, read_words("skus", from.skus(), place));
  LOYALD_ASSIGN(filter.categories, read_words("categories", from.categories(), place));
  LOYALD_ASSIGN(filter.departments, read_words("departments", from.departments(), place));
  LOYALD_ASSIGN(filter.brands, read_words("brands", from.brands(), place));
  LOYALD_ASSIGN(filter.tags, read_words("tags", from.tags(), place));
  return filter;
}

// `include` and `exclude`, which rules and rewards have alike.
template <class From, class To>
Result<void> read_filters(const From& from, const Place& place, To& to) {
  if (from.has_include()) {
    LOYALD_ASSIGN(to.include, read_filter(from.include(), place.table("include")));
    if (*to.include == LineFilter{}) {
      return place.wrong("include", "names nothing, so that no line would count",
                         "leave it out to include every line");
    }
  }
  LOYALD_ASSIGN(to.exclude, read_filter(from.exclude(), place.table("exclude")));
  return {};
}

Result<Unit> read_unit(const v1::Unit& from, const Place& place) {
  Unit unit;
  LOYALD_ASSIGN(unit.id, place.id(from.id()));
  LOYALD_ASSIGN(unit.name, place.name(from.name(), from.id()));
  LOYALD_TRY(place.within("expires_after_months", from.expires_after_months(), 0, kMaxMonths));
  LOYALD_TRY(place.within("pending_days", from.pending_days(), 0, kMaxDays));
  LOYALD_TRY(place.within("return_grace_days", from.return_grace_days(), 0, kMaxDays));
  unit.expires_after_months = from.expires_after_months();
  unit.pending_days = from.pending_days();
  unit.return_grace_days = from.return_grace_days();
  return unit;
}

Result<EarnRule> read_rule(const v1::EarnRule& from, const std::vector<Unit>& units,
                           const Place& place) {
  EarnRule rule;
  LOYALD_ASSIGN(rule.id, place.id(from.id()));
  LOYALD_ASSIGN(rule.unit, read_unit_name(from.unit(), units, place));
  LOYALD_ASSIGN(rule.quantity, place.within("quantity", from.quantity(), 1, kMaxRate));
  LOYALD_ASSIGN(rule.per.minor, place.within("per", from.per(), 1, kMaxRate));
  LOYALD_TRY(read_filters(from, place, rule));
  LOYALD_ASSIGN(rule.minimum_spend, place.money("minimum_spend", from.minimum_spend(), 0));
  rule.earn_on_rewards = from.earn_on_rewards();
  return rule;
}

Result<AmountOff> read_kind(const v1::AmountOff& from, const Place& place) {
  AmountOff kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 1, kMaxAmount));
  LOYALD_ASSIGN(kind.value, place.money("value", from.value(), 1));
  return kind;
}

Result<PointsAsMoney> read_kind(const v1::PointsAsMoney& from, const Place& place) {
  PointsAsMoney kind;
  LOYALD_ASSIGN(kind.cost, place.within("cost", from.cost(), 1, kMaxAmount));
  LOYALD_ASSIGN(kind.value, place.money("value", from.value(), 1));
  LOYALD_ASSIGN(kind.minimum, place.within("minimum", from.minimum(), 0, kMaxAmount));
  LOYALD_ASSIGN(kind.maximum, place.within("maximum", from.maximum(), 0, kMaxAmount));
  LOYALD_TRY(place.within("maximum_percent", from.maximum_percent(), 0, 100));
  kind.maximum_percent = from.maximum_percent();
  // Counted in whole multiples of the cost, as it is spent.
  const std::int64_t fewest = std::max<std::int64_t>(1, (kind.minimum + kind.cost - 1) / kind.cost);
  if (kind.maximum > 0 && kind.maximum / kind.cost < fewest) {
    return place.wrong("maximum", "is less than the " + std::to_string(fewest * kind.cost) +
                                      " that must be spent at a time");
  }
  return kind;
}

Result<Reward> read_reward(const v1::Reward& from, const std::vector<Unit>& units,
                           const Place& place) {
  Reward reward;
  LOYALD_ASSIGN(reward.id, place.id(from.id()));
  LOYALD_ASSIGN(reward.name, place.name(from.name(), from.id()));
  LOYALD_ASSIGN(reward.unit, read_unit_name(from.unit(), units, place));
  LOYALD_TRY(read_filters(from, place, reward));
  LOYALD_ASSIGN(reward.minimum_spend, place.money("minimum_spend", from.minimum_spend(), 0));
  if (from.has_amount_off() == from.has_points_as_money()) {
    return place.wrong("amount_off, points_as_money", "exactly one of them is required");
  }
  if (from.has_amount_off()) {
    LOYALD_ASSIGN(reward.kind, read_kind(from.amount_off(), place.table("amount_off")));
  } else {
    LOYALD_ASSIGN(reward.kind, read_kind(from.points_as_money(), place.table("points_as_money")));
  }
  return reward;
}

Result<std::string> read_currency(const std::string& code, const Place& place) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_capital)) {
    return place.wrong("currency", code.empty() ? "is required" : "is not an ISO 4217 code",
                       "three capital letters, for example EUR");
  }
  return code;
}

// Reads an array of tables in its order, refusing duplicate ids.
template <class From, class To, class Read>
Result<void> read_all(const From& from, std::string_view array, std::size_t most,
                      const Place& place, std::vector<To>& to, Read read) {
  LOYALD_TRY(check_count(from, most, array, place));
  UniqueIds ids;
  for (const auto& entry : from) {
    const Place here = place.entry(array, to.size(), entry.id());
    LOYALD_ASSIGN(To value, read(entry, here));
    LOYALD_TRY(ids.add(value.id, here));
    to.push_back(std::move(value));
  }
  return {};
}

Result<Programme> read_programme(const v1::Programme& from, const Place& place) {
  Programme to;
  LOYALD_ASSIGN(to.name, place.text("name", from.name()));
  LOYALD_ASSIGN(to.currency, read_currency(from.currency(), place));
  if (from.unit().empty()) return place.wrong("unit", "at least one [[unit]] is required");
  LOYALD_TRY(read_all(from.unit(), "unit", kMaxProgrammeUnits, place, to.units, read_unit));
  const auto rule = [&](const v1::EarnRule& entry, const Place& here) {
    return read_rule(entry, to.units, here);
  };
  LOYALD_TRY(read_all(from.earn(), "earn", kMaxProgrammeRules, place, to.earn, rule));
  const auto reward = [&](const v1::Reward& entry, const Place& here) {
    return read_reward(entry, to.units, here);
  };
  LOYALD_TRY(read_all(from.reward(), "reward", kMaxProgrammeRewards, place, to.rewards, reward));
  return to;
}

}  // namespace

Result<Programme> parse_programme(std::string_view toml, std::string_view file) {
  const Place place{file};
  if (toml.size() > kMaxProgrammeBytes) {
    return fail(Errc::invalid_argument, std::string(file) + ": the programme has more than " +
                                            std::to_string(kMaxProgrammeBytes) + " bytes");
  }
  v1::Programme message;
  LOYALD_TRY(fill_from_toml(toml, file, message));
  return read_programme(message, place);
}

}  // namespace loyald
