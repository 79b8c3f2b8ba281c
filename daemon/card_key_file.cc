// SPDX-License-Identifier: Apache-2.0
#include "daemon/card_key_file.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "daemon/text_file.h"
#include "store/base/bytes.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxKeyFileBytes = 256 * 1024;

std::string_view word_of(CardKeyKind kind) {
  return kind == CardKeyKind::signing ? "signing" : "rotating";
}

std::optional<CardKeyKind> kind_named(std::string_view word) {
  for (const CardKeyKind kind : {CardKeyKind::signing, CardKeyKind::rotating}) {
    if (word == word_of(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace

Result<CardKeyFile> CardKeyFile::read(std::string path) {
  CardKeyFile file(std::move(path));
  if (!std::filesystem::exists(file.path_)) return file;
  const auto wrong = [&](const std::string& what) {
    return fail(
        Errc::failed_precondition,
        "the keys of cards in " + file.path_ + " cannot be read: " + what,
        "put the file back from its backup: cards in customers' hands are signed with them");
  };
  const auto text = read_text_file(file.path_, kMaxKeyFileBytes);
  if (!text) return wrong(text.error().message);
  std::istringstream lines(*text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line);
    std::string kind_word;
    int key = 0;
    std::string hex;
    words >> kind_word >> key >> hex;
    const auto kind = kind_named(kind_word);
    const auto bytes = from_hex(hex);
    const bool is_sound = kind && 1 <= key && key <= kMaxCardKey && bytes &&
                          bytes->size() == sizeof(Secret) && (words >> std::ws).eof();
    if (!is_sound) return wrong("line " + std::to_string(number) + " is no key");
    Secret secret{};
    std::ranges::copy(*bytes, secret.begin());
    if (!file.secrets_.emplace(std::pair{*kind, key}, secret).second) {
      return wrong("line " + std::to_string(number) + " gives a key twice");
    }
  }
  return file;
}

std::optional<CardKeyFile::Secret> CardKeyFile::secret(CardKeyKind kind, int key) const {
  const auto found = secrets_.find({kind, key});
  return found == secrets_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<CardKey> CardKeyFile::keys() const {
  std::vector<CardKey> keys;
  for (const auto& [name, secret] : secrets_) {
    const auto& [kind, key] = name;
    keys.push_back(
        {kind, key,
         kind == CardKeyKind::signing ? to_string(public_key_of(secret)) : to_string(secret),
         false});
  }
  return keys;
}

Result<CardKey> CardKeyFile::make(CardKeyKind kind, int key, Random& random) {
  CardKeyFile more = *this;
  Secret secret{};
  random.fill(secret);
  more.secrets_[{kind, key}] = secret;
  std::string text;
  for (const auto& [name, each] : more.secrets_) {
    text += std::string(word_of(name.first)) + " " + std::to_string(name.second) + " " +
            to_hex(each) + "\n";
  }
  LOYALD_TRY(replace_file(path_, text));
  *this = std::move(more);
  const auto made = keys();
  return *std::ranges::find_if(
      made, [&](const CardKey& each) { return each.kind == kind && each.key == key; });
}

}  // namespace loyald::daemon
