// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/register.pb.h"
#include "store/base/result.h"
#include "store/person.h"

// A person as they gave themselves, phone and mail normalised. Errors: invalid_argument, naming the
// field ("profile.phone: …"). Pure; any thread.
namespace loyald::daemon {

// What is left out stays, what is given empty is taken out.
Result<PersonChange> parse_person_change(const v1::Profile& profile);
// All that is known of a person: what is left out is empty.
Result<Person> parse_person(const v1::Profile& profile);

}  // namespace loyald::daemon
