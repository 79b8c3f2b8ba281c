// SPDX-License-Identifier: Apache-2.0
#include "daemon/journal_witness.h"

#include <spdlog/spdlog.h>

#include <boost/asio/dispatch.hpp>

#include "store/guard.h"

namespace loyald::daemon {

void JournalWitness::hear(const rpc::HttpRequest& request) {
  const auto said = request.headers.find(kHeader);
  if (!said) return;
  const auto seen = place_from_text(*said);
  if (!seen) return;
  const auto why = reader_.read([&](Books& books) -> Result<std::optional<std::string>> {
    return why_restored(books.journal, *seen);
  });
  if (!why || !*why) return;
  // In the order of the calls: before whatever this request writes.
  books_.run<std::monostate>(
      [this, place = *seen](Store& store) -> Result<std::monostate> {
        if (const auto reason = why_restored(store.books().journal, place)) {
          store.begin_life(clock_.now(), "a register has seen more: " + *reason);
        }
        return std::monostate();
      },
      [why = **why](const Result<std::monostate>& begun) {
        spdlog::error("a register has seen more of the journal than there is: {}{}", why,
                      begun ? "; another life of it begins" : "");
      });
}

rpc::Responder JournalWitness::telling(rpc::Responder responder) {
  constexpr std::size_t kNoStream = 0;
  return rpc::Responder(
      [this, responder](rpc::HttpReply reply, const std::shared_ptr<rpc::StreamBuffer>&) {
        auto kept = std::make_shared<rpc::HttpReply>(std::move(reply));
        boost::asio::dispatch(io_, [this, responder, kept] {
          const auto place = reader_.read(
              [](Books& books) -> Result<std::string> { return to_text(place_of(books.journal)); });
          if (place) kept->headers.set(kHeader, *place);
          responder.send(std::move(*kept));
        });
      },
      kNoStream);
}

}  // namespace loyald::daemon
