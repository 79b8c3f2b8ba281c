// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "store/base/result.h"
#include "store/books.h"
#include "store/store.h"
#include "store/view.h"

namespace loyald::daemon {

// The read path: a connection of its own, so that a slow disk, which delays writing, delays no
// answer that only reads. Sees what is committed. Belongs to the I/O thread.
class BookReader {
 public:
  // `books` from open_books_read_only().
  BookReader(std::unique_ptr<Books> books, RedeemPolicy policy)
      : books_(std::move(books)), policy_(std::move(policy)) {}

  // Runs `call`, which returns a Result, on one state of the books: a batch that commits meanwhile
  // is seen wholly or not at all. `unavailable` where the database refuses.
  template <class Call>
  auto read(Call&& call) -> std::invoke_result_t<Call, Books&> {
    try {
      const sql::Snapshot snapshot(books_->database());
      return call(*books_);
    } catch (const sql::Error& error) {
      return fail(Errc::unavailable, std::string("the books cannot be read: ") + error.what(),
                  "try again");
    }
  }

  const RedeemPolicy& policy() const { return policy_; }

 private:
  std::unique_ptr<Books> books_;
  RedeemPolicy policy_;
};

}  // namespace loyald::daemon
