// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <string>
#include <vector>

// Values of messages that people write as TOML, written as they would write them. Pure, callable
// from any thread.
namespace loyald {

// True where the key says something: a value that differs from the default, or was set to it where
// the schema tells that apart.
bool is_set(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& key);

// `100`, `"points"`, `true`, `["FUEL", "DELI"]`, `{ cost = 100, value = 100 }`; "not set" where
// is_set() says so.
std::string value_text(const google::protobuf::Message& message,
                       const google::protobuf::FieldDescriptor& key);

// Each element of a repeated key that is no map, in its order.
std::vector<std::string> element_texts(const google::protobuf::Message& message,
                                       const google::protobuf::FieldDescriptor& key);

// The entries of a map key.
std::map<std::string, std::string> map_texts(const google::protobuf::Message& message,
                                             const google::protobuf::FieldDescriptor& key);

// "unit = "points", quantity = 1": every key that is set, but `id`.
std::string keys_text(const google::protobuf::Message& message);

}  // namespace loyald
