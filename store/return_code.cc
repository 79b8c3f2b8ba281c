// SPDX-License-Identifier: Apache-2.0
#include "store/return_code.h"

#include <zstd.h>

#include <algorithm>

#include "store/base/base64url.h"
#include "store/base/check.h"
#include "store/returnable_sale.h"

namespace loyald {
namespace {

constexpr std::string_view kPrefix = "LJR1.";
constexpr std::string_view kSignedAs = "lj1/receipt";
constexpr std::size_t kHeaderBytes = 8 + 16 + 8 + 32;
constexpr std::size_t kSignatureBytes = sizeof(Signature);
constexpr int kCompressionLevel = 19;

std::string compressed(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kCompressionLevel);
  CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

std::optional<std::string> decompressed(std::string_view bytes) {
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  // Both of its errors are larger, too.
  if (size > kMaxEntryBytes) return std::nullopt;
  std::string out(size, '\0');
  if (ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size()) != size) {
    return std::nullopt;
  }
  return out;
}

std::uint64_t read_u64be(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes.substr(0, 8)) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

tl::unexpected<Error> no_code() {
  return fail(Errc::invalid_argument, "return_code: this is not the code of a receipt",
              "scan the whole code on the receipt again");
}

std::optional<PublicKey> key_of(Books& books, StoreId store, const Incarnation& incarnation) {
  for (const Life& life : books.journal.lives.all()) {
    if (life.name() != JournalName{store, incarnation}) continue;
    PublicKey key;
    CHECK(life.genesis.device_pubkey().size() == key.size());
    std::ranges::copy(life.genesis.device_pubkey(), key.begin());
    return key;
  }
  return books.store_keys.find(store, incarnation);
}

// True where a reversal can read it without asking anything of it.
bool is_sound(const v1::JournalEntry& entry) {
  const v1::Sale& sale = entry.sale();
  return entry.has_sale() && is_well_formed(entry) && sale.outcomes_size() == sale.lines_size();
}

}  // namespace

std::string return_code(Books& books, const Recorded& recorded) {
  if (!recorded.entry.has_sale()) return {};
  const SalePlace place = books.own_sale(recorded.seq);
  const auto seed = books.journal.lives.signing_seed_of(books.journal.lives.of(recorded.seq));
  if (!seed) return {};
  std::string bytes(kSignedAs);
  append_u64be(bytes, place.store);
  bytes += place.incarnation.str();
  append_u64be(bytes, place.seq);
  bytes += to_string(recorded.hash);
  bytes += compressed(returnable_part(recorded.entry).SerializeAsString());
  bytes += to_string(sign(bytes, *seed));
  std::string code(kPrefix);
  code += to_base64url(std::string_view(bytes).substr(kSignedAs.size()));
  return code.size() <= kMaxReturnCodeChars ? code : std::string();
}

Result<CodedSale> read_return_code(Books& books, std::string_view code) {
  if (!code.starts_with(kPrefix) || code.size() > kMaxReturnCodeChars) return no_code();
  const auto decoded = from_base64url(code.substr(kPrefix.size()));
  if (!decoded || decoded->size() <= kHeaderBytes + kSignatureBytes) return no_code();
  const std::string_view bytes = *decoded;
  const auto incarnation = id_from_bytes<Incarnation>(bytes.substr(8, 16));
  CHECK(incarnation);
  CodedSale sale;
  sale.place = {read_u64be(bytes), *incarnation, read_u64be(bytes.substr(24))};
  std::ranges::copy(bytes.substr(32, sale.hash.size()), sale.hash.begin());
  if (sale.place.store > INT64_MAX || sale.place.seq > INT64_MAX) return no_code();

  const auto key = key_of(books, sale.place.store, sale.place.incarnation);
  if (!key) {
    return fail(Errc::failed_precondition,
                "this receipt is of store " + std::to_string(sale.place.store) +
                    ", whose key is not known here yet",
                "sync first: head office hands out the keys of all stores");
  }
  Signature signature{};
  std::ranges::copy(bytes.substr(bytes.size() - kSignatureBytes), signature.begin());
  const std::string_view body = bytes.substr(0, bytes.size() - kSignatureBytes);
  std::string signed_bytes(kSignedAs);
  signed_bytes += body;
  if (!is_signed(signed_bytes, signature, *key)) {
    return fail(Errc::permission_denied,
                "return_code: the signature is not that of store " +
                    std::to_string(sale.place.store) + ": the code was changed or misread",
                "scan the code on the receipt again; take nothing back on it if it stays so");
  }
  const auto entry = decompressed(body.substr(kHeaderBytes));
  if (!entry || !sale.entry.ParseFromString(*entry) || !is_sound(sale.entry)) return no_code();
  return sale;
}

}  // namespace loyald
