// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sync/rpc/http.h"

namespace loyald::rpc {

// How the peer finds a reply's end (RFC 9112, 6).
enum class Framing { length, chunked, until_close };

// Status line and fields with the empty line behind them. Fields that frame the message are added;
// a line break in a field's value becomes a blank, so that no value can forge a field.
std::string reply_head(const HttpReply& reply, bool keep_alive, Framing framing);

// One chunk of a chunked body; empty for no bytes, because an empty chunk ends the body.
std::string http_chunk(std::string_view bytes);

// "shop.example:7411" -> "shop.example", "[::1]:7411" -> "[::1]"
std::string_view host_without_port(std::string_view host);

}  // namespace loyald::rpc
