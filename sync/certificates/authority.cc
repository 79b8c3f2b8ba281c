// SPDX-License-Identifier: Apache-2.0
#include "sync/certificates/authority.h"

#include <arpa/inet.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

#include "store/base/check.h"
#include "sync/certificates/openssl.h"
#include "sync/certificates/stated.h"

namespace loyald::certificates {

struct Authority::Parts {
  Key key;
  Certificate certificate;
  std::string certificate_text;
};

namespace {

using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

constexpr std::chrono::hours kAuthorityGoodFor{20 * 365 * 24};
constexpr int kSerialBytes = 16;

void set_time(ASN1_TIME* at, Timestamp time) {
  CHECK(ASN1_TIME_set(at, static_cast<time_t>(time.ms / 1000)) != nullptr);
}

// Random and positive, as RFC 5280 (4.1.2.2) wants it.
void set_serial(X509* certificate) {
  std::array<unsigned char, kSerialBytes> bytes;
  CHECK(RAND_bytes(bytes.data(), kSerialBytes) == 1);
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7fU) | 0x40U);
  const Number number(BN_bin2bn(bytes.data(), kSerialBytes, nullptr));
  CHECK(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

// False where the value cannot be said.
bool extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate begin(Timestamp now, const std::string& common_name, EVP_PKEY* key,
                  std::chrono::hours good_for) {
  Certificate certificate(X509_new());
  CHECK(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_serial(certificate.get());
  set_time(X509_getm_notBefore(certificate.get()), now + -kBackdated);
  set_time(X509_getm_notAfter(certificate.get()), now + good_for);
  set_common_name(X509_get_subject_name(certificate.get()), common_name);
  CHECK(X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

void sign(const Certificate& certificate, const X509* issuer, EVP_PKEY* key) {
  CHECK(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1);
  CHECK(X509_sign(certificate.get(), key, EVP_sha256()) > 0);
}

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes;
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

// A list separated by commas, so that nothing in it may be one.
Result<std::string> alternative_names(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    const bool is_sound = !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '.' || c == '-' || c == ':';
    });
    if (!is_sound || (name.find(':') != std::string::npos && !is_address(name))) {
      return fail(Errc::invalid_argument,
                  "\"" + name + "\" is neither a host's name nor an IP address",
                  "write it without scheme and port, for example office.example.com");
    }
    list += (list.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
  }
  if (list.empty()) return fail(Errc::invalid_argument, "a server's certificate needs a name");
  return list;
}

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 64> group;
  std::size_t size = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
         std::string_view(group.data(), size) == "prime256v1";
}

}  // namespace

Authority::Authority(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Authority::Authority(Authority&&) noexcept = default;
Authority& Authority::operator=(Authority&&) noexcept = default;
Authority::~Authority() = default;

Authority Authority::make(Timestamp now, const std::string& name) {
  auto parts = std::make_unique<Parts>();
  parts->key = make_key();
  parts->certificate = begin(now, name, parts->key.get(), kAuthorityGoodFor);
  X509* own = parts->certificate.get();
  CHECK(extend(own, own, NID_basic_constraints, "critical,CA:TRUE,pathlen:0"));
  CHECK(extend(own, own, NID_key_usage, "critical,keyCertSign,cRLSign"));
  CHECK(extend(own, own, NID_subject_key_identifier, "hash"));
  sign(parts->certificate, own, parts->key.get());
  parts->certificate_text = certificates::to_pem(parts->certificate);
  return Authority(std::move(parts));
}

Result<Authority> Authority::from_pem(std::string_view pem) {
  auto parts = std::make_unique<Parts>();
  LOYALD_ASSIGN(parts->key, read_key(pem));
  LOYALD_ASSIGN(parts->certificate, read_certificate(pem));
  if (X509_check_private_key(parts->certificate.get(), parts->key.get()) != 1) {
    return fail(Errc::invalid_argument, "the key is not the certificate's");
  }
  if (X509_check_ca(parts->certificate.get()) != 1) {
    return fail(Errc::invalid_argument, "the certificate is not an authority's");
  }
  parts->certificate_text = certificates::to_pem(parts->certificate);
  return Authority(std::move(parts));
}

std::string Authority::to_pem() const {
  return certificates::to_pem(parts_->key) + parts_->certificate_text;
}

const std::string& Authority::certificate_pem() const { return parts_->certificate_text; }

Hash Authority::fingerprint() const { return *fingerprint_of(parts_->certificate_text); }

Result<std::string> Authority::issue_server(Timestamp now, const std::vector<std::string>& names,
                                            std::chrono::hours good_for) const {
  LOYALD_ASSIGN(const std::string list, alternative_names(names));
  const Key key = make_key();
  const Certificate certificate = begin(now, "head office", key.get(), good_for);
  X509* issuer = parts_->certificate.get();
  CHECK(extend(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE"));
  CHECK(extend(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature"));
  CHECK(extend(certificate.get(), issuer, NID_ext_key_usage, "serverAuth"));
  CHECK(extend(certificate.get(), issuer, NID_authority_key_identifier, "keyid"));
  if (!extend(certificate.get(), issuer, NID_subject_alt_name, list)) {
    return fail(Errc::invalid_argument, "these are no names for a certificate: " + list);
  }
  sign(certificate, issuer, parts_->key.get());
  return certificates::to_pem(key) + certificates::to_pem(certificate);
}

Result<std::string> Authority::issue_client(Timestamp now, std::string_view request_pem,
                                            const std::string& common_name,
                                            std::chrono::hours good_for) const {
  LOYALD_ASSIGN(const Request request, read_request(request_pem));
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  if (key == nullptr || X509_REQ_verify(request.get(), key) != 1) {
    return fail(Errc::invalid_argument, "the certificate request is not signed with its own key");
  }
  if (!is_p256(key)) {
    return fail(Errc::invalid_argument, "the key of a certificate request must be on P-256");
  }
  const Certificate certificate = begin(now, common_name, key, good_for);
  X509* issuer = parts_->certificate.get();
  CHECK(extend(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE"));
  CHECK(extend(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature"));
  CHECK(extend(certificate.get(), issuer, NID_ext_key_usage, "clientAuth"));
  CHECK(extend(certificate.get(), issuer, NID_authority_key_identifier, "keyid"));
  sign(certificate, issuer, parts_->key.get());
  return certificates::to_pem(certificate);
}

}  // namespace loyald::certificates
