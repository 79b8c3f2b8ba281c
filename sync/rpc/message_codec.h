// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald::rpc {

// The two body formats of the Connect protocol.
enum class Codec { json, proto };

// "application/json", "application/proto", with or without parameters; nothing for any other.
std::optional<Codec> codec_of(std::string_view content_type);
std::string_view content_type(Codec codec);

// Fills `message` (which must be empty) from a body. In JSON an unknown field is an error; in
// protobuf it is kept and ignored, because a newer client may send it. Errors: invalid_argument,
// naming the field; `message` is then unspecified.
Result<void> decode(Codec codec, std::string_view body, google::protobuf::Message& message);

// JSON has lowerCamelCase names and also the fields that hold their default, so that a reader sees
// every number. Errors: internal, where a string of ours is not UTF-8.
Result<std::string> encode(Codec codec, const google::protobuf::Message& message);

}  // namespace loyald::rpc
