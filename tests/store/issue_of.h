// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "store/card_issue.h"

namespace loyald::testing {

// Ann asks for cards 042 + nine digits + "7", which stands for a check.
inline CardIssue issue_of(const std::string& batch, std::int64_t cards, std::int64_t from = 0) {
  CardIssue issue;
  issue.batch.id = batch;
  issue.batch.shape = {"042", 13, 9};
  issue.batch.format = "card";
  issue.batch.symbology = "qr";
  issue.batch.cards = cards;
  issue.batch.issued_by = "ann";
  issue.batch.reason = "opening";
  issue.from = from;
  issue.complete = [](const std::string& unchecked) { return std::optional(unchecked + "7"); };
  return issue;
}

}  // namespace loyald::testing
