// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/headoffice.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// HeadOffice::publish_programme.
Result<v1::PublishProgrammeResponse> publish_programme(CentralBooks& books, Date today,
                                                       const v1::PublishProgrammeRequest& request);

// HeadOffice::get_programme.
Result<v1::GetProgrammeResponse> get_programme(CentralBooks& books, Date today,
                                               const v1::GetProgrammeRequest& request);

}  // namespace loyald
