// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace loyald::daemon {

// The databases in a state directory: a store's, or a head office's.
inline constexpr const char* kStoreBooksFile = "books.sqlite";
inline constexpr const char* kHeadOfficeBooksFile = "headoffice.sqlite";
// What head office signs with; beside its books, not in them.
inline constexpr const char* kHeadOfficeKeyFile = "headoffice.key";
// The secrets of cards, at head office or at a store without one; beside the books, not in them.
inline constexpr const char* kCardKeyFile = "card-keys";
// Head office's authority, its key and certificate (PEM), and the certificate alone, for people.
inline constexpr const char* kAuthorityFile = "authority.pem";
inline constexpr const char* kAuthorityCertificateFile = "authority-certificate.pem";
// In a store's state directory, once it is enrolled: the authority that head office's certificate
// must come from, and its own certificate with its key.
inline constexpr const char* kStoreAuthorityFile = "head-office.pem";
inline constexpr const char* kStoreCertificateFile = "certificate.pem";
// Beside head office's books where a backup has taken their place and the daemon has not run since.
inline constexpr const char* kRestoredFile = "restored";

}  // namespace loyald::daemon
