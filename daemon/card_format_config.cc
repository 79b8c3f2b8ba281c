// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "daemon/config_check.h"
#include "store/base/text.h"

// [[card_format]] of the configuration.
namespace loyald::daemon {
namespace {

using scanner::CardFormat;
using scanner::Symbology;

// The value that `word` names; an empty word is the default. `known` are the words for the hint.
template <class Value, class Named>
Result<Value> one_of(const ConfigCheck& check, const std::string& key, const std::string& word,
                     Value otherwise, Named named, const std::vector<std::string>& known) {
  if (word.empty()) return otherwise;
  if (const auto value = named(word)) return *value;
  const std::string near = nearest(word, known);
  std::string all;
  for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
  return check.fail(key, "\"" + word + "\" is not known",
                    near.empty() ? "known are " + all : "did you mean \"" + near + "\"?");
}

std::vector<std::string> check_names() {
  using scanner::Check;
  std::vector<std::string> names;
  for (Check one : {Check::none, Check::mod10, Check::luhn, Check::mod97, Check::mod43}) {
    names.emplace_back(scanner::name(one));
  }
  return names;
}

// What a card may be printed in; unknown and other are words for scans alone.
std::vector<std::string> symbology_names() {
  std::vector<std::string> names;
  for (int i = static_cast<int>(Symbology::ean13); i < static_cast<int>(Symbology::other); ++i) {
    names.emplace_back(scanner::name(static_cast<Symbology>(i)));
  }
  return names;
}

Result<CardFormat> read_format(const ConfigCheck& check, const std::string& at,
                               const v1::CardFormatConfig& from) {
  LOYALD_TRY(check.required(at + ".name", from.name(), scanner::kMaxFormatNameBytes));
  CardFormat format;
  format.name = from.name();
  format.prefix = from.prefix();
  LOYALD_ASSIGN(format.min_length,
                check.number<std::size_t>(at + ".min_length", from.min_length(),
                                          scanner::kMinCardLength, scanner::kMaxCardLength));
  LOYALD_ASSIGN(format.max_length,
                check.number<std::size_t>(at + ".max_length", from.max_length(),
                                          scanner::kMinCardLength, scanner::kMaxCardLength));
  LOYALD_ASSIGN(format.characters,
                one_of(check, at + ".characters", from.characters(), scanner::Characters::digits,
                       scanner::characters_named, {"digits", "alphanumeric"}));
  LOYALD_ASSIGN(format.check, one_of(check, at + ".check", from.check(), scanner::Check::none,
                                     scanner::check_named, check_names()));
  for (int i = 0; i < from.symbologies_size(); ++i) {
    const std::string key = at + ".symbologies[" + std::to_string(i + 1) + "]";
    LOYALD_TRY(check.required(key, from.symbologies(i)));
    LOYALD_ASSIGN(const Symbology symbology,
                  one_of(check, key, from.symbologies(i), Symbology::unknown,
                         scanner::symbology_named, symbology_names()));
    format.symbologies.push_back(symbology);
  }
  auto checked = scanner::checked(std::move(format));
  if (!checked) return check.fail(at, checked.error().message, checked.error().hint);
  return checked;
}

}  // namespace

Result<scanner::CardRecogniser> read_card_formats(
    const ConfigCheck& check,
    const google::protobuf::RepeatedPtrField<v1::CardFormatConfig>& formats) {
  if (formats.empty()) {
    return check.fail("card_format", "at least one is required",
                      "add a table [[card_format]] that says what a loyalty card looks like");
  }
  std::vector<CardFormat> read;
  for (int i = 0; i < formats.size(); ++i) {
    LOYALD_ASSIGN(CardFormat format,
                  read_format(check, "card_format[" + std::to_string(i + 1) + "]", formats[i]));
    read.push_back(std::move(format));
  }
  auto cards = scanner::CardRecogniser::make(std::move(read));
  if (!cards) return check.fail("card_format", cards.error().message, cards.error().hint);
  return cards;
}

}  // namespace loyald::daemon
