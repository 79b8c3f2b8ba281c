// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/base/result.h"

namespace loyald::rpc {

// What a server shows to those who connect by TLS (1.2 or newer), and whose certificates it
// believes. Belongs to the I/O thread.
class TlsContext {
 public:
  struct Files {
    std::string key_and_certificate;  // PEM: the private key, then the certificate and its chain
    // PEM: where clients' certificates must come from; empty = none is asked for. A client may come
    // without one: then it shows something else.
    std::string client_authority;
  };

  // invalid_argument where the texts are not that.
  static Result<std::shared_ptr<TlsContext>> make(const Files& files);
  ~TlsContext();

  // For connections from now on, in place of what it was made of. invalid_argument: nothing
  // changed.
  Result<void> replace(const Files& files);

  // For PeerStream: what a new connection is made of. Lives as long as somebody holds it.
  struct Native;
  std::shared_ptr<Native> native() const { return native_; }

 private:
  TlsContext() = default;

  std::shared_ptr<Native> native_;
};

}  // namespace loyald::rpc
