// SPDX-License-Identifier: Apache-2.0
// Two nights of a chain whose stores talk to head office at night only: in the first all want to
// begin at the same moment, in the second each in its slot of a window. Real agents over real
// books, real HTTP on this machine to a real head office on a real disk; every store sells in the
// day before. Beside each figure is what a model of head office as a queue says. At the end every
// entry of every store is looked up at head office: exit code 1 unless each is there once.
//
//   storm_bench [--stores 10000] [--entries 12] [--members 100000] [--lines 64] [--waiting 64]
//               [--window 120] [--seed 1]
//
// With as many lines as may wait nobody is told to come later; with more, or fewer who may wait,
// stores are:
//
//   storm_bench --stores 2000 --lines 64 --waiting 8
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "daemon/sync_schedule.h"
#include "tests/bench/storm/chain.h"
#include "tests/bench/storm/night_round.h"
#include "tests/bench/storm/prediction.h"

namespace {

using namespace loyald;
using namespace loyald::bench;

struct Wanted {
  StoreId stores = 10'000;
  std::size_t entries = 12;  // the median store's
  std::uint64_t members = 100'000;
  std::size_t lines = 64;
  std::size_t most_waiting = 64;
  std::int64_t window_s = 120;
  std::uint64_t seed = 1;
};

// Many a little, few much: lognormal, between a third and a bit more than three times the median.
std::size_t sales_of(Random& random, std::size_t median) {
  constexpr double kSpread = 0.6;
  constexpr int kSummands = 12;  // of uniform numbers; their sum is nearly normal, with variance 1
  double normal = -kSummands / 2.0;
  for (int i = 0; i < kSummands; ++i) normal += static_cast<double>(random.below(1'000'000)) / 1e6;
  const auto middle = static_cast<double>(median);
  const double sales = middle * std::exp(kSpread * normal);
  return static_cast<std::size_t>(std::clamp(sales, std::max(1.0, middle / 3), middle * 10 / 3));
}

// The slots of a window of an hour, brought to the length that was wanted.
std::vector<std::int64_t> slots(const Wanted& wanted, Timestamp now) {
  const daemon::NightlyWindow hour{std::chrono::minutes(120), std::chrono::minutes(60)};
  const Timestamp midnight = begin_of(day_of(now) + std::chrono::days(1));
  const Timestamp from = midnight + std::chrono::milliseconds(hour.from);
  std::vector<std::int64_t> begins;
  for (StoreId id = 1; id <= wanted.stores; ++id) {
    const auto into = daemon::next_slot(hour, id, midnight, std::chrono::seconds(0)) - from;
    begins.push_back(into.count() * wanted.window_s / std::chrono::seconds(hour.length).count());
  }
  return begins;
}

struct Summary {
  double p50 = 0;
  double p99 = 0;
  double longest = 0;
  std::uint64_t entries = 0;
  int answers = 0;
  int rejections = 0;
  int failures = 0;
  int most_rejections = 0;  // of one store
  double end = 0;
};

Summary summary_of(const std::vector<Session>& sessions) {
  Summary summary;
  std::vector<double> took;
  for (const Session& each : sessions) {
    took.push_back(each.done - each.wanted);
    summary.entries += each.entries;
    summary.answers += each.answers;
    summary.rejections += each.rejections;
    summary.failures += each.failures;
    summary.most_rejections = std::max(summary.most_rejections, each.rejections);
    summary.end = std::max(summary.end, each.done);
  }
  std::ranges::sort(took);
  const auto part = [&](std::size_t percent) { return took[(took.size() - 1) * percent / 100]; };
  summary.p50 = part(50);
  summary.p99 = part(99);
  summary.longest = part(100);
  return summary;
}

// Entries a second until half of the sessions were over: later ones may have left head office idle.
double capacity(std::vector<Session> sessions) {
  std::ranges::sort(sessions, {}, &Session::done);
  const std::size_t half = (sessions.size() + 1) / 2;
  std::uint64_t entries = 0;
  for (std::size_t i = 0; i < half; ++i) entries += sessions[i].entries;
  return static_cast<double>(entries) / sessions[half - 1].done;
}

void print(const char* who, const Summary& summary) {
  std::printf("  %-10s sessions p50 %.2f s, p99 %.2f s, longest %.2f s; the last ends at %.1f s\n",
              who, summary.p50, summary.p99, summary.longest, summary.end);
  std::printf("  %-10s told to come later %d times, one store at most %d times\n", "",
              summary.rejections, summary.most_rejections);
}

// `entries_per_second`: head office's capacity, where it is known from another night.
double play(const char* name, const Wanted& wanted, Chain& chain,
            const std::vector<std::int64_t>& begins, double entries_per_second) {
  const auto head_office = chain.serve(wanted.most_waiting);
  NightLines lines(head_office->port(), wanted.lines, chain.clock());
  const Round round = lines.run(chain.stores(), begins);
  const Summary measured = summary_of(round.sessions);
  std::printf("%s: %llu entries of %zu stores in %.1f s, %.0f entries/s\n", name,
              static_cast<unsigned long long>(measured.entries), round.sessions.size(),
              round.seconds, static_cast<double>(measured.entries) / round.seconds);
  print("measured", measured);
  std::printf(
      "  %-10s %d requests answered, %d sent again (%d of them without an answer); "
      "bodies %.1f MB sent, %.1f MB received\n",
      "", measured.answers, measured.rejections + measured.failures, measured.failures,
      static_cast<double>(round.bytes_sent) / 1e6, static_cast<double>(round.bytes_received) / 1e6);
  std::printf("  %-10s the thread that is all stores was busy %.0f %% of the time\n", "",
              100 * round.busy / round.seconds);
  if (entries_per_second == 0) entries_per_second = capacity(round.sessions);
  const auto stores = static_cast<int>(round.sessions.size());
  const QueueModel model{entries_per_second, wanted.most_waiting, wanted.lines,
                         std::max(1, (measured.answers + stores / 2) / stores)};
  const Summary predicted = summary_of(predict(model, round.sessions));
  print("predicted", predicted);
  std::printf("  %-10s from %.0f entries/s and %d calls a session; measured p99 is %.2f times it\n",
              "", entries_per_second, model.calls, measured.p99 / predicted.p99);
  std::fflush(stdout);
  return entries_per_second;
}

void sell(const Wanted& wanted, Chain& chain, Random& random, Balances& earned) {
  chain.clock().next_day();
  for (NightStore& store : chain.stores()) {
    store.sell(random, sales_of(random, wanted.entries), wanted.members, chain.clock().now(),
               earned);
  }
}

bool is_sound(const Chain& chain, const Balances& earned) {
  const Audit found = chain.audit();
  std::printf("audit: %llu entries, %llu lost, %llu doubled, %llu stores' chains differ\n",
              static_cast<unsigned long long>(found.entries),
              static_cast<unsigned long long>(found.lost),
              static_cast<unsigned long long>(found.doubled),
              static_cast<unsigned long long>(found.other_chains));
  bool is_same = true;
  for (const auto& [unit, quantity] : earned) {
    const auto there = found.balances.find(unit);
    const Quantity counted = there == found.balances.end() ? 0 : there->second;
    std::printf("  %s: %lld earned at the stores, %lld at head office\n", unit.c_str(),
                static_cast<long long>(quantity), static_cast<long long>(counted));
    is_same = is_same && counted == quantity;
  }
  return is_same && found.lost == 0 && found.doubled == 0 && found.other_chains == 0;
}

bool run(const Wanted& wanted) {
  SeededRandom random(wanted.seed);
  Balances earned;
  Chain chain(wanted.stores);
  sell(wanted, chain, random, earned);
  const std::vector<std::int64_t> at_once(wanted.stores);
  const double entries_per_second = play("all at once", wanted, chain, at_once, 0);
  sell(wanted, chain, random, earned);
  const std::string spread = "spread over " + std::to_string(wanted.window_s) + " s";
  play(spread.c_str(), wanted, chain, slots(wanted, chain.clock().now()), entries_per_second);
  return is_sound(chain, earned);
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  CLI::App app("The night of a chain: all stores at once, and spread over a window");
  app.add_option("--stores", wanted.stores, "of the chain")
      ->check(CLI::Range(StoreId{1}, StoreId{daemon::kMaxKnownStores}))
      ->capture_default_str();
  app.add_option("--entries", wanted.entries, "of the median store, a day")->capture_default_str();
  app.add_option("--members", wanted.members, "of the chain")->capture_default_str();
  app.add_option("--lines", wanted.lines, "on which stores talk at once")->capture_default_str();
  app.add_option("--waiting", wanted.most_waiting, "calls that may wait at head office")
      ->capture_default_str();
  app.add_option("--window", wanted.window_s, "of the second night, in seconds")
      ->capture_default_str();
  app.add_option("--seed", wanted.seed, "of what is sold")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return run(wanted) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "storm_bench: %s\n", error.what());
    return 1;
  }
}
