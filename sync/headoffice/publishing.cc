// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/publishing.h"

#include <algorithm>

#include "store/programme_file.h"
#include "sync/headoffice/awaiting.h"

namespace loyald {

Result<v1::PublishProgrammeResponse> publish_programme(CentralBooks& books, Date today,
                                                       const v1::PublishProgrammeRequest& request) {
  if (request.toml().size() > kMaxProgrammeBytes) {
    return fail(Errc::invalid_argument,
                "a programme has at most " + std::to_string(kMaxProgrammeBytes) + " bytes");
  }
  LOYALD_TRY(parse_programme(request.toml(), "the programme"));
  const auto newest = books.programmes.newest(Programmes::Origin::head_office);
  // The first one also decides about days before it, which registers may still report.
  Date valid_from = newest ? today : kFirstDate;
  if (!request.valid_from().empty()) {
    LOYALD_ASSIGN(valid_from, parse_date(request.valid_from()));
  }

  v1::PublishProgrammeResponse response;
  if (newest && newest->second == request.toml()) {
    response.set_version(static_cast<std::int32_t>(newest->first));
    response.set_already_published(true);
    return response;
  }
  LOYALD_TRY(require_nobody_awaited(books));
  const std::uint32_t version =
      std::max(books.feed.first_version(), newest ? newest->first + 1 : 1);
  LOYALD_TRY(books.programmes.put(version, valid_from, request.toml()));
  books.feed.move_to_end(version);
  response.set_version(static_cast<std::int32_t>(version));
  return response;
}

Result<v1::GetProgrammeResponse> get_programme(CentralBooks& books, Date today,
                                               const v1::GetProgrammeRequest& request) {
  if (request.version() < 0) {
    return fail(Errc::invalid_argument, "version must be 0 (the one in force) or more");
  }
  auto version = static_cast<std::uint32_t>(request.version());
  if (version == 0) {
    Date day = today;
    if (!request.business_date().empty()) {
      LOYALD_ASSIGN(day, parse_date(request.business_date()));
    }
    LOYALD_ASSIGN(const ProgrammeInForce in_force, books.programmes.in_force(day));
    version = in_force.version;
  }
  v1::GetProgrammeResponse response;
  LOYALD_ASSIGN(*response.mutable_toml(), books.programmes.text(version));
  response.set_version(static_cast<std::int32_t>(version));
  return response;
}

}  // namespace loyald
