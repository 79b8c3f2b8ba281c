// SPDX-License-Identifier: Apache-2.0
#include "daemon/process.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace loyald::daemon {
namespace {

// A level as syslog's priority: "<6>" for info.
class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    constexpr std::array<char, 6> kPriorities = {'7', '7', '6', '4', '3', '2'};
    const auto level = static_cast<std::size_t>(message.level);
    out.push_back('<');
    out.push_back(level < kPriorities.size() ? kPriorities[level] : '6');
    out.push_back('>');
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<Priority>();
  }
};

}  // namespace

void log_to_stderr() {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  // JOURNAL_STREAM: standard error goes to systemd's journal, which adds the time
  // (systemd.exec(5)).
  if (std::getenv("JOURNAL_STREAM") != nullptr) {
    formatter->add_flag<Priority>('*').set_pattern("%*%v");
  } else {
    formatter->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
  }
  auto logger =
      std::make_shared<spdlog::logger>("loyald", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::move(formatter));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

int exit_status(const Error& error) {
  switch (error.code) {
    case Errc::unavailable:
    case Errc::resource_exhausted:
    case Errc::deadline_exceeded:
      return EX_TEMPFAIL;
    case Errc::data_loss:
    case Errc::internal:
      return EX_SOFTWARE;
    default:
      return EX_USAGE;
  }
}

int report(const char* program, const Error& error) {
  std::fprintf(stderr, "%s: %s\n", program, error.message.c_str());
  if (!error.hint.empty()) std::fprintf(stderr, "  %s\n", error.hint.c_str());
  return exit_status(error);
}

}  // namespace loyald::daemon
