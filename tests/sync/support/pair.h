// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <variant>

#include "sync/headoffice/head_office.h"
#include "tests/support/temporary_directory.h"
#include "tests/sync/support/shop.h"

namespace loyald::testing {

using Answer = std::variant<v1::OpenResponse, v1::PushResponse, v1::PullResponse,
                            v1::AcquireResponse, v1::FetchTailResponse, Error>;

// Head office on a file, to be closed and opened again.
class Office {
 public:
  // `vfs`: where the file is; empty = a real one.
  explicit Office(std::string path, std::string vfs = {})
      : path_(std::move(path)), vfs_(std::move(vfs)) {
    open();
  }

  void open();
  // The same where it may fail.
  Result<void> try_open();
  void close() { office_.reset(); }
  bool is_open() const { return office_ != nullptr; }
  BooksPlace place() const;
  HeadOffice& office() { return *office_; }
  CentralBooks& books() { return office_->books(); }

  template <class Call>
  auto run(Call&& call) {
    HeadOffice::Batch batch(*office_);
    auto result = batch.run(call);
    batch.commit();
    return result;
  }
  Answer answer(Timestamp now, const Agent::Request& request);
  Result<v1::PushResponse> push(Timestamp now, const v1::PushRequest& request);
  // programme_text(name).
  Result<v1::PublishProgrammeResponse> publish(const std::string& name);
  Result<v1::PublishProgrammeResponse> publish_text(const std::string& toml);

  // From the next opening on.
  std::chrono::milliseconds lease_length = kDefaultLease;
  std::chrono::seconds sync_interval{0};
  Quantity most_granted = 0;
  FeedScope feed_scope = FeedScope::all;

 private:
  std::string path_;
  std::string vfs_;
  std::unique_ptr<HeadOffice> office_;
};

void deliver(Agent& agent, Timestamp now, const Answer& answer);

// Carries messages until the agent has nothing to say before the given time has passed. Returns how
// many it carried.
int converse(Shop& shop, Office& office, Timestamp now);

// A customer with this card is at the shop's till, and head office answers what it hands over.
void acquire(Shop& shop, Office& office, Timestamp now, const std::string& card);

// The push that would bring `count` entries of the shop from `first` on.
v1::PushRequest push_of(Shop& shop, Seq first, std::size_t count);

// What a push and its answer are signed with, after a test has changed them.
inline constexpr SigningSeed kOfficeSeed{7, 7, 7};
void sign_head(v1::PushRequest& request, const SigningSeed& seed);
void sign_receipt(v1::PushResponse& response, const JournalName& journal);

// One shop that has opened its journal at a head office with a programme.
struct Pair {
  TemporaryDirectory directory;
  SeededRandom random{7};
  Timestamp now = kStart;
  Office office{directory.file("office.db")};
  Shop shop{directory.file("shop.db"), 1, random};

  Pair();
};

// A second one beside it.
struct TwoShops : Pair {
  Shop other{directory.file("other"), 2, random};

  TwoShops();
  // Both say and hear everything; neither has a problem.
  void talk();
};

}  // namespace loyald::testing
