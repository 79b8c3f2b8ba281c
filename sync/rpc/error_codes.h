// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "store/base/error.h"

namespace loyald::rpc {

// How the Connect protocol writes our error codes (connectrpc.com/docs/protocol, "Error codes").
// Errc is finer in two places: not_a_card travels as not_found, insufficient as
// failed_precondition.
std::string_view connect_code(Errc code);
int http_status(Errc code);

// What an answer with that code means to us; internal for a word that is no Connect code.
Errc errc_from_connect(std::string_view code);

// The same from the status alone, where a proxy or portal answered instead of a Connect server.
// As the protocol says, except that a redirect is unavailable: we follow none, and it is most
// likely a portal that wants a login.
Errc errc_from_http(int status);

}  // namespace loyald::rpc
