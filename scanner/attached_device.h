// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace loyald::scanner {

// How a device is read, whatever it is sold as.
enum class DeviceKind { keyboard, hid_pos, serial, camera };

// "keyboard", "HID-POS device", "serial port", "camera".
std::string_view name(DeviceKind kind);

// One way into a device that is plugged in, as sysfs and udev tell. A scanner that offers several
// (keyboard and serial port) is several of these with the same port.
struct AttachedDevice {
  DeviceKind kind = DeviceKind::keyboard;
  std::string node;  // "/dev/input/event5": another one after every start
  std::string link;  // "/dev/input/by-id/usb-…": the best name that stays; empty where none does
  std::string name;  // "Honeywell Voyager 1400g"
  std::string vendor;            // four lower-case hex digits; empty where the bus has none
  std::string product;           // the same
  std::string serial;            // empty where the maker saved it
  std::string port;              // "1-1.2": where on USB it is plugged in; empty elsewhere
  std::string interface_number;  // "00": which of the USB device's functions

  friend bool operator==(const AttachedDevice&, const AttachedDevice&) = default;
};

// Whether it is a keyboard that our own relay made: reading it would read ourselves.
bool is_relay_clone(std::string_view vendor, std::string_view product, std::string_view name);

// Why somebody would take it for a scanner, for example "made by Honeywell"; empty where nothing
// says so. A hint to people: nothing is ever opened because of it.
std::string why_scanner(const AttachedDevice& device);

}  // namespace loyald::scanner
