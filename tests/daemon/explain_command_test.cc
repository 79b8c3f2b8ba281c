// SPDX-License-Identifier: Apache-2.0
// The real loyalctl against a store's daemon: explanations in the language of the shell, or the one
// that is asked for, of an entry and of a quote in a file.
#include <array>
#include <cstdio>
#include <fstream>

#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

using testing::RunningDaemon;
using testing::test_card;

struct Shell {
  RunningDaemon store;

  // What `loyalctl explain` prints, errors included. `before` are settings of the environment.
  std::string explain(const std::string& before, const std::string& arguments) {
    const std::string command = "env -u LC_ALL -u LC_MESSAGES -u LANG " + before + " " +
                                LOYALCTL_BINARY + " explain " + arguments + " --socket " +
                                store.socket() + " 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
      text.append(buffer.data(), got);
    }
    ::pclose(pipe);
    return text;
  }

  bool is_german(const std::string& before, const std::string& arguments) {
    const std::string text = explain(before, arguments);
    CAPTURE(text);
    const bool german = text.find("Geschäftstag") != std::string::npos;
    CHECK(german != (text.find("business date") != std::string::npos));
    return german;
  }

  void sell() {
    v1::CheckoutRequest request;
    request.set_checkout_id("a");
    request.set_register_("1");
    request.set_card(test_card(1));
    request.add_lines()->set_amount(1250);
    REQUIRE(store.call<v1::CheckoutResponse>("Checkout", request));
  }

  std::string quote_file(const std::string& json) {
    std::ofstream(store.file("quote.json")) << json;
    return "--quote " + store.file("quote.json");
  }
};

TEST_CASE("the shell's language, as POSIX ranks its variables, unless another is asked for") {
  Shell shell;
  shell.sell();
  const std::string entry = "--register 1 --id a";
  CHECK_FALSE(shell.is_german("", entry));
  CHECK_FALSE(shell.is_german("LANG=C.UTF-8", entry));
  CHECK(shell.is_german("LANG=de_DE.UTF-8", entry));
  CHECK(shell.is_german("LANG=en_US.UTF-8 LC_MESSAGES=de_AT", entry));
  CHECK_FALSE(shell.is_german("LANG=de_DE LC_MESSAGES=de_DE LC_ALL=C", entry));
  CHECK_FALSE(shell.is_german("LANG=de_DE", entry + " --language en"));
  CHECK(shell.is_german("LANG=en_US", entry + " --language de"));
}

TEST_CASE("a quote in a file, and what is said of one that is none") {
  Shell shell;
  const std::string good =
      shell.quote_file(R"({"card": ")" + test_card(1) + R"(", "lines": [{"amount": 250}]})");
  const std::string text = shell.explain("", good + " --language de");
  CAPTURE(text);
  CHECK(text.find("Regel „base“: 1 Points je 1,00 EUR; 2,50 EUR gezählt; 250 x 1 / 100, "
                  "abgerundet: 2.") != std::string::npos);
  CHECK(shell.explain("", shell.quote_file("{\"crad\": 1}")).find("QuoteRequest") !=
        std::string::npos);
  CHECK(shell.explain("", "--quote " + shell.store.file("none")).find("none") != std::string::npos);
}

}  // namespace
}  // namespace loyald::daemon
