// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace loyald::daemon {

// The databases in a state directory: a store's, or a head office's.
inline constexpr const char* kStoreBooksFile = "books.sqlite";
inline constexpr const char* kHeadOfficeBooksFile = "headoffice.sqlite";
// What head office signs with; beside its books, not in them.
inline constexpr const char* kHeadOfficeKeyFile = "headoffice.key";
// Beside head office's books where a backup has taken their place and the daemon has not run since.
inline constexpr const char* kRestoredFile = "restored";

}  // namespace loyald::daemon
