// SPDX-License-Identifier: Apache-2.0
#include "store/return_code.h"

#include <fstream>
#include <sstream>

#include "store/base/base64url.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000013";

struct Receipt {
  StoreFixture fixture;
  Recorded sale = *fixture.sell("sale", kCard, {fixture.line(5000, 2), fixture.line(700)});
  std::string code = return_code(fixture.store->books(), sale);

  Result<Recorded> bring(const std::string& id, const std::string& with,
                         std::vector<ReturnedQuantity> lines) {
    return fixture.commit([&] {
      return fixture.store->return_sale(fixture.moment,
                                        {fixture.origin(id), {}, std::move(lines), with});
    });
  }
};

std::string text_of(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a receipt's code is the same whenever it is asked for, and names its own sale") {
  Receipt receipt;
  Books& books = receipt.fixture.store->books();
  CHECK(receipt.code.starts_with("LJR1."));
  CHECK(return_code(books, books.recorded(receipt.sale.seq)) == receipt.code);
  receipt.fixture.open();
  CHECK(return_code(receipt.fixture.store->books(),
                    receipt.fixture.store->books().recorded(receipt.sale.seq)) == receipt.code);
  CHECK(return_code(receipt.fixture.store->books(), receipt.fixture.store->books().recorded(1))
            .empty() == !receipt.fixture.store->books().recorded(1).entry.has_sale());
}

TEST_CASE("at the store that sold, code and name take back the same quantities of one sale") {
  Receipt receipt;
  const auto by_code = receipt.bring("r", receipt.code, {{1, 1}});
  REQUIRE(by_code);
  CHECK_FALSE(by_code->entry.sale_return().has_foreign());
  CHECK(by_code->entry.sale_return().sale_seq() == receipt.sale.seq);
  CHECK(by_code->entry.sale_return().refund() == 2500);
  const auto by_name = receipt.fixture.give_back("s", "sale", {{1, 2}});
  REQUIRE(by_name);
  CHECK(by_name->entry.sale_return().refund() == 2500);
  const auto again = receipt.bring("r", receipt.code, {{1, 1}});
  REQUIRE(again);
  CHECK(again->seq == by_code->seq);
}

TEST_CASE("a changed code takes nothing back") {
  Receipt receipt;
  SeededRandom random(5);
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (int i = 0; i < 300; ++i) {
    std::string changed = receipt.code;
    const std::size_t at = 5 + random.below(changed.size() - 5);
    switch (random.below(3)) {
      case 0:
        changed[at] = letters[random.below(letters.size())];
        break;
      case 1:
        changed.erase(at, 1 + random.below(4));
        break;
      default:
        changed.insert(at, 1, letters[random.below(letters.size())]);
        break;
    }
    if (changed == receipt.code) continue;
    CAPTURE(changed);
    const auto refused = receipt.bring("r" + std::to_string(i), changed, {{1, 1}});
    REQUIRE_FALSE(refused);
    CHECK_FALSE(refused.error().hint.empty());
  }
  for (const char* nonsense : {"LJR1.", "LJR1.AAAA", "0420000000013", "LJR2.AAAA"}) {
    const auto refused = receipt.bring("n", nonsense, {{1, 1}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid_argument);
  }
  CHECK(receipt.fixture.safe(kCard) == 57);
}

TEST_CASE("a receipt of these books from before they were restored is refused") {
  Receipt receipt;
  StoreFixture older;  // the same life of the same store, without the sale
  const auto refused = older.commit([&] {
    return older.store->return_sale(older.moment, {older.origin("r"), {}, {{1, 1}}, receipt.code});
  });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::failed_precondition);
  CHECK(refused.error().message.find("whose books do not have its sale") != std::string::npos);
}

TEST_CASE("what a code's length is") {
  constexpr const char* kFile = "packaging/programmes/supermarket.toml";
  for (const int lines : {1, 10, 40}) {
    StoreFixture fixture({}, text_of(kFile));
    std::vector<programme::BasketLine> basket;
    for (int i = 0; i < lines; ++i) {
      basket.push_back(
          StoreFixture::line(99 + 137 * i, 1 + i % 3, i % 4 == 0 ? "coffee" : "grocery"));
    }
    const auto sale = fixture.sell("sale", kCard, basket);
    REQUIRE(sale);
    const std::string code = return_code(fixture.store->books(), *sale);
    MESSAGE(lines, " lines under the supermarket's programme: ", code.size(), " characters");
    CHECK(code.size() > 100);
    CHECK(code.size() <= kMaxReturnCodeChars);
  }
}
