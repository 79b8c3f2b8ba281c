// SPDX-License-Identifier: Apache-2.0
#include "daemon/static_page.h"

#include "store/base/bytes.h"
#include "store/base/hash.h"

namespace loyald::daemon {
namespace {

// Nothing from elsewhere, nothing inline, in nobody's frame.
constexpr const char* kPolicy =
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

}  // namespace

StaticPage::StaticPage(std::span<const PageFile> files) {
  constexpr std::size_t kTagBytes = 16;
  for (const PageFile& file : files) {
    const Hash hash = sha256(file.bytes);
    Entry entry{&file, "\"" + to_hex(ByteView(hash).first(kTagBytes)) + "\""};
    if (file.path == "/index.html") entries_.emplace("/", entry);
    entries_.emplace(file.path, std::move(entry));
  }
}

std::optional<rpc::HttpReply> StaticPage::reply(const rpc::HttpRequest& request) const {
  const auto found = entries_.find(request.path);
  if (found == entries_.end() || (request.method != "GET" && request.method != "HEAD")) {
    return std::nullopt;
  }
  const auto& [file, etag] = found->second;
  rpc::HttpReply reply;
  reply.headers.add("ETag", etag);
  // Kept by the browser, asked about each time: a new version of the daemon shows at once.
  reply.headers.add("Cache-Control", "no-cache");
  reply.headers.add("Content-Security-Policy", kPolicy);
  reply.headers.add("X-Content-Type-Options", "nosniff");
  reply.headers.add("Referrer-Policy", "no-referrer");
  reply.headers.add("Permissions-Policy", "camera=(self)");
  if (request.headers.get("if-none-match") == etag) {
    reply.status = 304;
    return reply;
  }
  reply.headers.add("Content-Type", std::string(file->type));
  reply.body = file->bytes;
  return reply;
}

}  // namespace loyald::daemon
