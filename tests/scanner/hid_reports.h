// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loyald::scanner::testing {

// Report descriptors of HID point-of-sale scanners, in hexadecimal.
// The common one, Honeywell's and of the many that copy it: id 2, byte count, AIM identifier, 56
// bytes of data, a maker's byte, an unused one, eight bits of which the first says that more
// follows.
inline constexpr std::string_view kCommonHidPos =
    "058c0902a10185020912a102150026ff00750895010501093b81029503058c09fb09fc09fd8102953809fe82020195"
    "020666ff090409008102058c25017501950809ff8102c0c0";
// Without a byte count; the continued bit and seven bits of padding.
inline constexpr std::string_view kHidPosWithoutCount =
    "058c0902a1018502150026ff007508950109fb810209fc810209fd8102953809fe8202017501950125"
    "0109ff810275078103c0";
// A boot keyboard.
inline constexpr std::string_view kHidKeyboard =
    "05010906a101050719e029e71500250175019508810295017508810395057501050819012905910295017503910395"
    "067508150025650507190029658100c0";

std::string from_hex_or_throw(std::string_view hex);

// The reports in which a scanner with the common descriptor sends a code: 56 bytes each, the AIM
// identifier in all of them.
std::vector<std::string> common_reports(std::string_view aim, std::string_view data);
// One of them.
std::string common_report(std::string_view aim, std::string_view data, bool more);

}  // namespace loyald::scanner::testing
