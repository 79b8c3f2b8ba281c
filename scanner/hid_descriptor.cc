// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_descriptor.h"

#include <algorithm>
#include <string>
#include <utility>

namespace loyald::scanner {
namespace {

// Item prefixes without their size bits.
enum Item : std::uint8_t {
  kInput = 0x80,
  kOutput = 0x90,
  kCollection = 0xa0,
  kFeature = 0xb0,
  kEndCollection = 0xc0,
  kUsagePage = 0x04,
  kReportSize = 0x74,
  kReportId = 0x84,
  kReportCount = 0x94,
  kPush = 0xa4,
  kPop = 0xb4,
  kUsage = 0x08,
  kUsageMinimum = 0x18,
  kUsageMaximum = 0x28,
};
constexpr std::uint8_t kLongItem = 0xfe;
constexpr std::uint32_t kConstant = 1;  // in an Input or Output item's data: padding
constexpr std::size_t kMaxBits = 32;

struct Globals {
  std::uint16_t page = 0;
  std::size_t size = 0;
  std::size_t count = 0;
  std::uint8_t id = 0;
};

tl::unexpected<Error> bad(const std::string& what) {
  return fail(Errc::invalid_argument, "its HID report descriptor " + what);
}

class Walker {
 public:
  Result<void> take(std::uint8_t item, std::size_t data_bytes, std::uint32_t data) {
    switch (item) {
      case kUsagePage:
        globals_.page = static_cast<std::uint16_t>(data);
        return {};
      case kReportSize:
        globals_.size = data;
        return {};
      case kReportCount:
        globals_.count = data;
        return {};
      case kReportId:
        return set_id(data);
      case kPush:
        if (stack_.size() == kMaxHidDepth) return bad("pushes too often");
        stack_.push_back(globals_);
        return {};
      case kPop:
        if (stack_.empty()) return bad("pops what it has not pushed");
        globals_ = stack_.back();
        stack_.pop_back();
        return {};
      case kUsage:
        return add_usages(usage_of(data_bytes, data), 1);
      case kUsageMinimum:
        minimum_ = usage_of(data_bytes, data);
        return {};
      case kUsageMaximum:
        return add_range(usage_of(data_bytes, data));
      case kCollection:
        return open_collection();
      case kEndCollection:
        if (depth_ == 0) return bad("ends a collection that it has not begun");
        --depth_;
        usages_.clear();
        return {};
      case kInput:
        return add_fields(HidReport::Kind::input, data);
      case kOutput:
        return add_fields(HidReport::Kind::output, data);
      case kFeature:
        return add_fields(HidReport::Kind::feature, data);
      default:
        return {};  // ranges, units, strings: nothing that moves a field
    }
  }

  Result<HidDescriptor> finish() {
    if (depth_ != 0) return bad("does not end its collections");
    for (HidReport& report : out_.reports) report.bytes = (report.bytes + 7) / 8;
    return std::move(out_);
  }

 private:
  HidUsage usage_of(std::size_t data_bytes, std::uint32_t data) const {
    const auto id = static_cast<std::uint16_t>(data);
    return {data_bytes == 4 ? static_cast<std::uint16_t>(data >> 16U) : globals_.page, id};
  }

  Result<void> set_id(std::uint32_t data) {
    if (data == 0 || data > UINT8_MAX) return bad("has a report id that does not exist");
    if (!out_.has_ids && !out_.reports.empty()) return bad("begins to use report ids too late");
    out_.has_ids = true;
    globals_.id = static_cast<std::uint8_t>(data);
    return {};
  }

  Result<void> add_usages(HidUsage first, std::size_t count) {
    if (usages_.size() + count > kMaxHidUsages) return bad("has too many usages in one item");
    for (std::size_t i = 0; i < count; ++i, ++first.id) usages_.push_back(first);
    return {};
  }

  Result<void> add_range(HidUsage maximum) {
    const auto minimum = std::exchange(minimum_, std::nullopt);
    if (!minimum || minimum->page != maximum.page || minimum->id > maximum.id) {
      return bad("has a range of usages without a beginning");
    }
    return add_usages(*minimum, static_cast<std::size_t>(maximum.id - minimum->id) + 1);
  }

  Result<void> open_collection() {
    if (depth_ == kMaxHidDepth) return bad("nests its collections too deeply");
    if (depth_++ == 0 && !usages_.empty()) out_.applications.push_back(usages_.front());
    usages_.clear();
    return {};
  }

  HidReport& report(HidReport::Kind kind) {
    const auto found = std::ranges::find_if(out_.reports, [&](const HidReport& one) {
      return one.kind == kind && one.id == globals_.id;
    });
    if (found != out_.reports.end()) return *found;
    // `bytes` counts bits until finish().
    out_.reports.push_back({kind, globals_.id, out_.has_ids ? std::size_t{8} : 0, {}});
    return out_.reports.back();
  }

  Result<void> add_fields(HidReport::Kind kind, std::uint32_t flags) {
    auto usages = std::exchange(usages_, {});
    const std::size_t limit = kMaxHidReportBytes * 8;
    if (globals_.size > limit || globals_.count > limit) return bad("has too long a report");
    if (out_.has_ids && globals_.id == 0) return bad("has a report without an id among others");
    HidReport& to = report(kind);
    std::size_t at = to.bytes;
    to.bytes += globals_.size * globals_.count;
    if (to.bytes > limit) return bad("has too long a report");
    const bool is_readable = globals_.size >= 1 && globals_.size <= kMaxBits;
    if ((flags & kConstant) != 0 || usages.empty() || !is_readable) return {};
    // Each value has the next usage, and all that are left the last one.
    for (std::size_t left = globals_.count, i = 0; left > 0; ++i) {
      const std::size_t count = i + 1 < usages.size() ? 1 : left;
      if (++fields_ > kMaxHidFields) return bad("has too many fields");
      to.fields.push_back({usages[i], at, globals_.size, count});
      at += count * globals_.size;
      left -= count;
    }
    return {};
  }

  HidDescriptor out_;
  Globals globals_;
  std::vector<Globals> stack_;
  std::vector<HidUsage> usages_;
  std::optional<HidUsage> minimum_;
  std::size_t depth_ = 0;
  std::size_t fields_ = 0;
};

}  // namespace

const HidField* HidReport::find(HidUsage usage) const {
  const auto found = std::ranges::find(fields, usage, &HidField::usage);
  return found == fields.end() ? nullptr : &*found;
}

bool HidDescriptor::is(HidUsage application) const {
  return std::ranges::find(applications, application) != applications.end();
}

const HidReport* HidDescriptor::find(HidReport::Kind kind, std::uint8_t id) const {
  const auto found = std::ranges::find_if(
      reports, [&](const HidReport& one) { return one.kind == kind && one.id == id; });
  return found == reports.end() ? nullptr : &*found;
}

Result<HidDescriptor> read_hid_descriptor(ByteView descriptor) {
  if (descriptor.size() > kMaxHidDescriptorBytes) return bad("is too long");
  Walker walker;
  for (std::size_t at = 0; at < descriptor.size();) {
    const std::uint8_t prefix = descriptor[at++];
    std::size_t size = prefix & 3U;
    if (size == 3) size = 4;
    // A long item: its length, a tag, and data that nobody has given a meaning.
    if (prefix == kLongItem) size = at < descriptor.size() ? descriptor[at] + std::size_t{2} : 2;
    if (descriptor.size() - at < size) return bad("ends in the middle of an item");
    if (prefix != kLongItem) {
      std::uint32_t data = 0;
      for (std::size_t i = 0; i < size; ++i) data |= std::uint32_t{descriptor[at + i]} << 8 * i;
      LOYALD_TRY(walker.take(prefix & 0xfcU, size, data));
    }
    at += size;
  }
  return walker.finish();
}

std::uint32_t hid_value(const HidField& field, ByteView report, std::size_t index) {
  const std::size_t first = field.offset + index * field.bits;
  if (index >= field.count || first + field.bits > report.size() * 8) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < field.bits; ++i) {
    const std::size_t bit = first + i;
    value |= (std::uint32_t{report[bit / 8]} >> bit % 8 & 1U) << i;
  }
  return value;
}

}  // namespace loyald::scanner
