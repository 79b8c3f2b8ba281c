// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>

#include "daemon/book_reader.h"
#include "daemon/books_thread.h"
#include "store/base/clock.h"
#include "sync/rpc/http.h"
#include "sync/rpc/responder.h"

namespace loyald::daemon {

// Registers as witnesses: every answer carries a header that says how far the journal is, and a
// register that sends the last one that it saw back with its next request shows books that are an
// older copy, also where head office is away and the guard file went back with them. Then another
// life of the journal begins before the request is answered. Belongs to the I/O thread.
class JournalWitness {
 public:
  // As store/guard.h writes it.
  static constexpr const char* kHeader = "Loyald-Journal";

  // All must outlive this, and the io_context's last run.
  JournalWitness(boost::asio::io_context& io, BooksThread<Store>& books, BookReader& reader,
                 const Clock& clock)
      : io_(io), books_(books), reader_(reader), clock_(clock) {}

  // What a request says of the journal. What is no place in it is passed over: a register that
  // keeps nothing must not be refused.
  void hear(const rpc::HttpRequest& request);
  // Answers through `responder`, with the header.
  rpc::Responder telling(rpc::Responder responder);

 private:
  boost::asio::io_context& io_;
  BooksThread<Store>& books_;
  BookReader& reader_;
  const Clock& clock_;
};

}  // namespace loyald::daemon
