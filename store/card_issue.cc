// SPDX-License-Identifier: Apache-2.0
#include "store/card_issue.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/base/text.h"
#include "store/requests.h"

namespace loyald {
namespace {

constexpr int kDefaultListed = 100;
// Numbers that are passed over, of those of one call, before we say that the range is in use.
constexpr std::int64_t kMostPassedOver = 20 * kMostCardsAtOnce;

Result<void> check_text(const std::string& key, const std::string& text, std::size_t least,
                        std::size_t most) {
  if (text.size() >= least && text.size() <= most && is_utf8(text)) return {};
  return fail(Errc::invalid_argument, key + ": " + std::to_string(least) + " to " +
                                          std::to_string(most) + " bytes of UTF-8");
}

Result<void> check(const CardIssue& issue) {
  const CardBatch& batch = issue.batch;
  LOYALD_TRY(check_text("batch", batch.id, 1, kMaxBatchIdBytes));
  LOYALD_TRY(check_text("by", batch.issued_by, 0, kMaxNameBytes));
  LOYALD_TRY(check_text("reason", batch.reason, 0, kMaxReasonBytes));
  if (batch.cards < 1 || batch.cards > kMostCardsInBatch) {
    return fail(Errc::invalid_argument,
                "count: 1 to " + std::to_string(kMostCardsInBatch) + " cards",
                "make several batches of more");
  }
  if (issue.from < 0 || issue.from >= batch.cards) {
    return fail(Errc::invalid_argument, "from: is not within the batch");
  }
  if (batch.shape.body_length < kFewestBodyDigits) {
    return fail(Errc::invalid_argument,
                "cards of format \"" + batch.format + "\" have fewer than " +
                    std::to_string(kFewestBodyDigits) + " digits between prefix and check",
                "they could be guessed: issue longer cards");
  }
  return {};
}

Result<void> require_same(const CardBatch& known, const CardBatch& asked) {
  if (known.shape == asked.shape && known.format == asked.format &&
      known.symbology == asked.symbology && known.is_signed == asked.is_signed &&
      known.cards == asked.cards) {
    return {};
  }
  return fail(Errc::already_exists,
              "batch " + known.id + " is " + std::to_string(known.cards) + " cards of format \"" +
                  known.format + "\" as " + known.symbology + (known.is_signed ? ", signed" : ""),
              "ask for the same to print it again, or leave the batch's name out for new cards");
}

Result<CardOrder> order_for(CardSeries& series, Random& random, const CardShape& shape) {
  if (auto order = series.find(shape)) return *std::move(order);
  PermutationKey key{};
  random.fill(key);
  return series.begin(shape, key);
}

tl::unexpected<Error> refuse_used_up(const CardBatch& batch) {
  return fail(Errc::resource_exhausted,
              "the numbers of format \"" + batch.format + "\" are used up",
              "configure another [[card_format]], longer or with another prefix, for new cards");
}

// Takes the next numbers of the order and remembers their places.
Result<std::vector<std::string>> take(CardSeries& series, Identifiers& identifiers,
                                      CardOrder& order, const CardIssue& issue,
                                      std::int64_t wanted) {
  std::vector<std::string> numbers;
  CardRun run{issue.from, order.next, 0};
  const auto end_run = [&] {
    if (run.cards > 0) series.put(issue.batch, run);
    run = {issue.from + std::ssize(numbers), order.next, 0};
  };
  std::int64_t passed_over = 0;
  while (std::ssize(numbers) < wanted) {
    if (order.next >= order.size() || passed_over > kMostPassedOver) {
      return refuse_used_up(issue.batch);
    }
    auto number = issue.complete(order.unchecked_number(order.next));
    ++order.next;
    if (number && !identifiers.find(*number)) {
      numbers.push_back(*std::move(number));
      ++run.cards;
    } else {
      ++passed_over;
      end_run();
    }
  }
  end_run();
  series.set_next(order);
  return numbers;
}

// Numbers that were taken before.
std::vector<std::string> read(const std::vector<CardRun>& runs, const CardOrder& order,
                              const CardIssue& issue, std::int64_t end) {
  std::vector<std::string> numbers;
  for (const CardRun& run : runs) {
    for (std::int64_t card = std::max(issue.from, run.first_card);
         card < std::min(end, run.first_card + run.cards); ++card) {
      const auto number = issue.complete(order.unchecked_number(
          run.first_place + static_cast<std::uint64_t>(card - run.first_card)));
      if (!number) continue;
      numbers.push_back(*number);
    }
  }
  return numbers;
}

}  // namespace

Result<std::vector<std::string>> issue_cards(CardSeries& series, Identifiers& identifiers,
                                             Random& random, Timestamp now,
                                             const CardIssue& issue) {
  LOYALD_TRY(check(issue));
  const CardBatch& asked = issue.batch;
  const auto known = series.batch(asked.id);
  if (known) LOYALD_TRY(require_same(*known, asked));
  LOYALD_ASSIGN(CardOrder order, order_for(series, random, asked.shape));
  if (!known) {
    if (static_cast<std::uint64_t>(asked.cards) > order.size() - order.next) {
      return refuse_used_up(asked);
    }
    CardBatch batch = asked;
    batch.issued_at = now;
    series.put(batch);
  }
  if (issue.from == 0) series.count_fetch(asked.id, now, asked.issued_by);
  const std::vector<CardRun> runs = series.runs(asked.id);
  const std::int64_t taken = runs.empty() ? 0 : runs.back().first_card + runs.back().cards;
  const std::int64_t end = std::min(asked.cards, issue.from + kMostCardsAtOnce);
  if (issue.from > taken) {
    return fail(Errc::failed_precondition,
                "only " + std::to_string(taken) + " cards of the batch were fetched so far",
                "fetch them in their order");
  }
  if (issue.from == taken) return take(series, identifiers, order, issue, end - taken);
  std::vector<std::string> numbers = read(runs, order, issue, std::min(end, taken));
  if (std::ssize(numbers) == std::min(end, taken) - issue.from) return numbers;
  return fail(Errc::failed_precondition,
              "some cards of the batch are not cards of format \"" + asked.format + "\" any more",
              "its [[card_format]] was changed since, or another one fits them, too");
}

Result<v1::ListCardBatchesResponse> list_card_batches(CardSeries& series,
                                                      const v1::ListCardBatchesRequest& request) {
  const int limit = request.limit() == 0 ? kDefaultListed : request.limit();
  if (limit < 1 || limit > kMaxBatchesListed) {
    return fail(Errc::invalid_argument, "limit: 1 to " + std::to_string(kMaxBatchesListed));
  }
  std::vector<CardBatch> batches;
  if (request.number().empty()) {
    batches = series.newest(limit);
  } else {
    const auto id = series.batch_of(request.number());
    if (!id) {
      return fail(Errc::not_found, "that number was not handed out here",
                  "it was made elsewhere, or guessed");
    }
    const auto batch = series.batch(*id);
    CHECK(batch);
    batches.push_back(*batch);
  }
  v1::ListCardBatchesResponse response;
  for (const CardBatch& batch : batches) {
    v1::CardBatch& shown = *response.add_batches();
    shown.set_batch(batch.id);
    shown.set_format(batch.format);
    shown.set_symbology(batch.symbology);
    shown.set_is_signed(batch.is_signed);
    shown.set_cards(static_cast<std::int32_t>(batch.cards));
    shown.set_issued_at(format(batch.issued_at));
    shown.set_by(batch.issued_by);
    shown.set_reason(batch.reason);
    shown.set_fetches(static_cast<std::int32_t>(batch.fetches));
    shown.set_fetched_at(format(batch.fetched_at));
    shown.set_fetched_by(batch.fetched_by);
  }
  return response;
}

}  // namespace loyald
