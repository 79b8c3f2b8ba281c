// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/storm/chain.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "daemon/signing_key_file.h"
#include "daemon/state_files.h"
#include "tests/bench/storm/night_round.h"
#include "tests/support/programme_text.h"

namespace loyald::bench {
namespace {

constexpr std::size_t kPerBatch = 200;

}  // namespace

Chain::Chain(StoreId stores) {
  settings_.state_directory = office_directory_.path();
  settings_.address = "127.0.0.1";
  settings_.feed_scope = FeedScope::seen;
  settings_.admin_token = "administrators-only-0";
  for (StoreId id = 1; id <= stores; ++id) {
    settings_.stores.push_back({id, "Store " + std::to_string(id), token_of(id)});
    stores_.emplace_back(stores_directory_.file(std::to_string(id)), id);
  }
  open_journals();
}

void Chain::open_journals() {
  SystemRandom random;
  HeadOffice::Options options;
  options.place = daemon::books_place(settings_);
  const auto seed = daemon::read_or_make_signing_key(
      settings_.state_directory + "/" + daemon::kHeadOfficeKeyFile, random);
  if (!seed) throw std::runtime_error(seed.error().message);
  options.signing_seed = *seed;
  const auto office = HeadOffice::open(options);
  if (!office) throw std::runtime_error(office.error().message);
  v1::PublishProgrammeRequest programme;
  programme.set_toml(testing::programme_text("Storm"));
  // The programme, then the stores' keys.
  const std::uint64_t feed_end = 1 + stores_.size();
  v1::PullResponse page;
  for (std::size_t i = 0; i < stores_.size(); i += kPerBatch) {
    HeadOffice::Batch batch(**office);
    if (i == 0) {
      const auto published =
          batch.run([&] { return (*office)->publish_programme(clock_.local_date(), programme); });
      if (!published) throw std::runtime_error(published.error().message);
    }
    for (std::size_t j = i; j < std::min(i + kPerBatch, stores_.size()); ++j) {
      stores_[j].open_journal(**office, clock_.now(), feed_end, page);
    }
    batch.commit();
  }
}

Audit Chain::audit() const { return bench::audit(daemon::books_place(settings_), stores_); }

std::unique_ptr<daemon::testing::HeadOfficeThread> Chain::serve(std::size_t most_waiting) const {
  daemon::HeadOfficeDaemon::Options options;
  options.most_waiting = most_waiting;
  return std::make_unique<daemon::testing::HeadOfficeThread>(clock_, settings_, std::move(options));
}

}  // namespace loyald::bench
