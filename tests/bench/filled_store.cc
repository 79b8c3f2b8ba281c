// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/filled_store.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <fstream>

#include "store/base/check.h"

extern char** environ;

namespace loyald::bench {
namespace {

constexpr std::uint64_t kPerBatch = 500;
// A log of many gigabytes would be searched for every page that is read.
constexpr std::int64_t kMostWalBytes = 64 * 1024 * 1024;

constexpr const char* kProgramme = R"(
name = "Bench"
currency = "EUR"
[[unit]]
id = "points"
expires_after_months = 12
[[unit]]
id = "stamps"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
exclude.departments = ["FUEL"]
[[earn]]
id = "coffee"
unit = "stamps"
quantity = 1
per = 250
include.categories = ["COFFEE"]
[[reward]]
id = "pay"
unit = "points"
points_as_money = { cost = 10, value = 10 }
)";

void fill(Store& store, std::uint64_t members) {
  for (std::uint64_t first = 0; first < members; first += kPerBatch) {
    Store::Batch batch(store);
    for (std::uint64_t i = first; i < std::min(members, first + kPerBatch); ++i) {
      const CheckoutRequest request = checkout("fill-" + std::to_string(i), i);
      CHECK(batch.run([&] { return store.checkout(kMoment, request); }));
    }
    batch.commit();
    if (store.books().database().wal_bytes() > kMostWalBytes) {
      CHECK(store.books().database().checkpoint());
    }
  }
  CHECK(store.books().database().checkpoint());
}

}  // namespace

std::string card(std::uint64_t number) {
  std::string digits = std::to_string(number);
  digits = "042" + std::string(9 - digits.size(), '0') + digits;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    sum += (digits[digits.size() - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  }
  return digits + std::to_string((10 - sum % 10) % 10);
}

CheckoutRequest checkout(const std::string& id, std::uint64_t member) {
  programme::Basket basket;
  for (int i = 0; i < 5; ++i) {
    basket.lines.push_back(
        {"4006381333931", i == 0 ? "COFFEE" : "FOOD", "GROCERY", "", {}, 1, {199 + 100 * i}});
  }
  return {{"1", "anna", id, std::nullopt}, {IdentifierKind::card, card(member)}, basket, {}};
}

std::unique_ptr<Store> make_filled_books(const std::string& path, std::uint64_t members,
                                         Random& random) {
  auto store = Store::open({path, "", 7, {}}, random, kMoment.now);
  CHECK(store);
  {
    Store::Batch batch(**store);
    CHECK(batch.run([&] { return (*store)->adopt_programme(kProgramme, {0}); }));
    batch.commit();
  }
  fill(**store, members);
  return *std::move(store);
}

Daemon::Daemon(const std::string& binary, const std::string& directory, const std::string& more) {
  std::ofstream(directory + "/programme.toml") << kProgramme;
  const std::string config = directory + "/loyald.toml";
  std::ofstream(config) << "state_directory = \"" << directory << "\"\nprogramme_file = \""
                        << directory << "/programme.toml\"\n[store]\nid = 7\n"
                        << "[register_api]\nport = 0\nsocket = \"" << directory
                        << "/register.sock\"\n[[card_format]]\nname = \"card\"\nprefix = "
                           "\"042\"\nmin_length = 13\nmax_length = 13\ncheck = \"mod10\"\n"
                        << more;
  std::string program = binary;
  std::string option = "--config";
  std::string path = config;
  char* arguments[] = {program.data(), option.data(), path.data(), nullptr};
  CHECK(posix_spawn(&process_, binary.c_str(), nullptr, nullptr, arguments, environ) == 0);
}

Daemon::~Daemon() {
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

}  // namespace loyald::bench
