// SPDX-License-Identifier: Apache-2.0
#include "sync/certificates/stated.h"

#include <ctime>

#include "store/base/check.h"
#include "sync/certificates/openssl.h"

namespace loyald::certificates {
namespace {

Result<Timestamp> time_in(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    return fail(Errc::invalid_argument, "the certificate has a malformed date");
  }
  return Timestamp{static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

}  // namespace

Result<Stated> stated(std::string_view certificate_pem) {
  LOYALD_ASSIGN(const Certificate certificate, read_certificate(certificate_pem));
  Stated said;
  said.common_name = common_name(X509_get_subject_name(certificate.get()));
  LOYALD_ASSIGN(said.good_from, time_in(X509_get0_notBefore(certificate.get())));
  LOYALD_ASSIGN(said.good_until, time_in(X509_get0_notAfter(certificate.get())));
  return said;
}

Result<Hash> fingerprint_of(std::string_view certificate_pem) {
  LOYALD_ASSIGN(const Certificate certificate, read_certificate(certificate_pem));
  Hash hash{};
  unsigned size = 0;
  CHECK(X509_digest(certificate.get(), EVP_sha256(), hash.data(), &size) == 1);
  CHECK(size == hash.size());
  return hash;
}

Result<void> check_pair(std::string_view pem) {
  LOYALD_ASSIGN(const Key key, read_key(pem));
  LOYALD_ASSIGN(const Certificate certificate, read_certificate(pem));
  if (X509_check_private_key(certificate.get(), key.get()) == 1) return {};
  return fail(Errc::invalid_argument, "the key is not the certificate's");
}

KeyAndRequest make_request() {
  const Key key = make_key();
  const Request request(X509_REQ_new());
  CHECK(request && X509_REQ_set_pubkey(request.get(), key.get()) == 1);
  // Whose it is, head office says.
  set_common_name(X509_REQ_get_subject_name(request.get()), "store");
  CHECK(X509_REQ_sign(request.get(), key.get(), EVP_sha256()) > 0);
  return {to_pem(key), to_pem(request)};
}

}  // namespace loyald::certificates
