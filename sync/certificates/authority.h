// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/hash.h"
#include "store/base/result.h"
#include "store/base/time.h"

namespace loyald::certificates {

// A certificate is good from a little before it was made: clocks differ.
inline constexpr std::chrono::hours kBackdated{1};

// Whoever issues a chain's certificates (X.509 v3, RFC 5280; keys on P-256): head office. Does not
// change; any thread may use it. No I/O of its own: `now` and what it is kept as come and go as
// values.
class Authority {
 public:
  // A new key and a certificate that it signs itself, for 20 years. Random.
  static Authority make(Timestamp now, const std::string& name);
  // What to_pem() said. invalid_argument where it is not both, or they do not belong together.
  static Result<Authority> from_pem(std::string_view pem);
  Authority(Authority&&) noexcept;
  Authority& operator=(Authority&&) noexcept;
  ~Authority();

  // The key, a secret, and the certificate.
  std::string to_pem() const;
  const std::string& certificate_pem() const;
  // Of the certificate (SHA-256 of its DER form).
  Hash fingerprint() const;

  // A key and a certificate for a server, as one PEM text. `names` are DNS names or IP addresses.
  // invalid_argument where one cannot be put into a certificate.
  Result<std::string> issue_server(Timestamp now, const std::vector<std::string>& names,
                                   std::chrono::hours good_for) const;
  // A certificate for the key of this request (PKCS #10), whoever the request says it is of:
  // `common_name` is ours to say. invalid_argument (not a request, its signature does not fit, or
  // a key that is not on P-256).
  Result<std::string> issue_client(Timestamp now, std::string_view request_pem,
                                   const std::string& common_name,
                                   std::chrono::hours good_for) const;

 private:
  struct Parts;
  explicit Authority(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace loyald::certificates
