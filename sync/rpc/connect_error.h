// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/error.h"
#include "sync/rpc/http.h"

namespace loyald::rpc {

// {"code":…,"message":…,"details":[]} with the code's status. Connect clients know no hint, so it
// follows the message: "no such card. Scan it again".
HttpReply error_reply(const Error& error);
// The same with another status, where HTTP has a closer one (404, 405, 413, 415).
HttpReply error_reply(const Error& error, int status);

// What an answer other than 200 says; from the status alone where the body is not Connect's. The
// message is cut at 1,000 bytes: it comes from outside.
Error read_error_reply(const HttpReply& reply);

// "message. hint", without doubling a full stop.
std::string joined_message(const Error& error);

}  // namespace loyald::rpc
