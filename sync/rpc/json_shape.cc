// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/json_shape.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/src.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "store/base/text.h"

namespace loyald::rpc {
namespace json = boost::json;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
namespace {

// A key or word of the text may be a megabyte: an error shows this much of it.
constexpr std::size_t kShownMax = 64;
// A longer word resembles no field, and comparing takes time by its length.
constexpr std::size_t kComparedMax = 128;

Result<void> check_message(const json::value& value, const Descriptor& message,
                           const std::string& path);

std::string shown(std::string_view text) {
  if (text.size() <= kShownMax) return std::string(text);
  std::size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string shown(const json::value& value) {
  switch (value.kind()) {
    case json::kind::object:
      return "an object";
    case json::kind::array:
      return "an array";
    default:
      return shown(std::string_view(json::serialize(value)));
  }
}

std::string joined(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

tl::unexpected<Error> wrong(const std::string& path, const std::string& what,
                            std::string hint = {}) {
  return fail(Errc::invalid_argument, (path.empty() ? "the body" : path) + ": " + what,
              std::move(hint));
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > kComparedMax) return {};
  const std::string near = nearest(word, known);
  return near.empty() ? std::string() : "did you mean \"" + near + "\"?";
}

bool fits(double number, double low, double past) {
  return number == std::trunc(number) && number >= low && number < past;
}

// Whether a JSON number is an integer of that type. Those in a string ("9007199254740993") are left
// to protobuf.
bool is_integer_of(const json::value& value, FieldDescriptor::CppType type) {
  switch (type) {
    case FieldDescriptor::CPPTYPE_INT32: {
      if (value.is_double()) return fits(value.get_double(), -0x1p31, 0x1p31);
      return value.is_int64() && value.get_int64() >= std::numeric_limits<std::int32_t>::min() &&
             value.get_int64() <= std::numeric_limits<std::int32_t>::max();
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      if (value.is_double()) return fits(value.get_double(), 0, 0x1p32);
      return value.is_int64() && value.get_int64() >= 0 &&
             value.get_int64() <= std::numeric_limits<std::uint32_t>::max();
    }
    case FieldDescriptor::CPPTYPE_INT64:
      return value.is_int64() || (value.is_double() && fits(value.get_double(), -0x1p63, 0x1p63));
    case FieldDescriptor::CPPTYPE_UINT64:
      return value.is_uint64() || (value.is_int64() && value.get_int64() >= 0) ||
             (value.is_double() && fits(value.get_double(), 0, 0x1p64));
    default:
      return false;
  }
}

Result<void> check_enum(const json::value& value, const EnumDescriptor& type,
                        const std::string& path) {
  if (value.is_int64() || value.is_uint64()) return {};
  if (!value.is_string()) return wrong(path, shown(value) + " is not a word of " + type.name());
  const std::string_view word(value.get_string().data(), value.get_string().size());
  std::vector<std::string> known;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->name() == word) return {};
    known.push_back(type.value(i)->name());
  }
  return wrong(path, "\"" + shown(word) + "\" is not a word of " + type.name(),
               did_you_mean(word, known));
}

Result<void> check_scalar(const json::value& value, const FieldDescriptor& field,
                          const std::string& path) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return check_message(value, *field.message_type(), path);
    case FieldDescriptor::CPPTYPE_ENUM:
      return check_enum(value, *field.enum_type(), path);
    case FieldDescriptor::CPPTYPE_STRING:
      if (value.is_string()) return {};
      return wrong(path, shown(value) + " is not a string");
    case FieldDescriptor::CPPTYPE_BOOL:
      if (value.is_bool()) return {};
      return wrong(path, shown(value) + " is not true or false");
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      if (value.is_number() || value.is_string()) return {};
      return wrong(path, shown(value) + " is not a number");
    default:
      break;
  }
  if (value.is_string() || is_integer_of(value, field.cpp_type())) return {};
  if (!value.is_number()) return wrong(path, shown(value) + " is not a whole number");
  const bool wide = field.cpp_type() == FieldDescriptor::CPPTYPE_INT64 ||
                    field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64;
  const bool is_unsigned = field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32 ||
                           field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64;
  return wrong(path, shown(value) + " is not a whole number of " + (wide ? "64" : "32") + " bits" +
                         (is_unsigned ? " without a sign" : ""));
}

Result<void> check_field(const json::value& value, const FieldDescriptor& field,
                         const std::string& path) {
  if (value.is_null()) return {};  // the same as leaving it out
  if (field.is_map()) {
    if (!value.is_object()) return wrong(path, shown(value) + " is not an object");
    for (const auto& entry : value.get_object()) {
      const std::string key(entry.key().data(), entry.key().size());
      LOYALD_TRY(check_scalar(entry.value(), *field.message_type()->map_value(),
                              path + "[\"" + shown(key) + "\"]"));
    }
    return {};
  }
  if (!field.is_repeated()) return check_scalar(value, field, path);
  if (!value.is_array()) return wrong(path, shown(value) + " is not an array");
  std::size_t index = 0;
  for (const json::value& element : value.get_array()) {
    const std::string place = path + "[" + std::to_string(index++) + "]";
    if (element.is_null()) return wrong(place, "null cannot be an element");
    LOYALD_TRY(check_scalar(element, field, place));
  }
  return {};
}

const FieldDescriptor* field_named(const Descriptor& message, const std::string& key) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (field.json_name() == key || field.name() == key) return &field;
  }
  return nullptr;
}

std::vector<std::string> json_names(const Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) names.push_back(message.field(i)->json_name());
  return names;
}

Result<void> check_message(const json::value& value, const Descriptor& message,
                           const std::string& path) {
  if (message.file()->package() == "google.protobuf") return {};
  if (!value.is_object()) return wrong(path, shown(value) + " is not an object");
  for (const auto& entry : value.get_object()) {
    const std::string key(entry.key().data(), entry.key().size());
    const FieldDescriptor* field = field_named(message, key);
    if (!field) {
      return wrong(joined(path, shown(key)), "there is no such field in " + message.name(),
                   did_you_mean(key, json_names(message)));
    }
    LOYALD_TRY(check_field(entry.value(), *field, joined(path, field->json_name())));
  }
  return {};
}

}  // namespace

Result<void> check_json_shape(std::string_view text, const Descriptor& message) {
  json::parse_options options;
  options.max_depth = kJsonDepthMax;
  json::monotonic_resource memory;
  json::error_code ec;
  const json::value value = json::parse({text.data(), text.size()}, ec, &memory, options);
  if (ec) {
    std::string hint;
    if (ec == json::error::too_deep) {
      hint = "at most " + std::to_string(kJsonDepthMax) + " levels are read";
    } else if (text.empty()) {
      hint = "send {} for a request without fields";
    }
    return fail(Errc::invalid_argument, "the body is not valid JSON: " + ec.message(),
                std::move(hint));
  }
  return check_message(value, message, "");
}

}  // namespace loyald::rpc
