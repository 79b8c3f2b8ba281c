// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/error_codes.h"

#include <algorithm>
#include <array>

#include "store/base/check.h"

namespace loyald::rpc {
namespace {

struct Row {
  Errc errc;
  std::string_view connect;
  int http;
};

// What we send.
constexpr std::array<Row, 14> kRows = {{
    {Errc::invalid_argument, "invalid_argument", 400},
    {Errc::not_a_card, "not_found", 404},
    {Errc::unauthenticated, "unauthenticated", 401},
    {Errc::permission_denied, "permission_denied", 403},
    {Errc::not_found, "not_found", 404},
    {Errc::already_exists, "already_exists", 409},
    {Errc::failed_precondition, "failed_precondition", 400},
    {Errc::insufficient, "failed_precondition", 400},
    {Errc::resource_exhausted, "resource_exhausted", 429},
    {Errc::unavailable, "unavailable", 503},
    {Errc::deadline_exceeded, "deadline_exceeded", 504},
    {Errc::data_loss, "data_loss", 500},
    {Errc::unimplemented, "unimplemented", 501},
    {Errc::internal, "internal", 500},
}};

struct Foreign {
  std::string_view connect;
  Errc errc;
};

// What we understand: first the codes that two of ours share, then those that only others send. A
// canceled call may have been carried out; an aborted one lost a race and may be repeated.
constexpr std::array<Foreign, 6> kForeign = {{
    {"not_found", Errc::not_found},
    {"failed_precondition", Errc::failed_precondition},
    {"canceled", Errc::deadline_exceeded},
    {"aborted", Errc::unavailable},
    {"out_of_range", Errc::invalid_argument},
    {"unknown", Errc::internal},
}};

const Row& row(Errc code) {
  const auto* found = std::ranges::find(kRows, code, &Row::errc);
  CHECK(found != kRows.end());
  return *found;
}

}  // namespace

std::string_view connect_code(Errc code) { return row(code).connect; }

int http_status(Errc code) { return row(code).http; }

Errc errc_from_connect(std::string_view code) {
  const auto* foreign = std::ranges::find(kForeign, code, &Foreign::connect);
  if (foreign != kForeign.end()) return foreign->errc;
  const auto* own = std::ranges::find(kRows, code, &Row::connect);
  return own == kRows.end() ? Errc::internal : own->errc;
}

Errc errc_from_http(int status) {
  if (status >= 300 && status < 400) return Errc::unavailable;
  switch (status) {
    case 401:
      return Errc::unauthenticated;
    case 403:
      return Errc::permission_denied;
    case 404:
      return Errc::unimplemented;
    case 429:
    case 502:
    case 503:
    case 504:
      return Errc::unavailable;
    default:
      return Errc::internal;  // 400 by the protocol; of others it says "unknown"
  }
}

}  // namespace loyald::rpc
