// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/programme_source.h"

#include <charconv>
#include <string_view>

#include "daemon/text_file.h"
#include "proto/loyald/v1/headoffice.pb.h"
#include "store/programme_file.h"

namespace loyald::loyalctl {
namespace {

constexpr std::string_view kInForce = "in-force";
constexpr std::string_view kVersion = "version:";

Result<v1::GetProgrammeRequest> request_for(std::string_view source) {
  v1::GetProgrammeRequest request;
  if (source == kInForce) return request;
  const std::string_view digits = source.substr(kVersion.size());
  std::int32_t version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc() || end != digits.data() + digits.size() || version < 1) {
    return fail(Errc::invalid_argument, "not a version: " + std::string(source),
                "for example version:3");
  }
  request.set_version(version);
  return request;
}

Result<NamedProgramme> from_head_office(const std::string& source,
                                        const HeadOfficeAddress& address) {
  LOYALD_ASSIGN(const auto request, request_for(source));
  LOYALD_ASSIGN(const auto remote, Remote::to(address));
  LOYALD_ASSIGN(auto reply, remote->call<v1::GetProgrammeResponse>(
                                "loyald.v1.HeadOfficeService/GetProgramme", request));
  const std::string version = "version " + std::to_string(reply.version());
  NamedProgramme named{source == kInForce ? "in force (" + version + ")" : version,
                       std::move(*reply.mutable_toml()),
                       {}};
  LOYALD_ASSIGN(named.programme, parse_programme(named.toml, named.name));
  return named;
}

}  // namespace

Result<NamedProgramme> read_programme_source(const std::string& source,
                                             const HeadOfficeAddress& address) {
  if (source == kInForce || source.starts_with(kVersion)) return from_head_office(source, address);
  NamedProgramme named{source, {}, {}};
  LOYALD_ASSIGN(named.toml, daemon::read_text_file(source, kMaxProgrammeBytes));
  LOYALD_ASSIGN(named.programme, parse_programme(named.toml, source));
  return named;
}

}  // namespace loyald::loyalctl
