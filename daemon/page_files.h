// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace loyald::daemon {

// A file of the cashier page (daemon/page), put into the program when it is built.
struct PageFile {
  std::string_view path;  // "/cashier.js"
  std::string_view type;  // "text/javascript; charset=utf-8"
  std::string_view bytes;
};
std::span<const PageFile> page_files();

}  // namespace loyald::daemon
