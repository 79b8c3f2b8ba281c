// SPDX-License-Identifier: Apache-2.0
#include "store/programme_diff.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "store/base/check.h"
#include "store/message_text.h"

namespace loyald {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Arrays of tables whose order says nothing.
constexpr std::array<std::string_view, 2> kWithoutOrder{"unit", "group"};

const FieldDescriptor* id_key(const FieldDescriptor& key) {
  if (!key.is_repeated() || key.is_map() || key.message_type() == nullptr) return nullptr;
  return key.message_type()->FindFieldByName("id");
}

struct Entry {
  std::string id;
  const Message* message;
};

std::vector<Entry> entries_of(const Message& message, const FieldDescriptor& key) {
  std::vector<Entry> entries;
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &key); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &key, i);
    entries.push_back({entry.GetReflection()->GetString(entry, id_key(key)), &entry});
  }
  return entries;
}

const Message* find(const std::vector<Entry>& entries, const std::string& id) {
  for (const Entry& entry : entries) {
    if (entry.id == id) return entry.message;
  }
  return nullptr;
}

std::string joined(const std::string& a, const std::string& separator, const std::string& b) {
  return a.empty() ? b : a + separator + b;
}

// The places that kept their order: a longest increasing subsequence of `before`.
std::set<std::size_t> kept_order(const std::vector<std::size_t>& before) {
  std::vector<std::size_t> length(before.size(), 1);
  std::vector<std::size_t> previous(before.size(), before.size());
  std::size_t last = before.size();
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (before[j] < before[i] && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        previous[i] = j;
      }
    }
    if (last == before.size() || length[i] > length[last]) last = i;
  }
  std::set<std::size_t> kept;
  for (; last != before.size(); last = previous[last]) kept.insert(last);
  return kept;
}

class Differ {
 public:
  std::vector<ProgrammeChange> changes() && { return std::move(changes_); }

  // `place` names the table, `path` the keys within it that lead to the messages.
  void compare(const Message& before, const Message& after, const std::string& place,
               const std::string& path) {
    const auto& type = *before.GetDescriptor();
    CHECK(&type == after.GetDescriptor());
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& key = *type.field(i);
      if (id_key(key) != nullptr) {
        compare_tables(before, after, key, joined(place, ": ", joined(path, ".", key.name())));
      } else if (key.is_map()) {
        compare_maps(before, after, key, place, joined(path, ".", key.name()));
      } else if (key.is_repeated()) {
        compare_lists(before, after, key, place, joined(path, ".", key.name()));
      } else {
        compare_values(before, after, key, place, joined(path, ".", key.name()));
      }
    }
  }

 private:
  void report(ChangeKind kind, const std::string& place, std::string text) {
    changes_.push_back({kind, place, std::move(text)});
  }

  void report_values(const std::string& place, const std::string& path, const std::string& before,
                     const std::string& after) {
    if (before == after) return;
    report(ChangeKind::changed, place, path + " " + before + " -> " + after);
  }

  void compare_values(const Message& before, const Message& after, const FieldDescriptor& key,
                      const std::string& place, const std::string& path) {
    if (key.message_type() != nullptr && is_set(before, key) && is_set(after, key)) {
      compare(before.GetReflection()->GetMessage(before, &key),
              after.GetReflection()->GetMessage(after, &key), place, path);
    } else {
      report_values(place, path, value_text(before, key), value_text(after, key));
    }
  }

  void compare_maps(const Message& before, const Message& after, const FieldDescriptor& key,
                    const std::string& place, const std::string& path) {
    const auto old_texts = map_texts(before, key);
    const auto new_texts = map_texts(after, key);
    std::map<std::string, std::string> all = old_texts;
    all.insert(new_texts.begin(), new_texts.end());
    const auto text_of = [](const auto& texts, const std::string& name) {
      const auto found = texts.find(name);
      return found == texts.end() ? std::string("not set") : found->second;
    };
    for (const auto& [name, text] : all) {
      report_values(place, path + "." + name, text_of(old_texts, name), text_of(new_texts, name));
    }
  }

  void compare_lists(const Message& before, const Message& after, const FieldDescriptor& key,
                     const std::string& place, const std::string& path) {
    std::vector<std::string> gone = element_texts(before, key);
    std::string words;
    for (const std::string& text : element_texts(after, key)) {
      const auto was = std::find(gone.begin(), gone.end(), text);
      if (was == gone.end()) {
        words += " +" + text;
      } else {
        gone.erase(was);
      }
    }
    for (const std::string& text : gone) words += " -" + text;
    if (!words.empty()) report(ChangeKind::changed, place, path + words);
  }

  void compare_tables(const Message& before, const Message& after, const FieldDescriptor& key,
                      const std::string& array) {
    const std::vector<Entry> old_entries = entries_of(before, key);
    const std::vector<Entry> new_entries = entries_of(after, key);
    for (const Entry& entry : new_entries) {
      const std::string place = array + " " + entry.id;
      if (const Message* was = find(old_entries, entry.id)) {
        compare(*was, *entry.message, place, "");
      } else {
        report(ChangeKind::added, place, joined("added", ": ", keys_text(*entry.message)));
      }
    }
    for (const Entry& entry : old_entries) {
      if (find(new_entries, entry.id) == nullptr) {
        report(ChangeKind::removed, array + " " + entry.id, "removed");
      }
    }
    if (std::find(kWithoutOrder.begin(), kWithoutOrder.end(), key.name()) == kWithoutOrder.end()) {
      compare_order(old_entries, new_entries, array);
    }
  }

  void compare_order(const std::vector<Entry>& before, const std::vector<Entry>& after,
                     const std::string& array) {
    std::vector<std::size_t> common;  // places in `after`
    std::vector<std::size_t> was;     // and those in `before`
    for (std::size_t i = 0; i < after.size(); ++i) {
      const auto place = std::find_if(before.begin(), before.end(),
                                      [&](const Entry& e) { return e.id == after[i].id; });
      if (place == before.end()) continue;
      common.push_back(i);
      was.push_back(static_cast<std::size_t>(place - before.begin()));
    }
    const std::set<std::size_t> kept = kept_order(was);
    for (std::size_t i = 0; i < common.size(); ++i) {
      if (kept.contains(i)) continue;
      const std::size_t now = common[i];
      report(ChangeKind::moved, array + " " + after[now].id,
             now == 0 ? "moved: now the first" : "moved: now after " + after[now - 1].id);
    }
  }

  std::vector<ProgrammeChange> changes_;
};

}  // namespace

const char* name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::removed:
      return "removed";
    case ChangeKind::changed:
      return "changed";
    case ChangeKind::moved:
      return "moved";
  }
  return "";
}

std::string in_words(const ProgrammeChange& change) {
  return joined(change.place, ": ", change.text);
}

std::vector<ProgrammeChange> programme_diff(const Message& before, const Message& after) {
  Differ differ;
  differ.compare(before, after, "", "");
  return std::move(differ).changes();
}

}  // namespace loyald
