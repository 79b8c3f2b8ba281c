// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/page_files.h"
#include "sync/rpc/http.h"

namespace loyald::daemon {

// Serves files that do not change while the process runs: "/" is "/index.html". May be used from
// any thread.
class StaticPage {
 public:
  // `files` must outlive the page.
  explicit StaticPage(std::span<const PageFile> files);

  // The answer to a GET or HEAD of a file, 304 where the browser has it; nothing for other
  // requests.
  std::optional<rpc::HttpReply> reply(const rpc::HttpRequest& request) const;

 private:
  struct Entry {
    const PageFile* file;
    std::string etag;
  };
  std::map<std::string_view, Entry> entries_;
};

}  // namespace loyald::daemon
