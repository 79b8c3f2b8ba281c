// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/base/hash.h"
#include "store/base/result.h"
#include "store/base/time.h"

// What certificates say, and the requests for them. Pure but for the keys that are made; any
// thread.
namespace loyald::certificates {

struct Stated {
  std::string common_name;
  Timestamp good_from;
  Timestamp good_until;
};

// Of the first certificate in a PEM text. invalid_argument where there is none.
Result<Stated> stated(std::string_view certificate_pem);
// SHA-256 of its DER form. invalid_argument where there is none.
Result<Hash> fingerprint_of(std::string_view certificate_pem);
// invalid_argument where the text has not both a key and a certificate of that key.
Result<void> check_pair(std::string_view pem);

// A new key, a secret, and the request (PKCS #10) for a certificate of it.
struct KeyAndRequest {
  std::string key_pem;
  std::string request_pem;
};
KeyAndRequest make_request();

}  // namespace loyald::certificates
