// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <iostream>
#include <memory>
#include <mutex>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/register.pb.h"

namespace loyald::loyalctl {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{200};

struct Arguments {
  StoreAddress address;
  int timeout_s = 60;
};

void pause() {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, kBetweenLooks);
}

std::string text_of(const v1::HeadOfficeLink& link) {
  return std::to_string(link.waiting()) + " entries to send, " + std::to_string(link.to_take()) +
         " places of the feed to take";
}

Result<v1::StatusResponse> ask(Remote& remote) {
  return remote.call<v1::StatusResponse>("loyald.v1.RegisterService/Status", v1::StatusRequest());
}

Result<void> sync_now(const Arguments& arguments) {
  Remote remote(arguments.address);
  LOYALD_ASSIGN(const auto before, ask(remote));
  LOYALD_TRY(
      remote.call<v1::SyncNowResponse>("loyald.v1.RegisterService/SyncNow", v1::SyncNowRequest()));
  const bool on_terminal = ::isatty(STDOUT_FILENO) != 0;
  std::string shown;
  const int looks = arguments.timeout_s * 1000 / static_cast<int>(kBetweenLooks.count());
  v1::StatusResponse status;
  for (int look = 0; look < looks; ++look) {
    pause();
    LOYALD_ASSIGN(status, ask(remote));
    const v1::HeadOfficeLink& link = status.head_office();
    const std::string text = text_of(link);
    if (text != shown) {
      // One line that changes for a person, a line for each step for a file.
      std::cout << (on_terminal ? "\r\033[K" : "") << text << (on_terminal ? "" : "\n")
                << std::flush;
      shown = text;
    }
    const bool has_answered = link.last_contact() != before.head_office().last_contact();
    if (has_answered && link.waiting() == 0 && link.to_take() == 0) {
      std::cout << (on_terminal ? "\n" : "") << "head office has all of " << status.seq()
                << " entries, and this store has all of its feed\n";
      return {};
    }
  }
  if (on_terminal) std::cout << "\n";
  std::string problems;
  for (const std::string& problem : status.problems()) problems += problem + " ";
  return fail(Errc::deadline_exceeded,
              "head office has not taken and said all within " +
                  std::to_string(arguments.timeout_s) + " s: " + text_of(status.head_office()),
              problems.empty() ? "it goes on by itself when the line is back" : problems);
}

}  // namespace

void add_sync_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* sync = app.add_subcommand("sync", "this store's exchange with head office");
  sync->require_subcommand(1);
  auto arguments = std::make_shared<Arguments>();
  CLI::App* now =
      sync->add_subcommand("now", "talk to head office at once, and show how far it is");
  add_store_address(*now, arguments->address);
  constexpr int kMostSeconds = 86'400;
  now->add_option("--timeout", arguments->timeout_s, "seconds to wait for it")
      ->capture_default_str()
      ->check(CLI::Range(1, kMostSeconds));
  on_run(*now, outcome, [arguments] { return sync_now(*arguments); });
}

}  // namespace loyald::loyalctl
