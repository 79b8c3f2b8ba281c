// SPDX-License-Identifier: Apache-2.0
#include "store/toml_message.h"

#include <google/protobuf/descriptor.h>
#include <toml++/toml.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "store/base/check.h"
#include "store/base/text.h"

namespace loyald {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What a person calls the value they wrote.
std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number with a point";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

std::string below(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

// Walks the tree along the descriptor. toml++ keeps tables sorted by key, not in the file's order,
// so all of the file is walked, and the errors are put in the file's order afterwards.
class Filler {
 public:
  explicit Filler(std::string_view file) : file_(file) {}

  void fill(const toml::table& table, const std::string& path, Message& out) {
    const Descriptor& type = *out.GetDescriptor();
    for (const auto& [key, node] : table) {
      const std::string at = below(path, key.str());
      if (const FieldDescriptor* field = type.FindFieldByName(std::string(key.str()))) {
        fill_field(node, at, *field, out);
      } else {
        report_unknown(key, at, type);
      }
    }
  }

  std::vector<Error> errors() && {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& a, const Found& b) { return a.place < b.place; });
    std::vector<Error> errors;
    for (Found& each : found_) errors.push_back(std::move(each.error));
    return errors;
  }

 private:
  struct Found {
    toml::source_position place;
    Error error;
  };

  void report(const toml::source_region& source, const std::string& path, const std::string& what,
              std::string hint = {}) {
    std::string message = file_ + ":" + std::to_string(source.begin.line) + ": " + path + ": ";
    found_.push_back(
        {source.begin, Error(Errc::invalid_argument, message + what, std::move(hint))});
  }

  void report_unknown(const toml::key& key, const std::string& path, const Descriptor& type) {
    std::vector<std::string> known;
    for (int i = 0; i < type.field_count(); ++i) known.push_back(type.field(i)->name());
    const std::string close = nearest(key.str(), known);
    report(key.source(), path, "unknown key", close.empty() ? "" : "did you mean " + close + "?");
  }

  void report_kind(const toml::node& node, const std::string& path, const std::string& wanted) {
    report(node.source(), path, "must be " + wanted + ", not " + std::string(kind_of(node)));
  }

  void fill_field(const toml::node& node, const std::string& path, const FieldDescriptor& field,
                  Message& out) {
    if (field.is_map()) {
      fill_map(node, path, field, out);
    } else if (field.is_repeated()) {
      fill_repeated(node, path, field, out);
    } else {
      fill_value(node, path, field, out);
    }
  }

  // An entry of a map field is a message with the fields 1, key, and 2, value.
  void fill_map(const toml::node& node, const std::string& path, const FieldDescriptor& field,
                Message& out) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return report_kind(node, path, "a table");
    const FieldDescriptor& key_field = *field.message_type()->map_key();
    CHECK(key_field.cpp_type() == FieldDescriptor::CPPTYPE_STRING);
    for (const auto& [key, value] : *table) {
      Message* entry = out.GetReflection()->AddMessage(&out, &field);
      entry->GetReflection()->SetString(entry, &key_field, std::string(key.str()));
      fill_value(value, below(path, key.str()), *field.message_type()->map_value(), *entry);
    }
  }

  void fill_repeated(const toml::node& node, const std::string& path, const FieldDescriptor& field,
                     Message& out) {
    const toml::array* array = node.as_array();
    if (array == nullptr) {
      const bool tables = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
      return report_kind(node, path, tables ? "an array of tables, [[" + path + "]]" : "an array");
    }
    std::size_t count = 0;
    for (const toml::node& element : *array) {
      // Counted from 1, as people count.
      fill_value(element, path + "[" + std::to_string(++count) + "]", field, out);
    }
  }

  // Sets a single field, or adds to a repeated one.
  void fill_value(const toml::node& node, const std::string& path, const FieldDescriptor& field,
                  Message& out) {
    const auto& reflection = *out.GetReflection();
    const bool add = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        if (const auto value = integer<std::int32_t>(node, path)) {
          add ? reflection.AddInt32(&out, &field, *value)
              : reflection.SetInt32(&out, &field, *value);
        }
        return;
      case FieldDescriptor::CPPTYPE_INT64:
        if (const auto value = integer<std::int64_t>(node, path)) {
          add ? reflection.AddInt64(&out, &field, *value)
              : reflection.SetInt64(&out, &field, *value);
        }
        return;
      case FieldDescriptor::CPPTYPE_UINT32:
        if (const auto value = integer<std::uint32_t>(node, path)) {
          add ? reflection.AddUInt32(&out, &field, *value)
              : reflection.SetUInt32(&out, &field, *value);
        }
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (const auto* value = node.as_boolean()) {
          add ? reflection.AddBool(&out, &field, value->get())
              : reflection.SetBool(&out, &field, value->get());
        } else {
          report_kind(node, path, "true or false");
        }
        return;
      case FieldDescriptor::CPPTYPE_STRING:
        if (const auto* value = node.as_string()) {
          add ? reflection.AddString(&out, &field, value->get())
              : reflection.SetString(&out, &field, value->get());
        } else {
          report_kind(node, path, "text in quotes");
        }
        return;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (const toml::table* table = node.as_table()) {
          fill(*table, path,
               add ? *reflection.AddMessage(&out, &field)
                   : *reflection.MutableMessage(&out, &field));
        } else {
          report_kind(node, path, "a table, [" + path + "]");
        }
        return;
      default:
        CHECK(false);  // no message that people write as TOML has such a field
    }
  }

  template <class Integer>
  std::optional<Integer> integer(const toml::node& node, const std::string& path) {
    const auto* written = node.as_integer();
    if (written == nullptr) {
      report_kind(node, path, "an integer");
      return {};
    }
    using Limits = std::numeric_limits<Integer>;
    const std::int64_t value = written->get();
    if (!std::in_range<Integer>(value)) {
      report(node.source(), path,
             "must be " + std::to_string(Limits::min()) + " to " + std::to_string(Limits::max()) +
                 ", not " + std::to_string(value));
      return {};
    }
    return static_cast<Integer>(value);
  }

  std::string file_;
  std::vector<Found> found_;
};

}  // namespace

std::vector<Error> mistakes_in_toml(std::string_view text, std::string_view file, Message& out) {
  if (text.size() > kMaxTomlBytes) {
    return {Error(Errc::invalid_argument, std::string(file) + ":1: the file has more than " +
                                              std::to_string(kMaxTomlBytes) + " bytes")};
  }
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return {Error(Errc::invalid_argument, std::string(file) + ":" +
                                              std::to_string(error.source().begin.line) + ": " +
                                              std::string(error.description()))};
  }
  out.Clear();
  Filler filler(file);
  filler.fill(table, "", out);
  return std::move(filler).errors();
}

Result<void> fill_from_toml(std::string_view text, std::string_view file, Message& out) {
  std::vector<Error> mistakes = mistakes_in_toml(text, file, out);
  if (mistakes.empty()) return {};
  return fail(std::move(mistakes.front()));
}

}  // namespace loyald
