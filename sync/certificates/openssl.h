// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "store/base/error.h"
#include "store/base/result.h"

// OpenSSL's objects as values that free themselves, and texts of them; for this room alone. Any
// thread. What fails says what OpenSSL says.
namespace loyald::certificates {

template <auto Free>
struct Freed {
  template <class Object>
  void operator()(Object* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Request = std::unique_ptr<X509_REQ, Freed<X509_REQ_free>>;

// No certificate, key or request of ours is longer.
inline constexpr std::size_t kMaxPemBytes = 16 * 1024;

// P-256 (FIPS 186-4).
Key make_key();
// invalid_argument where there is none, or the text is longer than kMaxPemBytes.
Result<Key> read_key(std::string_view pem);
Result<Certificate> read_certificate(std::string_view pem);
Result<Request> read_request(std::string_view pem);
std::string to_pem(const Key& key);
std::string to_pem(const Certificate& certificate);
std::string to_pem(const Request& request);
// Names the subject.
void set_common_name(X509_NAME* name, const std::string& text);
std::string common_name(const X509_NAME* name);

}  // namespace loyald::certificates
