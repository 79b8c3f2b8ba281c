// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/world_node.h"

#include "store/base/check.h"

namespace loyald::sim {
namespace {

using testing::Answer;

constexpr StoreId kStores = 3;
constexpr int kSteps = 300;
constexpr int kRounds = 10;
constexpr int kRoundsBefore = 3;
constexpr int kAsksBefore = 8;
constexpr std::size_t kRequestsSeen = 30;
constexpr int kStepsPerAudit = 20;
// Short enough that leases run out, and customers leave, within a run.
constexpr std::chrono::hours kLease(30);

std::string programme_text(const std::string& name) {
  return "name = \"" + name + R"("
currency = "EUR"
[[unit]]
id = "points"
expires_after_days = 6
[[unit]]
id = "stamps"
pending_days = 1
return_policy = "within_balance"
[[unit]]
id = "vouchers"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
[[earn]]
id = "visit"
unit = "stamps"
quantity = 1
per = 1000
[[reward]]
id = "pay"
unit = "points"
points_as_money = { cost = 1, value = 1 }
[[reward]]
id = "card"
unit = "stamps"
voucher = { cost = 10, gives = "vouchers", automatic = true }
)";
}

std::string name_of(const Agent::Request& request) {
  if (std::holds_alternative<v1::OpenRequest>(request)) return "open";
  if (std::holds_alternative<v1::PullRequest>(request)) return "pull";
  if (std::holds_alternative<v1::AcquireRequest>(request)) return "acquire";
  if (const auto* tail = std::get_if<v1::FetchTailRequest>(&request)) {
    return "a question for what it lacks from " + std::to_string(tail->from_seq());
  }
  const auto& push = std::get<v1::PushRequest>(request);
  return "push of " + std::to_string(push.entries_size()) + " from " +
         std::to_string(push.first_seq());
}

}  // namespace

World::World(std::uint64_t seed, Mutant mutant)
    : random_(seed), mutant_(mutant), now_(testing::kStart) {
  for (bool* fault :
       {&faults_.store_power, &faults_.office_power, &faults_.kills, &faults_.losses,
        &faults_.replays, &faults_.delays, &faults_.clocks, &faults_.changed_bytes,
        &faults_.office_backups, &faults_.merges, &faults_.days, &faults_.store_backups,
        &faults_.blind_guards, &faults_.disk_errors, &faults_.full_disks, &faults_.absences,
        &faults_.changed_offers, &faults_.strangers}) {
    *fault = random_.below(2) == 0;
  }
  if (mutant != Mutant::none) set_faults_for_mutant();
  office_disk_ = std::make_unique<SimDisk>("sim-office", random_.next());
  office_ = std::make_unique<testing::Office>("books", office_disk_->vfs());
  office_->close();
  office_->lease_length = kLease;
  office_->feed_scope = faults_.strangers ? FeedScope::seen : FeedScope::all;
  require(office_->try_open().has_value(), "head office opens on an empty disk");
  publish("first");
  for (StoreId id = 1; id <= kStores; ++id) {
    nodes_.push_back(std::make_unique<Node>(id, random_.next(), random_));
    Node& node = *nodes_.back();
    require(node.shop.try_open(now_).has_value(), "a store opens on an empty disk");
    if (mutant == Mutant::lying_store_disk) node.disk.lie();
    if (mutant == Mutant::relaxed_sync) {
      node.shop.books().database().exec("PRAGMA synchronous=NORMAL");
    }
  }
}

World::~World() {
  nodes_.clear();
  office_->close();
}

void World::run() {
  begin();
  for (int i = 1; i <= kSteps; ++i) {
    step();
    if (i % kStepsPerAudit == 0) audit_spending();
  }
  heal();
  audit();
}

Timestamp World::clock_of(const Node& node) const { return now_ + node.clock_error; }

void World::step() {
  now_ = now_ + std::chrono::milliseconds(random_.below(2'000));
  if (happens(faults_.days, 25)) now_ = now_ + std::chrono::hours(random_.below(60));
  Node& node = *nodes_[random_.below(nodes_.size())];
  disturb();
  switch (random_.below(10)) {
    case 0:
      return decide_at_office();
    case 1:
    case 2:
    case 3:
    case 4:
      return ask(node);
    default:
      return carry(node);
  }
}

void World::publish(const std::string& name) {
  const auto published = office_->publish_text(programme_text(name));
  require(published || office_->books().awaited.any(), "a programme can be published");
}

void World::want(Node& node) {
  const Identifier card{IdentifierKind::card, "42000" + std::to_string(random_.below(6))};
  const auto found = node.shop.books().find_member(card);
  require(found.has_value(), "a card is somebody's");
  node.shop.agent().want(clock_of(node), node.shop.books().standings.wallets_of(found->member));
  if (!node.shop.books().is_followed(found->member)) node.shop.agent().look_up(card.text);
}

void World::decide_at_office() {
  try {
    if (random_.below(4) == 0 || !faults_.merges) {
      return publish("version " + std::to_string(++programmes_ % 3));
    }
    const auto card = [&] { return "42000" + std::to_string(random_.below(6)); };
    if (random_.below(2) == 0) {
      v1::MergeMembersRequest request;
      request.set_member(card());
      request.set_into(card());
      request.set_reason("one person");
      (void)office_->run([&] { return office_->office().merge_members(now_, request); });
    } else {
      v1::UnmergeMemberRequest request;
      request.set_member(card());
      request.set_reason("two");
      (void)office_->run([&] { return office_->office().unmerge_member(now_, request); });
    }
  } catch (const sql::Error&) {
    restart_office();
  }
}

void World::ask(Node& node) {
  if (node.is_closed) return;
  const Asked& asked = node.till.next();
  const std::string who = "store " + std::to_string(node.shop.id()) + " " + asked.origin.op_id;
  try {
    // Whoever is away holds what others ask for.
    const bool is_one_away = std::ranges::any_of(nodes_, &Node::is_away);
    if (is_one_away || random_.below(3) == 0) want(node);
    spoil_store(node);
    const Moment at{clock_of(node), day_of(clock_of(node))};
    const auto answer = node.shop.run([&] { return asked.call(node.shop.store(), at); });
    trace_.say(who + " " + asked.what + ": " +
               (answer ? std::to_string(answer->seq) + (answer->is_repeat ? " again" : "")
                       : answer.error().message));
    node.till.on_answer(answer);
  } catch (const sql::Error& error) {
    trace_.say(who + " " + asked.what + ": broke, " + error.what());
    restart_after(node, error);
  }
}

std::optional<Answer> World::answer(const Agent::Request& request) {
  try {
    auto answered = office_->answer(now_, request);
    spoil_office();
    return answered;
  } catch (const sql::Error& error) {
    trace_.say(std::string("head office broke, ") + error.what());
    // A full disk takes nothing, and the process goes on.
    if (!error.is_disk_full()) restart_office();
    return std::nullopt;
  }
}

void World::deliver(Node& node, const Answer& answer) {
  try {
    testing::deliver(node.shop.agent(), clock_of(node), answer);
    audit_progress_of(node);
  } catch (const sql::Error& error) {
    trace_.say("store " + std::to_string(node.shop.id()) + " broke over an answer, " +
               error.what());
    restart_after(node, error);
  }
}

void World::restart_after(Node& node, const sql::Error& error) {
  // A full disk takes nothing, and the process goes on.
  if (!error.is_disk_full()) restart(node);
}

void World::lose(Node& node, const char* what) {
  node.in_flight.reset();
  deliver(node, Error(Errc::unavailable, what));
}

void World::carry(Node& node) {
  const std::string who = "store " + std::to_string(node.shop.id());
  if (node.away > 0) return come_back(node);
  if (!node.in_flight) {
    Agent::Step step = Agent::Idle{now_};
    try {
      step = node.shop.agent().next(clock_of(node));
    } catch (const sql::Error& error) {
      trace_.say(who + " broke over what to send, " + error.what());
      return restart_after(node, error);
    }
    if (const auto* send = std::get_if<Agent::Send>(&step)) {
      trace_.say(who + " sends " + name_of(send->request));
      node.in_flight = send->request;
    } else if (random_.below(3) == 0) {
      now_ = std::max(now_, std::get<Agent::Idle>(step).until + -node.clock_error);
    }
    return;
  }
  if (faults_.delays && random_.below(3) == 0) return;
  if (happens(faults_.losses, 4)) {
    trace_.say(who + ": request lost");
    return lose(node, "request lost");
  }
  if (happens(faults_.changed_bytes, 8)) return change_bytes(node);
  const Agent::Request request = *std::exchange(node.in_flight, std::nullopt);
  seen_.push_back(request);
  if (seen_.size() > kRequestsSeen) seen_.pop_front();
  const auto answered = answer(request);
  if (!answered || happens(faults_.losses, 4)) {
    trace_.say(who + ": no answer");
    return deliver(node, Error(Errc::deadline_exceeded, "answer lost"));
  }
  trace_.say(who + " is answered");
  happens(faults_.changed_offers, 3) ? deliver_changed(node, *answered) : deliver(node, *answered);
}

void World::restart(Node& node) {
  // A request may still arrive after its sender has gone.
  if (node.in_flight && random_.below(2) == 0) (void)answer(*node.in_flight);
  node.in_flight.reset();
  const bool power_went = faults_.store_power && random_.below(3) != 0;
  node.disk.cut();
  node.shop.close();
  while (true) {
    power_went ? node.disk.power_on() : node.disk.revive();
    // It may go again while it recovers.
    if (happens(faults_.store_power, 3)) node.disk.cut_after(random_.below(20) + 1);
    const auto opened = node.shop.try_open(clock_of(node));
    if (opened) break;
    require(node.disk.is_cut(), "a store opens its books: " + opened.error().message);
    trace_.say("store " + std::to_string(node.shop.id()) + " loses power while it recovers");
  }
  if (mutant_ == Mutant::relaxed_sync) {
    node.shop.books().database().exec("PRAGMA synchronous=NORMAL");
  }
  trace_.say("store " + std::to_string(node.shop.id()) + " is back" +
             (power_went ? " after a power cut" : ""));
  audit_acknowledged_of(node);
  audit_progress_of(node);
}

void World::watch(bool watched) {
  office_disk_->set_watched(watched);
  for (const auto& node : nodes_) node->disk.set_watched(watched);
}

void World::audit_acknowledged_of(Node& node) {
  const Watch watch(*this);
  audit_acknowledged(node.till, node.shop.books(), node.excused());
}

void World::restart_office() {
  office_disk_->cut();
  office_->close();
  while (true) {
    office_disk_->power_on();
    if (mutant_ == Mutant::amnesiac_office) office_disk_->remove("books");
    if (happens(faults_.office_power, 3)) office_disk_->cut_after(random_.below(20) + 1);
    const auto opened = office_->try_open();
    if (opened) break;
    require(office_disk_->is_cut(), "head office opens its books: " + opened.error().message);
  }
  trace_.say("head office is back");
}

void World::audit_progress_of(Node& node) {
  const Watch watch(*this);
  // A restored head office knows less than it did, until the stores have said it again.
  if (!office_was_restored_ && !node.was_restored)
    audit_progress(node.shop, office_->books(), node.progress);
}

// The line is good and the power stays on. What one store pushes last, the others must still pull;
// whoever finds that head office knows less than before waits a while before going on from there.
void World::heal() {
  faults_ = {};
  trace_.say("all heals");
  office_disk_->cut_after(0);
  office_disk_->fail_after(0);
  office_disk_->set_full(false);
  for (int round = 0; round < kRounds; ++round) {
    // What was published since the backup is published again, once the stores have said what they
    // have.
    if (office_was_restored_ && round == kRounds / 2) {
      for (const StoreId store : office_->books().awaited.all()) {
        throw Broken("store " + std::to_string(store) + " is awaited still");
      }
      publish("last");
    }
    for (const auto& node : nodes_) {
      node->disk.cut_after(0);
      node->disk.fail_after(0);
      node->disk.set_full(false);
      node->clock_error = {};
      node->away = 0;
      node->is_closed = false;
      if (node->in_flight) lose(*node, "healed");
      // A copy that nobody noticed may have to be named the right one by a person.
      const auto problem = node->shop.agent().problem();
      if (node->was_restored && problem && problem->find("another PC") != std::string::npos) {
        trace_.say("somebody says that store " + std::to_string(node->shop.id()) + " is the one");
        Store::Batch batch(node->shop.store());
        begin_life_by_hand(node->shop.books(), random_, now_, "this is the one");
        batch.commit();
      }
      // Whatever a register still waits for.
      if (round == 0) ask(*node);
      now_ = now_ + std::chrono::hours(1);
      converse(*node);
    }
  }
}

void World::converse(Node& node) {
  for (int carried = 0;; ++carried) {
    require(carried < 10'000, "a store with a good line comes to rest");
    const Agent::Step step = node.shop.agent().next(now_);
    const auto* send = std::get_if<Agent::Send>(&step);
    if (send == nullptr) return;
    trace_.say("store " + std::to_string(node.shop.id()) + " sends " + name_of(send->request));
    const auto answered = answer(send->request);
    require(answered.has_value(), "a head office without faults answers");
    deliver(node, *answered);
  }
}

// In most worlds stores and head office have worked together before anything goes wrong.
void World::begin() {
  if (mutant_ == Mutant::none && random_.below(4) == 0) return;
  const Faults faults = std::exchange(faults_, Faults{});
  for (int round = 0; round < kRoundsBefore; ++round) {
    for (const auto& node : nodes_) {
      for (int i = 0; round > 0 && i < kAsksBefore; ++i) ask(*node);
      now_ = now_ + std::chrono::minutes(20);
      converse(*node);
    }
  }
  faults_ = faults;
}

void World::audit() {
  const bool is_whole = this->is_whole();
  for (const auto& node : nodes_) {
    // What only head office had is back, unless it went back itself.
    audit_acknowledged(node->till, node->shop.books(),
                       office_was_restored_ ? node->excused() : node->excused_of_all());
    audit_healed(node->shop, office_->books(), is_whole);
    if (!move_was_lost_ && !was_copied_) audit_rights(node->shop, office_->books(), is_whole);
    trace_.say("store " + std::to_string(node->shop.id()) + " ends at " +
               to_hex(node->shop.books().journal.head().hash));
  }
  audit_office(office_->books(), was_copied_);
  audit_spending();
}

bool World::is_whole() const {
  const bool store_was_restored =
      std::ranges::any_of(nodes_, [](const auto& node) { return node->was_restored; });
  return !(office_was_restored_ && store_was_restored);
}

void World::audit_spending() {
  const Watch watch(*this);
  // What head office moved and, restored, no longer knows of is there twice now; and a copy that
  // nobody noticed spends what was spent. Where a store and head office both went back, units that
  // were sealed are set aside twice.
  if (move_was_lost_ || was_copied_ || !is_whole()) return;
  std::map<StoreId, Books*> stores;
  std::map<StoreId, Entries> gone;
  for (const auto& node : nodes_) {
    stores[node->shop.id()] = &node->shop.books();
    if (node->was_restored) gone[node->shop.id()] = node->gone_entries;
  }
  loyald::sim::audit_spending(stores, gone, office_->books());
}

}  // namespace loyald::sim
