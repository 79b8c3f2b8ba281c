// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/programme/language.h"
#include "store/programme/reason.h"

namespace loyald::programme {

// How reasons write amounts of money.
struct ReasonStyle {
  Language language = Language::english;
  std::string currency = {};  // empty: minor units as digits, for programs that read them
};

// A reason in words, without a full stop: "minimum spend 20.00 EUR not reached: 12.50 EUR". Empty
// for no reason. Pure, callable from any thread.
std::string reason_text(const Reason& reason, const ReasonStyle& style = {});

}  // namespace loyald::programme
