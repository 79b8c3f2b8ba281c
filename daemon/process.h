// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/base/error.h"

// What every Loyald daemon's main() does alike.
namespace loyald::daemon {

// Log lines on standard error: with systemd's priority in front ("<4>…", sd-daemon(3)) where the
// journal reads them, else with the time. Calls once, before the first line.
void log_to_stderr();

// The status a process ends with when it could not start (sysexits.h): 75 where the same may work
// later (port or lock taken, disk full), 70 where the books are damaged, else 64.
int exit_status(const Error& error);

// Prints "program: message" and the hint, and returns exit_status().
int report(const char* program, const Error& error);

}  // namespace loyald::daemon
