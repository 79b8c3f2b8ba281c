// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "scanner/attached_device.h"
#include "scanner/learned_settings.h"

namespace loyald::loyalctl {

// How the configuration names a device: "match = { … }" where something tells it from all others
// that are plugged in, else "device = …".
std::string place_lines(const scanner::AttachedDevice& device,
                        std::span<const scanner::AttachedDevice> attached);

// The [[scanner]] table for a device and how it was found to be set, with what else is worth saying
// as comments.
std::string scanner_lines(const std::string& name, const std::string& register_id,
                          const scanner::AttachedDevice& device,
                          std::span<const scanner::AttachedDevice> attached,
                          const scanner::LearnedSettings& settings);

}  // namespace loyald::loyalctl
