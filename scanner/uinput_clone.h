// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "scanner/file_descriptor.h"
#include "scanner/key_edge.h"
#include "scanner/pass_filter.h"
#include "store/base/result.h"

namespace loyald::scanner {

inline constexpr const char* kUinputPath = "/dev/uinput";

// A keyboard of our own, made through uinput, that types for the till's program. It is there as
// long as the object. Belongs to one thread.
class UinputClone {
 public:
  // With the keys and lights of the keyboard `source`, and named after it: "loyald relay: <name>".
  // Errors: unavailable where uinput is missing or may not be used. `path` may be a FIFO, which
  // gets the events as records.
  static Result<UinputClone> of(int source, const std::string& path = kUinputPath);
  // With every key of an ordinary keyboard, for texts that came from no keyboard.
  static Result<UinputClone> named(const std::string& name, const std::string& path = kUinputPath);

  // Whether it has every key of that keyboard.
  bool covers(int source) const;

  // Types; every key goes in a report of its own. False where the kernel took it no more: the
  // keyboard is then of no use.
  bool type(std::span<const KeyEdge> keys);

  // Readable when the desktop switches lights.
  int fd() const { return device_.get(); }
  // Hands on to `source` what the desktop did with the lights since.
  void forward_lights(int source);

 private:
  UinputClone(FileDescriptor device, KeySet keys) : device_(std::move(device)), keys_(keys) {}
  static Result<UinputClone> make(const std::string& name, const KeySet& keys, bool has_lights,
                                  const std::string& path);

  FileDescriptor device_;
  KeySet keys_;
};

}  // namespace loyald::scanner
