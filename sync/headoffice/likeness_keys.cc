// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/likeness_keys.h"

#include <unicode/translit.h>

#include <algorithm>
#include <memory>

#include "store/base/check.h"
#include "store/base/hash.h"

namespace loyald {
namespace {

// Making one takes milliseconds, and one may be used by one thread at a time.
const icu::Transliterator& to_latin() {
  static thread_local const std::unique_ptr<icu::Transliterator> made = [] {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    std::unique_ptr<icu::Transliterator> transliterator(icu::Transliterator::createFromRules(
        "comparable", "::Any-Latin; ::de-ASCII; ::Latin-ASCII; ::Lower; [:^Alnum:] > ' ';",
        UTRANS_FORWARD, where, status));
    CHECK(U_SUCCESS(status));
    return transliterator;
  }();
  return *made;
}

Likeness likeness(LikenessKind kind, const std::string& what) {
  Likeness made{kind, {}};
  const Hash hash = sha256(std::string(reason_of(kind)) + ":" + what);
  std::copy_n(hash.begin(), made.key.size(), made.key.begin());
  return made;
}

}  // namespace

std::string_view reason_of(LikenessKind kind) {
  switch (kind) {
    case LikenessKind::phone:
      return "same_phone";
    case LikenessKind::mail:
      return "same_mail";
    case LikenessKind::name_and_birthday:
      return "same_name_and_birthday";
    case LikenessKind::name_and_address:
      return "same_name_and_address";
  }
  CHECK(false);
}

std::string comparable(std::string_view name) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  to_latin().transliterate(text);
  std::string latin;
  text.toUTF8String(latin);
  std::vector<std::string> words(1);
  for (const char c : latin) {
    const bool ends_word = c == ' ';
    if (!ends_word) words.back() += c;
    if (ends_word && !words.back().empty()) words.emplace_back();
  }
  std::ranges::sort(words);
  std::string sorted;
  for (const std::string& word : words) {
    if (word.empty()) continue;
    sorted += (sorted.empty() ? "" : " ") + word;
  }
  return sorted;
}

std::vector<Likeness> likenesses_of(const v1::MemberProfile& profile) {
  std::vector<Likeness> all;
  if (!profile.phone().empty()) all.push_back(likeness(LikenessKind::phone, profile.phone()));
  if (!profile.mail().empty()) all.push_back(likeness(LikenessKind::mail, profile.mail()));
  const std::string name = comparable(profile.name());
  if (name.empty()) return all;
  if (profile.has_birthday()) {
    all.push_back(
        likeness(LikenessKind::name_and_birthday, name + "|" + std::to_string(profile.birthday())));
  }
  const v1::PostalAddress& address = profile.address();
  const std::string street = comparable(address.street());
  if (!street.empty() && !address.postal_code().empty()) {
    all.push_back(likeness(LikenessKind::name_and_address,
                           name + "|" + street + "|" + comparable(address.postal_code())));
  }
  return all;
}

}  // namespace loyald
