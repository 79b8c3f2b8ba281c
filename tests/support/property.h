// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "store/base/random.h"

// Properties with shrinking. A case is the list of numbers that were chosen while it was made; a
// case that fails is made smaller by leaving out and lowering choices, as long as it still fails.
namespace loyald::testing {

using Choices = std::vector<std::uint64_t>;

// Says first what a list of choices says, and goes on with a seed's or, without one, with zeros.
class Chooser final : public Random {
 public:
  explicit Chooser(Choices given) : given_(std::move(given)) {}
  explicit Chooser(std::uint64_t seed) : source_(seed), goes_on_(true) {}

  void fill(std::span<std::uint8_t> bytes) override {
    std::uint64_t choice = 0;
    if (made_.size() < given_.size()) {
      choice = given_[made_.size()];
    } else if (goes_on_) {
      choice = source_.next() >> kUnusedBits;
    }
    made_.push_back(choice);
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, choice >>= 8U) {
      *byte = static_cast<std::uint8_t>(choice);
    }
  }
  const Choices& made() const { return made_; }

 private:
  static constexpr int kUnusedBits = 40;  // small numbers are easier to lower and to read
  Choices given_;
  SeededRandom source_{0};
  bool goes_on_ = false;
  Choices made_;
};

// What is wrong in a case; the first finding counts. Empty = the property holds.
class Findings {
 public:
  void require(bool holds, const std::string& what) {
    if (!holds && what_.empty()) what_ = what;
  }
  template <class A, class B>
  void equal(const A& a, const B& b, const std::string& what) {
    if (!what_.empty() || a == b) return;
    std::ostringstream text;
    text << what << ": " << a << " is not " << b;
    what_ = text.str();
  }
  const std::string& what() const { return what_; }

 private:
  std::string what_;
};

using Property = std::function<void(Random&, Findings&)>;

// At most this many smaller cases are tried.
inline constexpr int kMaxShrinks = 3000;

inline std::string why_wrong(const Property& property, Chooser& chooser) {
  Findings findings;
  property(chooser, findings);
  return findings.what();
}

// The smallest failing case that is found from a failing one.
inline Choices shrink(const Property& property, Choices failing) {
  int left = kMaxShrinks;
  const auto still_fails = [&](const Choices& choices) {
    Chooser chooser(choices);
    return left-- > 0 && !why_wrong(property, chooser).empty();
  };
  for (bool smaller = true; smaller && left > 0;) {
    smaller = false;
    for (std::size_t size = failing.size(); size > 0; size /= 2) {
      for (std::size_t at = 0; at + size <= failing.size() && left > 0;) {
        Choices without = failing;
        const auto from = without.begin() + static_cast<std::ptrdiff_t>(at);
        without.erase(from, from + static_cast<std::ptrdiff_t>(size));
        if (still_fails(without)) {
          failing = std::move(without);
          smaller = true;
        } else {
          at += size;
        }
      }
    }
    for (std::size_t at = 0; at < failing.size() && left > 0; ++at) {
      for (const std::uint64_t lower : {std::uint64_t{0}, failing[at] / 2, failing[at] - 1}) {
        Choices lowered = failing;
        lowered[at] = lower;
        if (failing[at] == 0 || lower >= failing[at] || !still_fails(lowered)) continue;
        failing = std::move(lowered);
        smaller = true;
        break;
      }
    }
  }
  return failing;
}

inline std::string text_of(const Choices& choices) {
  std::string text;
  for (const std::uint64_t each : choices) text += (text.empty() ? "" : ",") + std::to_string(each);
  return text;
}

// Tries a property on `count` seeds, or on the one case that LOYALD_CASE names: the list of choices
// that an earlier failure printed.
inline void for_all(std::uint64_t count, const Property& property) {
  if (const char* named = std::getenv("LOYALD_CASE")) {
    Choices choices;
    std::istringstream words(named);
    for (std::string word; std::getline(words, word, ',');) choices.push_back(std::stoull(word));
    Chooser chooser(choices);
    CHECK_EQ(why_wrong(property, chooser), "");
    return;
  }
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    INFO("seed ", seed);
    Chooser chooser(seed);
    if (why_wrong(property, chooser).empty()) continue;
    const Choices smallest = shrink(property, chooser.made());
    Chooser again(smallest);
    FAIL("seed ", seed, ": ", why_wrong(property, again),
         "\nto repeat: LOYALD_CASE=", text_of(smallest), " and this test case alone");
  }
}

}  // namespace loyald::testing
