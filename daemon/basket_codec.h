// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proto/loyald/v1/register.pb.h"
#include "store/base/result.h"
#include "store/programme/basket.h"
#include "store/programme/circumstances.h"

// The goods and rewards of a register's message, within the limits of register.proto. Errors:
// invalid_argument, naming the field. Pure; any thread.
namespace loyald::daemon {

inline constexpr std::size_t kMaxLineTags = 16;

Result<programme::Basket> parse_basket(const google::protobuf::RepeatedPtrField<v1::Line>& lines);
Result<std::vector<programme::RewardChoice>> parse_choices(
    const google::protobuf::RepeatedPtrField<v1::RewardUse>& rewards);

// When, where and how it is sold. Errors: as those of the basket.
Result<programme::SaleSetting> parse_setting(const v1::SaleCircumstances& from);

}  // namespace loyald::daemon
