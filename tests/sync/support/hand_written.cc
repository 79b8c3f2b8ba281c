// SPDX-License-Identifier: Apache-2.0
#include "tests/sync/support/hand_written.h"

#include "tests/support/doctest.h"

namespace loyald::testing {

HandWritten::HandWritten(StoreId store) {
  REQUIRE(office.publish("first"));
  genesis.set_store_id(store);
  genesis.set_incarnation(std::string(16, 'i'));
  genesis.set_device_pubkey(to_string(public_key_of(seed)));
  head = genesis_hash(genesis);
  v1::OpenRequest request;
  *request.mutable_genesis() = genesis;
  request.set_oldest_protocol(1);
  request.set_newest_protocol(1);
  REQUIRE(office.run([&] { return office.office().begin(kStart, request); }));
}

std::vector<v1::EntryException> HandWritten::push_all(const std::vector<std::string>& entries) {
  v1::PushRequest request;
  request.set_store_id(genesis.store_id());
  request.set_incarnation(genesis.incarnation());
  request.set_first_seq(seq + 1);
  request.set_prev_hash(to_string(head));
  for (const std::string& entry : entries) {
    head = entry_hash(head, ++seq, entry);
    request.add_entries(entry);
  }
  request.set_head_hash(to_string(head));
  sign_head(request, seed);
  const auto response = office.push(kStart, request);
  REQUIRE(response);
  CHECK(response->verdict() == v1::ACCEPTED);
  CHECK(response->cursor_seq() == seq);
  return {response->exceptions().begin(), response->exceptions().end()};
}

std::vector<std::string> HandWritten::push(const std::vector<std::string>& entries) {
  std::vector<std::string> told;
  for (const auto& exception : push_all(entries)) told.push_back(exception.code());
  return told;
}

std::vector<std::string> HandWritten::push(const v1::JournalEntry& entry) {
  return push(std::vector{entry.SerializeAsString()});
}

}  // namespace loyald::testing
