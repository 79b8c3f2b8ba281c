// SPDX-License-Identifier: Apache-2.0
#include "daemon/tax_shares.h"

#include <map>

#include "daemon/field_check.h"

namespace loyald::daemon {
namespace {

struct Sums {
  std::int64_t total = 0;
  std::int64_t discount = 0;
  std::int64_t tendered = 0;
};

TaxShares shares_of(const std::map<int, Sums>& by_rate) {
  TaxShares shares;
  for (const auto& [rate, sums] : by_rate) {
    v1::TaxShare& share = *shares.Add();
    share.set_tax_rate(rate);
    share.set_total(shown(sums.total));
    share.set_discount(shown(sums.discount));
    share.set_tendered(shown(sums.tendered));
  }
  return shares;
}

}  // namespace

TaxShares tax_shares(const v1::Sale& sale) {
  std::map<int, Sums> by_rate;
  for (int i = 0; i < sale.lines_size(); ++i) {
    Sums& sums = by_rate[sale.lines(i).tax_rate()];
    sums.total += sale.lines(i).amount();
    for (const v1::LineReward& reward : sale.outcomes(i).rewards()) {
      const bool tender = sale.rewards(static_cast<int>(reward.reward())).tender();
      (tender ? sums.tendered : sums.discount) += reward.value();
    }
  }
  return shares_of(by_rate);
}

TaxShares tax_shares(const QuoteView& quote) {
  std::map<int, Sums> by_rate;
  const auto& lines = quote.situation.basket.lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Sums& sums = by_rate[lines[i].tax_rate];
    sums.total += lines[i].amount.minor;
    for (const programme::LineReward& reward : quote.evaluation.lines[i].rewards) {
      const bool tender = quote.evaluation.rewards[reward.reward].tender;
      (tender ? sums.tendered : sums.discount) += reward.value.minor;
    }
  }
  return shares_of(by_rate);
}

}  // namespace loyald::daemon
