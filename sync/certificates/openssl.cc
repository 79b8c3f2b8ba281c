// SPDX-License-Identifier: Apache-2.0
#include "sync/certificates/openssl.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "store/base/check.h"

namespace loyald::certificates {
namespace {

using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;

Bio reading(std::string_view text) {
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  CHECK(bio);
  return bio;
}

Bio writing() {
  Bio bio(BIO_new(BIO_s_mem()));
  CHECK(bio);
  return bio;
}

std::string text_in(const Bio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

// Nobody is asked for a password: a key that needs one cannot be read.
int no_password(char*, int, int, void*) { return -1; }

template <class Object, class Read>
Result<Object> read_pem(std::string_view pem, const char* what, Read read) {
  if (pem.size() > kMaxPemBytes) {
    return fail(Errc::invalid_argument, std::string("too long for ") + what);
  }
  ERR_clear_error();
  Object object(read(reading(pem).get(), nullptr, no_password, nullptr));
  ERR_clear_error();
  if (!object) return fail(Errc::invalid_argument, std::string("there is no ") + what + " in it");
  return object;
}

}  // namespace

Key make_key() {
  Key key(EVP_EC_gen("P-256"));
  CHECK(key);
  return key;
}

Result<Key> read_key(std::string_view pem) {
  return read_pem<Key>(pem, "private key", PEM_read_bio_PrivateKey);
}

Result<Certificate> read_certificate(std::string_view pem) {
  return read_pem<Certificate>(pem, "certificate", PEM_read_bio_X509);
}

Result<Request> read_request(std::string_view pem) {
  return read_pem<Request>(pem, "certificate request", PEM_read_bio_X509_REQ);
}

std::string to_pem(const Key& key) {
  const Bio bio = writing();
  CHECK(PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_in(bio);
}

std::string to_pem(const Certificate& certificate) {
  const Bio bio = writing();
  CHECK(PEM_write_bio_X509(bio.get(), certificate.get()) == 1);
  return text_in(bio);
}

std::string to_pem(const Request& request) {
  const Bio bio = writing();
  CHECK(PEM_write_bio_X509_REQ(bio.get(), request.get()) == 1);
  return text_in(bio);
}

void set_common_name(X509_NAME* name, const std::string& text) {
  CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()), -1, 0) == 1);
}

std::string common_name(const X509_NAME* name) {
  constexpr std::size_t kMaxName = 256;
  char text[kMaxName];
  const int size = X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(name), NID_commonName, text,
                                             static_cast<int>(kMaxName));
  return size < 0 ? std::string() : std::string(text, static_cast<std::size_t>(size));
}

}  // namespace loyald::certificates
