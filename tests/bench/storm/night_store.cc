// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/storm/night_store.h"

#include <stdexcept>

#include "tests/bench/basket.h"

namespace loyald::bench {
namespace {

constexpr std::chrono::hours kSoldBefore(8);
constexpr std::chrono::seconds kUntilNextLook(10);  // beyond the agent's own interval

std::string bytes_of(const Agent::Request& request) {
  return std::to_string(request.index()) +
         std::visit([](const auto& message) { return message.SerializeAsString(); }, request);
}

template <class Value>
Value value_of(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

void require(bool condition, StoreId store, const std::string& otherwise) {
  if (!condition) throw std::runtime_error("store " + std::to_string(store) + ": " + otherwise);
}

}  // namespace

NightStore::NightStore(std::string path, StoreId id)
    : path_(std::move(path)),
      id_(id),
      seed_(std::uint64_t{id} << 32),
      agents_random_(seed_),
      waiters_random_(seed_) {}

void NightStore::open(Timestamp now) {
  RedeemPolicy policy;
  policy.has_head_office = true;
  store_ = value_of(Store::open({path_, {}, id_, policy}, books_random_, now));
  remember();
}

void NightStore::close() {
  agent_.reset();
  store_.reset();
}

void NightStore::remember() {
  agents_random_ = SeededRandom(seed_);
  agent_ = std::make_unique<Agent>(*store_, agents_random_, Agent::Options{});
  for (const Failed& each : failures_) {
    ask(each.sent);
    agent_->on_failure(each.at, each.refusal.error, each.refusal.retry_after);
  }
  if (failures_.empty() || due_ == failures_.back().at) return;
  const Agent::Step step = agent_->next(failures_.back().at);
  const auto* idle = std::get_if<Agent::Idle>(&step);
  require(idle != nullptr && idle->until == due_, id_, "its agent would not have waited so long");
}

void NightStore::begin_anew() {
  failures_.clear();
  waiters_random_ = SeededRandom(++seed_);
  waiter_.emplace(waiters_random_);
}

const Agent::Request& NightStore::ask(Timestamp now) {
  Agent::Step step = agent_->next(now);
  auto* send = std::get_if<Agent::Send>(&step);
  require(send != nullptr, id_, "its agent has nothing to send");
  request_ = std::move(send->request);
  return *request_;
}

void NightStore::open_journal(HeadOffice& office, Timestamp now, std::uint64_t feed_end,
                              v1::PullResponse& page) {
  begin_anew();
  open(now);
  journal_ = store_->books().name();
  agent_->on_reply(now, value_of(office.begin(now, std::get<v1::OpenRequest>(ask(now)))));
  now = now + kUntilNextLook;
  v1::PushResponse response = value_of(office.push(now, std::get<v1::PushRequest>(ask(now))));
  if (page.programmes().empty()) {
    page = response.page();
    page.clear_store_keys();
    page.set_feed_cursor(feed_end);
    page.set_more(false);
  }
  response.clear_page();
  response.set_feed_head(feed_end);
  agent_->on_reply(now, response);
  require(std::holds_alternative<v1::PullRequest>(ask(now)), id_, "its agent pulls");
  const Head head = store_->books().journal.head();
  page.set_counts_seq(head.seq);
  page.set_counts_hash(to_string(head.hash));
  agent_->on_reply(now, page);
  require(!agent_->problem(), id_, agent_->problem().value_or(""));
  close();
}

void NightStore::sell(Random& random, std::size_t sales, std::uint64_t members, Timestamp now,
                      Balances& earned) {
  ++days_;
  begin_anew();
  const Timestamp at = now + -std::chrono::milliseconds(kSoldBefore);
  open(at);
  counted_before_ = store_->books().sync_position().counted_seq;
  Store::Batch batch(*store_);
  for (std::size_t i = 0; i < sales; ++i) {
    const Origin operation{"register-1", "cashier", std::to_string(days_) + "-" + std::to_string(i),
                           std::nullopt};
    const Identifier card{IdentifierKind::card, "42" + std::to_string(random.below(members))};
    const CheckoutRequest request{operation, card, supermarket_basket(random), {}};
    const Recorded sale = value_of(batch.run([&] {
      return store_->checkout({at, day_of(at)}, request);
    }));
    for (const v1::LotChange& change : sale.entry.sale().changes()) {
      earned[change.unit()] += change.amount();
    }
  }
  batch.commit();
  ask(now);
  close();
}

const Agent::Request& NightStore::sent(Timestamp now) {
  sent_ = now;
  return *request_;
}

NightStore::Next NightStore::refused(Timestamp now, const Refusal& refusal) {
  require(is_transient(refusal.error.code), id_, refusal.error.message);
  failures_.push_back({sent_, now, refusal});
  waiter_->failed(now, refusal.retry_after);
  due_ = waiter_->waiting_until(now).value_or(now);
  if (store_) {
    // After a failure the agent asks for something else.
    remember();
    ask(due_);
    close();
  }
  return Next::wait;
}

NightStore::Next NightStore::take(Timestamp now, const Outcome& outcome) {
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) return refused(now, *refusal);
  if (!store_) {
    const std::string told = bytes_of(*request_);
    open(now);
    require(bytes_of(ask(sent_)) == told, id_, "its agent asks for something else than before");
  }
  std::visit(
      [&](const auto& response) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(response)>, Refusal>) {
          agent_->on_reply(now, response);
        }
      },
      outcome);
  begin_anew();
  require(!agent_->problem(), id_, agent_->problem().value_or(""));
  Agent::Step step = agent_->next(now);
  if (auto* send = std::get_if<Agent::Send>(&step)) {
    request_ = std::move(send->request);
    return Next::send;
  }
  require(!agent_->backs_off(now), id_, "its agent waits after an answer");
  head_ = store_->books().journal.head();
  require(store_->books().sync_position().counted_seq == head_.seq, id_,
          "its agent is done before all is counted");
  close();
  return Next::done;
}

}  // namespace loyald::bench
