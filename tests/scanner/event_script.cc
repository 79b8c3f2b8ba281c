// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/event_script.h"

#include <linux/input.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/base/check.h"

namespace loyald::scanner::testing {
namespace {

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\\x") == 0) {
      out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

void read_key(const std::string& word, Timestamp now, std::vector<KeyEvent>& events) {
  const auto code = static_cast<std::uint16_t>(std::stoi(word.substr(1)));
  const int value = word[0] == '+' ? 1 : word[0] == '-' ? 0 : 2;
  // Auto-repeat is the kernel's own; only keys of the device have a scan code.
  if (value != 2) events.push_back({EV_MSC, MSC_SCAN, 0x70000 + code, now});
  events.push_back({EV_KEY, code, value, now});
}

}  // namespace

EventScript read_event_script(const std::string& path) {
  std::ifstream file(path);
  CHECK(file.good());
  EventScript script;
  Timestamp now{1'000'000};
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string word;
    if (!(words >> word) || word[0] == '#') continue;
    if (word == "layout") {
      words >> script.layout;
    } else if (word == "expect") {
      script.expected.push_back(unescaped(line.substr(std::strlen("expect "))));
    } else {
      now.ms += std::stoi(word);
      while (words >> word) {
        if (word == "dropped")
          script.events.push_back({EV_SYN, SYN_DROPPED, 0, now});
        else
          read_key(word, now, script.events);
      }
      script.events.push_back({EV_SYN, SYN_REPORT, 0, now});
    }
  }
  return script;
}

std::vector<std::string> event_scripts() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator("tests/scanner/fixtures")) {
    if (entry.path().extension() == ".events") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  CHECK(!paths.empty());
  return paths;
}

std::string as_records(const std::vector<KeyEvent>& events) {
  std::string out;
  for (const KeyEvent& event : events) {
    input_event record{};
    record.input_event_sec = event.time.ms / 1000;
    record.input_event_usec = event.time.ms % 1000 * 1000;
    record.type = event.type;
    record.code = event.code;
    record.value = event.value;
    out.append(reinterpret_cast<const char*>(&record), sizeof record);
  }
  return out;
}

}  // namespace loyald::scanner::testing
