// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "daemon/loyalctl/remote.h"
#include "store/programme/programme.h"

namespace loyald::loyalctl {

// A programme, wherever it was asked for from.
struct NamedProgramme {
  std::string name;  // "spring.toml", "in force (version 3)"
  std::string toml;
  programme::Programme programme;
};

// What a programme may be named by, for the help of commands.
inline constexpr const char* kProgrammeSources =
    "a file, or in-force or version:N at head office (./in-force is a file)";

// Errors: what is wrong with the file, or what head office says.
Result<NamedProgramme> read_programme_source(const std::string& source,
                                             const HeadOfficeAddress& address);

}  // namespace loyald::loyalctl
