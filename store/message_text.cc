// SPDX-License-Identifier: Apache-2.0
#include "store/message_text.h"

#include <google/protobuf/descriptor.h>

#include "store/base/check.h"

namespace loyald {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string table_text(const Message& message) {
  const std::string keys = keys_text(message);
  return keys.empty() ? "{}" : "{ " + keys + " }";
}

// An element of a repeated key, or the value of a single one.
std::string one_text(const Message& message, const FieldDescriptor& key, int index) {
  const auto& reflection = *message.GetReflection();
  const bool many = key.is_repeated();
  switch (key.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(many ? reflection.GetRepeatedInt32(message, &key, index)
                                 : reflection.GetInt32(message, &key));
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(many ? reflection.GetRepeatedInt64(message, &key, index)
                                 : reflection.GetInt64(message, &key));
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(many ? reflection.GetRepeatedUInt32(message, &key, index)
                                 : reflection.GetUInt32(message, &key));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(many ? reflection.GetRepeatedUInt64(message, &key, index)
                                 : reflection.GetUInt64(message, &key));
    case FieldDescriptor::CPPTYPE_BOOL:
      return (many ? reflection.GetRepeatedBool(message, &key, index)
                   : reflection.GetBool(message, &key))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return (many ? reflection.GetRepeatedEnum(message, &key, index)
                   : reflection.GetEnum(message, &key))
          ->name();
    case FieldDescriptor::CPPTYPE_STRING:
      return quoted(many ? reflection.GetRepeatedString(message, &key, index)
                         : reflection.GetString(message, &key));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return table_text(many ? reflection.GetRepeatedMessage(message, &key, index)
                             : reflection.GetMessage(message, &key));
    default:
      CHECK(false);  // no message that people write as TOML has such a field
  }
  return {};
}

}  // namespace

bool is_set(const Message& message, const FieldDescriptor& key) {
  const auto& reflection = *message.GetReflection();
  return key.is_repeated() ? reflection.FieldSize(message, &key) > 0
                           : reflection.HasField(message, &key);
}

std::vector<std::string> element_texts(const Message& message, const FieldDescriptor& key) {
  std::vector<std::string> texts;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &key); ++i) {
    texts.push_back(one_text(message, key, i));
  }
  return texts;
}

std::map<std::string, std::string> map_texts(const Message& message, const FieldDescriptor& key) {
  const auto& reflection = *message.GetReflection();
  const auto& type = *key.message_type();
  std::map<std::string, std::string> texts;
  for (int i = 0; i < reflection.FieldSize(message, &key); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &key, i);
    const std::string name = entry.GetReflection()->GetString(entry, type.map_key());
    texts[name] = one_text(entry, *type.map_value(), 0);
  }
  return texts;
}

std::string value_text(const Message& message, const FieldDescriptor& key) {
  if (!is_set(message, key)) return "not set";
  if (!key.is_repeated()) return one_text(message, key, 0);
  std::string list;
  if (key.is_map()) {
    for (const auto& [name, text] : map_texts(message, key)) {
      list += (list.empty() ? "" : ", ") + name + " = " + text;
    }
    return "{ " + list + " }";
  }
  for (const std::string& text : element_texts(message, key)) {
    list += (list.empty() ? "" : ", ") + text;
  }
  return "[" + list + "]";
}

std::string keys_text(const Message& message) {
  const auto& type = *message.GetDescriptor();
  std::string keys;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& key = *type.field(i);
    if (key.name() == "id" || !is_set(message, key)) continue;
    keys += (keys.empty() ? "" : ", ") + key.name() + " = " + value_text(message, key);
  }
  return keys;
}

}  // namespace loyald
