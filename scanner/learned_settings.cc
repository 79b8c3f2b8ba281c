// SPDX-License-Identifier: Apache-2.0
#include "scanner/learned_settings.h"

#include <linux/input-event-codes.h>

#include <algorithm>
#include <set>
#include <utility>

#include "scanner/aim.h"

namespace loyald::scanner {
namespace {

constexpr std::array<std::string_view, 22> kLayouts{
    "us", "gb", "de", "fr", "es", "it", "ch", "ch(fr)", "be", "nl", "pt",
    "br", "at", "se", "fi", "no", "dk", "cz", "hu",     "tr", "pl", "us(intl)"};

constexpr std::string_view kEnds = "\r\n\t\x03";
constexpr char kStx = '\x02';
constexpr std::size_t kAimBytes = 3;

// Every fifth character: letters, digits and signs in each part.
std::array<std::string, kSheetParts> make_texts() {
  std::array<std::string, kSheetParts> texts;
  for (char c = '!'; c <= '~'; ++c) texts[static_cast<std::size_t>(c - '!') % kSheetParts] += c;
  // Not at an end, where some would trim it.
  texts.back().insert(texts.back().size() / 2, " ");
  return texts;
}

}  // namespace

const std::array<std::string, kSheetParts>& sheet_texts() {
  static const std::array<std::string, kSheetParts> texts = make_texts();
  return texts;
}

std::span<const std::string_view> sheet_layouts() { return kLayouts; }

Result<LearnedSheet> LearnedSheet::make() {
  std::vector<Layout> layouts;
  for (const std::string_view name : kLayouts) {
    LOYALD_ASSIGN(KeyLayout layout, KeyLayout::make(name));
    layouts.push_back({std::string(name), KeyDecoder(std::move(layout))});
  }
  return LearnedSheet(std::move(layouts));
}

std::optional<LearnedSheet::Around> LearnedSheet::around_part(std::string_view text,
                                                              std::string terminator) {
  for (std::size_t part = 0; part < kSheetParts; ++part) {
    const std::size_t at = text.find(sheet_texts()[part]);
    if (at == std::string_view::npos) continue;
    Around around;
    around.part = part;
    around.terminator = std::move(terminator);
    around.suffix = text.substr(at + sheet_texts()[part].size());
    std::string_view before = text.substr(0, at);
    const std::string_view last = before.substr(before.size() - std::min(before.size(), kAimBytes));
    if (!split_aim(last).id.empty()) {
      around.has_aim = true;
      before.remove_suffix(kAimBytes);
    }
    if (before.starts_with(kStx)) before.remove_prefix(1);
    around.prefix = before;
    return around;
  }
  return std::nullopt;
}

std::optional<LearnedSheet::Around> LearnedSheet::decoded(KeyDecoder& decoder,
                                                          std::span<const KeyEvent> keys) {
  decoder.reset();
  std::optional<Around> found;
  const auto look_at = [&found](const std::optional<KeyText>& text, const char* terminator) {
    if (text && !found) found = around_part(text->text, terminator);
  };
  for (const KeyEvent& key : keys) {
    look_at(decoder.feed(key), key.code == KEY_TAB ? "\t" : "\r");
  }
  if (const auto deadline = decoder.deadline()) look_at(decoder.on_timeout(*deadline), "");
  return found;
}

std::optional<std::size_t> LearnedSheet::add(std::span<const KeyEvent> keys) {
  std::vector<std::optional<Around>> explained;
  for (Layout& layout : layouts_) {
    explained.push_back(layout.explains ? decoded(layout.decoder, keys) : std::nullopt);
  }
  const auto first =
      std::ranges::find_if(explained, [](const auto& each) { return each.has_value(); });
  if (first == explained.end()) return std::nullopt;
  const std::size_t part = (*first)->part;
  for (std::size_t i = 0; i < layouts_.size(); ++i) {
    layouts_[i].explains = explained[i].has_value();
  }
  has_keys_ = true;
  // All layouts that explain the part agree in what is around it, unless a prefix has a key in
  // which they differ: the commonest layout says then.
  read_[part].push_back(*std::move(*first));
  return part;
}

std::optional<std::size_t> LearnedSheet::add(std::string_view bytes) {
  std::string_view text = bytes;
  while (!text.empty() && kEnds.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  auto around = around_part(text, std::string(bytes.substr(text.size())));
  if (!around) return std::nullopt;
  const std::size_t part = around->part;
  read_[part].push_back(*std::move(around));
  return part;
}

std::size_t LearnedSheet::parts_read() const { return read_.size(); }

Result<LearnedSettings> LearnedSheet::settings() const {
  if (read_.empty()) {
    return fail(Errc::failed_precondition, "nothing of the sheet was scanned",
                "scan its codes, all of them with the same scanner");
  }
  std::set<std::tuple<std::string, std::string, std::string, bool>> found;
  for (const auto& [part, scans] : read_) {
    for (const Around& each : scans) {
      found.emplace(each.prefix, each.suffix, each.terminator, each.has_aim);
    }
  }
  if (found.size() > 1) {
    return fail(Errc::failed_precondition,
                "what comes before and behind the codes is not always the same",
                "scan the whole sheet again with one scanner, without changing its settings");
  }
  LearnedSettings settings;
  std::tie(settings.prefix, settings.suffix, settings.terminator, settings.sends_aim) =
      *found.begin();
  if (has_keys_) {
    for (const Layout& layout : layouts_) {
      if (layout.explains) settings.layouts.push_back(layout.name);
    }
  }
  return settings;
}

void LearnedSheet::start_over() {
  for (Layout& layout : layouts_) layout.explains = true;
  has_keys_ = false;
  read_.clear();
}

}  // namespace loyald::scanner
