// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/base/time.h"

namespace loyald::programme {

// Calendar periods; weeks begin on Monday. Pure functions, callable from any thread.
enum class Period { day, week, month, quarter, year };

// The first day of the period that `day` falls into; never before kFirstDate.
Date begin_of(Period period, Date day);
// The first day after it; at most kNever.
Date end_of(Period period, Date day);

// 0 = Monday … 6 = Sunday.
int weekday(Date day);

// "day", "week", …
const char* name(Period period);

}  // namespace loyald::programme
