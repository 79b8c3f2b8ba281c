// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/tls_context.h"

#include <boost/asio/buffer.hpp>

#include "sync/rpc/tls_native.h"

namespace loyald::rpc {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

// Of our own certificates none is longer; a chain of another authority's has some.
constexpr std::size_t kMaxPemBytes = 64 * 1024;

Result<std::shared_ptr<TlsContext::Native>> make_native(const TlsContext::Files& files) {
  if (files.key_and_certificate.size() > kMaxPemBytes ||
      files.client_authority.size() > kMaxPemBytes) {
    return fail(Errc::invalid_argument, "a certificate is too long");
  }
  auto native = std::make_shared<TlsContext::Native>();
  ssl::context& context = native->context;
  error_code ec;
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                          ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                          ssl::context::no_tlsv1_1 | ssl::context::no_compression,
                      ec);
  // Nobody is asked for a password.
  context.set_password_callback([](std::size_t, ssl::context::password_purpose) { return ""; }, ec);
  // A resumed session would show the certificate of an enrolment that may be void.
  SSL_CTX_set_session_cache_mode(context.native_handle(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.native_handle(), 0);
  SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_TICKET);
  const auto pem = boost::asio::buffer(files.key_and_certificate);
  if (context.use_certificate_chain(pem, ec) ||
      context.use_private_key(pem, ssl::context::pem, ec)) {
    return fail(Errc::invalid_argument,
                "the server's key and certificate cannot be used: " + ec.message(),
                "the file must have both, as PEM, and the key must be the certificate's");
  }
  if (files.client_authority.empty()) return native;
  if (context.add_certificate_authority(boost::asio::buffer(files.client_authority), ec) ||
      context.set_verify_mode(ssl::verify_peer, ec)) {
    return fail(Errc::invalid_argument, "the clients' authority cannot be used: " + ec.message());
  }
  return native;
}

}  // namespace

TlsContext::~TlsContext() = default;

Result<std::shared_ptr<TlsContext>> TlsContext::make(const Files& files) {
  std::shared_ptr<TlsContext> made(new TlsContext());
  LOYALD_TRY(made->replace(files));
  return made;
}

Result<void> TlsContext::replace(const Files& files) {
  LOYALD_ASSIGN(native_, make_native(files));
  return {};
}

}  // namespace loyald::rpc
