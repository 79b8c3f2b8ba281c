// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "proto/loyald/v1/issue.pb.h"
#include "scanner/card_recogniser.h"
#include "store/card_issue.h"
#include "store/programmes.h"

// Between IssueCards, of either daemon, and the books that hand out numbers: what a format means
// for them. Here the numbers get their check digits.
namespace loyald::daemon {

// What a signed card's code says, of its number. Empty where the batch is not signed.
using CardText = std::function<std::string(const std::string& number)>;

// What is asked of the books. A number is used where the configured formats recognise it as a card
// of this one and no other. `cards` must outlive the result. Errors: invalid_argument (no such
// format, length or symbology; a code that cannot hold such numbers).
Result<CardIssue> parse_issue(const v1::IssueCardsRequest& request,
                              const scanner::CardRecogniser& cards);

// The answer: the batch's numbers and what their codes say; CHECKs that a signed batch has its
// text. Reads the programme's name; throws sql::Error.
Result<v1::IssueCardsResponse> issue_reply(const CardBatch& batch,
                                           const std::vector<std::string>& numbers,
                                           Programmes& programmes, Date today,
                                           const CardText& signed_text);

}  // namespace loyald::daemon
