// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "sync/rpc/tls_context.h"

namespace loyald::rpc {

struct TlsContext::Native {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
};

}  // namespace loyald::rpc
