// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/peer_stream.h"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "store/base/check.h"
#include "sync/rpc/tls_native.h"

namespace loyald::rpc {
namespace asio = boost::asio;
using boost::system::error_code;

struct PeerStream::Secure {
  Secure(StreamSocket& socket, std::shared_ptr<TlsContext::Native> native)
      : made_of(std::move(native)), stream(socket, made_of->context) {}

  const std::shared_ptr<TlsContext::Native> made_of;
  asio::ssl::stream<StreamSocket&> stream;
};

PeerStream::PeerStream(StreamSocket socket, const std::shared_ptr<TlsContext>& tls)
    : socket_(std::move(socket)),
      secure_(tls ? std::make_unique<Secure>(socket_, tls->native()) : nullptr) {}

PeerStream::~PeerStream() = default;

void PeerStream::handshake(std::function<void(error_code)> done) {
  CHECK(secure_);
  secure_->stream.async_handshake(asio::ssl::stream_base::server, std::move(done));
}

std::optional<std::string> PeerStream::certificate_name() const {
  if (!secure_) return std::nullopt;
  SSL* ssl = secure_->stream.native_handle();
  X509* certificate = SSL_get0_peer_certificate(ssl);
  if (certificate == nullptr || SSL_get_verify_result(ssl) != X509_V_OK) return std::nullopt;
  constexpr int kMaxName = 256;
  std::array<char, kMaxName> name{};
  const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                             name.data(), kMaxName);
  if (size < 0) return std::string();
  return std::string(name.data(), static_cast<std::size_t>(size));
}

void PeerStream::read_some(asio::mutable_buffer into, Handler done) {
  if (secure_) return secure_->stream.async_read_some(into, std::move(done));
  socket_.async_read_some(into, std::move(done));
}

void PeerStream::write_all(const Buffers& buffers, Handler done) {
  if (secure_) return asio::async_write(secure_->stream, buffers, std::move(done));
  asio::async_write(socket_, buffers, std::move(done));
}

void PeerStream::end_writing() {
  // A peer that hears of the end by TLS answers with its own, and is then no longer read from; the
  // length of what it was sent tells it the same.
  if (secure_) return;
  error_code ignored;
  socket_.shutdown(StreamSocket::shutdown_send, ignored);
}

void PeerStream::close() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace loyald::rpc
