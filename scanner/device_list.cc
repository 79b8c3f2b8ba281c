// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_list.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

#include "scanner/udev_handle.h"

namespace loyald::scanner {
namespace {

// More than a till's PC has of one kind.
constexpr std::size_t kMaxDevices = 256;

const char* subsystem_of(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::keyboard:
      return "input";
    case DeviceKind::hid_pos:
      return "hidraw";
    case DeviceKind::serial:
      return "tty";
    case DeviceKind::camera:
      return "video4linux";
  }
  return "";
}

std::string text(const char* value) { return value == nullptr ? "" : value; }

std::string attribute(udev_device* device, const char* name) {
  return device == nullptr ? "" : text(udev_device_get_sysattr_value(device, name));
}

udev_device* parent(udev_device* device, const char* subsystem, const char* type = nullptr) {
  return udev_device_get_parent_with_subsystem_devtype(device, subsystem, type);
}

// What udev itself calls a keyboard: it has all of the first 31 keys. A scanner claims them too;
// its node for volume keys, and a mouse, do not.
bool is_keyboard(udev_device* device) {
  constexpr std::uint64_t kFirstKeys = 0xfffffffe;
  const std::string keys = attribute(parent(device, "input"), "capabilities/key");
  const std::size_t last = keys.rfind(' ');
  const std::string word = last == std::string::npos ? keys : keys.substr(last + 1);
  std::uint64_t bits = 0;
  std::from_chars(word.data(), word.data() + word.size(), bits, 16);
  return (bits & kFirstKeys) == kFirstKeys;
}

// Whether the report descriptor has the usage page 0x8C, Bar Code Scanner, as its short item 05 8c.
bool is_hid_pos(udev_device* device) {
  udev_device* hid = parent(device, "hid");
  if (hid == nullptr) return false;
  std::ifstream file(text(udev_device_get_syspath(hid)) + "/report_descriptor", std::ios::binary);
  const std::string descriptor((std::istreambuf_iterator<char>(file)), {});
  return descriptor.find("\x05\x8c") != std::string::npos;
}

// On USB, or a UART that was found: the kernel makes nodes for ports that are not there.
bool is_serial_port(udev_device* device) {
  if (parent(device, "usb", "usb_device") != nullptr) return true;
  const std::string type = attribute(device, "type");
  return !type.empty() && type != "0";
}

bool is_of_kind(udev_device* device, DeviceKind kind) {
  switch (kind) {
    case DeviceKind::keyboard:
      return is_keyboard(device);
    case DeviceKind::hid_pos:
      return is_hid_pos(device);
    case DeviceKind::serial:
      return is_serial_port(device);
    case DeviceKind::camera:
      // The others of a camera's nodes deliver its metadata.
      return attribute(device, "index") == "0";
  }
  return false;
}

// by-id, else by-path, else whatever link there is.
std::string best_link(udev_device* device) {
  std::string best;
  const auto rank = [](const std::string& link) {
    if (link.empty()) return 3;
    if (link.find("/by-id/") != std::string::npos) return 0;
    return link.find("/by-path/") != std::string::npos ? 1 : 2;
  };
  udev_list_entry* entry = nullptr;
  udev_list_entry_foreach(entry, udev_device_get_devlinks_list_entry(device)) {
    const std::string link = text(udev_list_entry_get_name(entry));
    if (rank(link) < rank(best) || (rank(link) == rank(best) && link < best)) best = link;
  }
  return best;
}

void add_usb(udev_device* device, AttachedDevice& found) {
  udev_device* usb = parent(device, "usb", "usb_device");
  if (usb == nullptr) return;
  found.vendor = attribute(usb, "idVendor");
  found.product = attribute(usb, "idProduct");
  found.serial = attribute(usb, "serial");
  found.port = text(udev_device_get_sysname(usb));
  found.interface_number = attribute(parent(device, "usb", "usb_interface"), "bInterfaceNumber");
  const std::string maker = attribute(usb, "manufacturer");
  const std::string product = attribute(usb, "product");
  found.name = maker + (maker.empty() || product.empty() ? "" : " ") + product;
}

// What the input layer knows, for Bluetooth and for names that USB does not give.
void add_input(udev_device* device, AttachedDevice& found) {
  udev_device* input = parent(device, "input");
  if (found.vendor.empty()) {
    found.vendor = attribute(input, "id/vendor");
    found.product = attribute(input, "id/product");
    found.serial = attribute(input, "uniq");
  }
  if (found.name.empty()) found.name = attribute(input, "name");
}

// "0003:00000C2E:00000B61": bus, vendor, product.
void add_hid(udev_device* device, AttachedDevice& found) {
  udev_device* hid = parent(device, "hid");
  if (hid == nullptr) return;
  if (found.name.empty()) found.name = text(udev_device_get_property_value(hid, "HID_NAME"));
  std::string id = text(udev_device_get_property_value(hid, "HID_ID"));
  if (!found.vendor.empty() || id.size() != 22) return;
  std::ranges::transform(id, id.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  found.vendor = id.substr(9, 4);
  found.product = id.substr(18, 4);
}

std::optional<AttachedDevice> described(udev_device* device, DeviceKind kind) {
  const char* node = udev_device_get_devnode(device);
  if (node == nullptr) return std::nullopt;
  if (kind == DeviceKind::keyboard && text(udev_device_get_sysname(device)).find("event") != 0) {
    return std::nullopt;
  }
  udev_device* input = parent(device, "input");
  if (kind == DeviceKind::keyboard &&
      is_relay_clone(attribute(input, "id/vendor"), attribute(input, "id/product"),
                     attribute(input, "name"))) {
    return std::nullopt;
  }
  if (!is_of_kind(device, kind)) return std::nullopt;
  AttachedDevice found;
  found.kind = kind;
  found.node = node;
  found.link = best_link(device);
  add_usb(device, found);
  if (kind == DeviceKind::keyboard) add_input(device, found);
  if (kind == DeviceKind::hid_pos) add_hid(device, found);
  if (kind == DeviceKind::camera && found.name.empty()) found.name = attribute(device, "name");
  return found;
}

}  // namespace

Result<std::vector<AttachedDevice>> list_devices(DeviceKind kind) {
  const Udev udev(udev_new());
  const UdevEnumerate enumerate(udev ? udev_enumerate_new(udev.get()) : nullptr);
  if (!enumerate || udev_enumerate_add_match_subsystem(enumerate.get(), subsystem_of(kind)) < 0 ||
      udev_enumerate_scan_devices(enumerate.get()) < 0) {
    return fail(Errc::unavailable, "cannot list the devices that are plugged in",
                "/sys must be mounted");
  }
  std::vector<AttachedDevice> devices;
  udev_list_entry* entry = nullptr;
  udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(enumerate.get())) {
    // Gone since, where it is null.
    const UdevDevice device(
        udev_device_new_from_syspath(udev.get(), udev_list_entry_get_name(entry)));
    if (!device || devices.size() == kMaxDevices) continue;
    if (auto found = described(device.get(), kind)) devices.push_back(*std::move(found));
  }
  std::ranges::sort(devices, [](const AttachedDevice& a, const AttachedDevice& b) {
    // event2 before event10.
    return std::pair(a.node.size(), a.node) < std::pair(b.node.size(), b.node);
  });
  return devices;
}

}  // namespace loyald::scanner
