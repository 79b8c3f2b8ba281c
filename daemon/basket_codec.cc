// SPDX-License-Identifier: Apache-2.0
#include "daemon/basket_codec.h"

#include "daemon/field_check.h"
#include "store/base/amounts.h"
#include "store/requests.h"

namespace loyald::daemon {
namespace {

Result<std::int64_t> parse_amount(const std::string& field, std::int32_t amount) {
  if (amount < 0) {
    return fail(Errc::invalid_argument,
                field + ": must be 0 or more, not " + std::to_string(amount),
                "goods that come back go through Return, discounts into the line they belong to");
  }
  return parse_number(field, amount, 0, kMaxAmount);
}

Result<programme::BasketLine> parse_line(const std::string& at, const v1::Line& from) {
  programme::BasketLine line;
  LOYALD_ASSIGN(line.sku, parse_text(at + ".sku", from.sku(), kMaxNameBytes));
  LOYALD_ASSIGN(line.category, parse_text(at + ".category", from.category(), kMaxNameBytes));
  LOYALD_ASSIGN(line.department, parse_text(at + ".department", from.department(), kMaxNameBytes));
  LOYALD_ASSIGN(line.brand, parse_text(at + ".brand", from.brand(), kMaxNameBytes));
  LOYALD_TRY(parse_number(at + ".tags", from.tags_size(), 0, kMaxLineTags));
  for (int i = 0; i < from.tags_size(); ++i) {
    LOYALD_ASSIGN(std::string tag, parse_required(at + ".tags[" + std::to_string(i) + "]",
                                                  from.tags(i), kMaxNameBytes));
    line.tags.push_back(std::move(tag));
  }
  if (from.has_quantity()) {
    LOYALD_ASSIGN(line.quantity, parse_number(at + ".quantity", from.quantity(), 0, kMaxAmount));
  }
  LOYALD_ASSIGN(line.amount.minor, parse_amount(at + ".amount", from.amount()));
  if (from.has_list_amount()) {
    LOYALD_ASSIGN(const std::int64_t list,
                  parse_number(at + ".list_amount", from.list_amount(), from.amount(), kMaxAmount));
    line.list_amount = Money{list};
  }
  LOYALD_TRY(parse_number(at + ".tax_rate", from.tax_rate(), 0, programme::kMaxTaxRate));
  line.tax_rate = from.tax_rate();
  return line;
}

}  // namespace

Result<programme::Basket> parse_basket(const google::protobuf::RepeatedPtrField<v1::Line>& lines) {
  programme::Basket basket;
  if (static_cast<std::size_t>(lines.size()) > programme::kMaxBasketLines) {
    return fail(Errc::invalid_argument,
                "lines: there are " + std::to_string(lines.size()) + ", at most " +
                    std::to_string(programme::kMaxBasketLines) + " are taken");
  }
  std::int64_t total = 0;
  for (int i = 0; i < lines.size(); ++i) {
    LOYALD_ASSIGN(programme::BasketLine line,
                  parse_line("lines[" + std::to_string(i) + "]", lines[i]));
    total += line.list_amount.value_or(line.amount).minor;
    basket.lines.push_back(std::move(line));
  }
  if (total > kMaxAmount) {
    return fail(Errc::invalid_argument,
                "lines: come to more than " + std::to_string(kMaxAmount) + " together");
  }
  return basket;
}

Result<programme::SaleSetting> parse_setting(const v1::SaleCircumstances& from) {
  programme::SaleSetting setting;
  const std::string at = "circumstances.";
  if (from.has_sold_at()) {
    LOYALD_TRY(parse_number(at + "sold_at", from.sold_at(), 0, programme::kMinutesPerDay - 1));
    setting.sold_at = from.sold_at();
  }
  LOYALD_ASSIGN(setting.channel, parse_text(at + "channel", from.channel(), kMaxNameBytes));
  LOYALD_TRY(parse_number(at + "payments", from.payments_size(), 0, programme::kMaxPayments));
  for (int i = 0; i < from.payments_size(); ++i) {
    LOYALD_ASSIGN(std::string payment, parse_required(at + "payments[" + std::to_string(i) + "]",
                                                      from.payments(i), kMaxNameBytes));
    setting.payments.push_back(std::move(payment));
  }
  return setting;
}

Result<std::vector<programme::RewardChoice>> parse_choices(
    const google::protobuf::RepeatedPtrField<v1::RewardUse>& rewards) {
  LOYALD_TRY(parse_number("rewards", rewards.size(), 0, programme::kMaxRewardChoices));
  std::vector<programme::RewardChoice> choices;
  for (int i = 0; i < rewards.size(); ++i) {
    const std::string at = "rewards[" + std::to_string(i) + "]";
    programme::RewardChoice choice;
    LOYALD_ASSIGN(choice.reward,
                  parse_required(at + ".reward", rewards[i].reward(), kMaxNameBytes));
    LOYALD_ASSIGN(choice.quantity,
                  parse_number(at + ".quantity", rewards[i].quantity(), 0, kMaxAmount));
    choices.push_back(std::move(choice));
  }
  return choices;
}

}  // namespace loyald::daemon
