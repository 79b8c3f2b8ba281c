// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "store/books.h"

// The text on a receipt that any store of the chain can take goods back with, also offline:
//
//   "LJR1." base64url( store:u64be | incarnation:16 | seq:u64be | entry hash:32
//                      | zstd(JournalEntry) | Ed25519 signature:64 )
//
// The entry is the returnable part of the sale's (store/returnable_sale.h). The signature is over
// "lj1/receipt" and all that goes before it, by the key of that life of the store's journal: its
// genesis' device_pubkey. Throws sql::Error.
namespace loyald {

// What a QR code still holds, printed at a size that a till's scanner reads.
inline constexpr std::size_t kMaxReturnCodeChars = 2'900;

struct CodedSale {
  SalePlace place;
  Hash hash{};  // of the sale's whole entry
  v1::JournalEntry entry;
};

// The code of a recorded sale, signed with these books' key; always the same for the same entry.
// Empty for other kinds, and where it would be longer than kMaxReturnCodeChars. Reads only.
std::string return_code(Books& books, const Recorded& recorded);

// Errors: invalid_argument (no receipt code, or cut off), permission_denied (its signature is not
// that store's), failed_precondition (the store's key is not known here yet).
Result<CodedSale> read_return_code(Books& books, std::string_view code);

}  // namespace loyald
