// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/loyalctl/command.h"

namespace loyald::loyalctl {

// Each adds one subcommand of `loyalctl programme`.
void add_programme_check(CLI::App& programme, Outcome& outcome);
void add_programme_diff(CLI::App& programme, Outcome& outcome);
void add_programme_shadow(CLI::App& programme, Outcome& outcome);

}  // namespace loyald::loyalctl
