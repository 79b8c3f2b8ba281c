// SPDX-License-Identifier: Apache-2.0
#include "daemon/headoffice_daemon.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "daemon/signing_key_file.h"
#include "daemon/state_files.h"
#include "sync/on_another_thread.h"
#include "sync/rpc/connect_error.h"

namespace loyald::daemon {
namespace {

// Requests in progress at a stop; the disk may be slow, the unit's TimeoutStopSec is longer.
constexpr std::chrono::milliseconds kStopDeadline{5'000};
// One for every store, which keeps its connection between two looks.
constexpr std::size_t kMaxConnections = 4096;

// Calls that share a transaction where other head offices wait for their turn; some seconds of
// work.
constexpr std::size_t kMostBesideOthers = 8;

constexpr std::string_view kStoresCalls = "/loyald.v1.SyncService/";
// What a request is answered with that finds Options::most_waiting others before it.
constexpr const char* kRetryAfterS = "5";

rpc::HttpServerOptions server_options() {
  rpc::HttpServerOptions options;
  options.limits.connections = kMaxConnections;
  return options;
}

Result<HeadOffice::Options> office_options(const HeadOfficeDaemonSettings& settings) {
  HeadOffice::Options options;
  SystemRandom random;
  LOYALD_ASSIGN(
      options.signing_seed,
      read_or_make_signing_key(settings.state_directory + "/" + kHeadOfficeKeyFile, random));
  options.lease_length = settings.lease;
  options.most_granted = settings.most_granted;
  options.sync_interval = settings.sync_interval;
  options.feed_scope = settings.feed_scope;
  options.aside = on_another_thread;
  options.lines_are_private = settings.tls.has_value();
  options.place = books_place(settings);
  for (const KnownStore& store : settings.stores) options.names[store.id] = store.name;
  return options;
}

BatchLoop::Options loop_options(boost::asio::io_context& io,
                                const HeadOfficeDaemonSettings& settings,
                                const HeadOfficeDaemon::Options& options) {
  BatchLoop::Limits limits = options.limits;
  if (!settings.database.empty()) limits.batch = std::min(limits.batch, kMostBesideOthers);
  return {limits, [&io](std::function<void()> answer) { boost::asio::post(io, std::move(answer)); },
          options.on_fatal};
}

// Nothing was read of the request but its bytes, so it costs a store nothing to send it again. The
// store adds a span of its own, so that those who were sent away do not come back together.
rpc::HttpReply come_later() {
  rpc::HttpReply reply = rpc::error_reply(
      {Errc::unavailable, "head office is busy with other stores", "it is asked again by itself"});
  reply.headers.add("Retry-After", kRetryAfterS);
  return reply;
}

rpc::HttpReply health_reply(bool is_alive) {
  rpc::HttpReply reply;
  reply.status = is_alive ? 200 : 503;
  reply.headers.add("Content-Type", "application/json");
  reply.headers.add("Cache-Control", "no-store");
  reply.body = is_alive ? R"({"status":"ok"})" : R"({"status":"the books do not answer"})";
  return reply;
}

}  // namespace

HeadOfficeDaemon::HeadOfficeDaemon(boost::asio::io_context& io, const Clock& clock,
                                   const HeadOfficeDaemonSettings& settings,
                                   std::unique_ptr<HeadOffice> office,
                                   std::unique_ptr<HeadOfficeTls> tls, CardKeyFile card_keys,
                                   Options options)
    : io_(io),
      office_(std::move(office)),
      books_(*office_, office_->books().database(), loop_options(io, settings, options)),
      access_(settings.admin_token, settings.stores),
      card_formats_(settings.cards),
      calls_(books_, access_, clock, card_formats_ ? &*card_formats_ : nullptr, &card_keys_),
      tls_(std::move(tls)),
      enrolments_(tls_ ? std::make_unique<EnrolmentService>(books_, access_, clock, random_,
                                                            tls_->authority(),
                                                            settings.tls->store_certificates)
                       : nullptr),
      card_keys_(std::move(card_keys)),
      cards_(books_, card_keys_, card_random_,
             [this](const std::string& token) { return access_.require_admin(token); }),
      most_waiting_(options.most_waiting),
      server_(io, server_options(),
              [this](rpc::HttpRequest request, rpc::Responder responder) {
                handle(std::move(request), std::move(responder));
              }),
      watchdog_(io, [this] { return books_.pulse(); }) {
  calls_.add_to(service_);
  cards_.add_to(service_);
  if (enrolments_) enrolments_->add_to(service_);
}

HeadOfficeDaemon::~HeadOfficeDaemon() { finish(); }

Result<std::unique_ptr<HeadOfficeDaemon>> HeadOfficeDaemon::start(
    boost::asio::io_context& io, const Clock& clock, const HeadOfficeDaemonSettings& settings,
    Options options) {
  LOYALD_ASSIGN(const HeadOffice::Options books, office_options(settings));
  LOYALD_ASSIGN(auto office, HeadOffice::open(books));
  LOYALD_ASSIGN(CardKeyFile card_keys,
                CardKeyFile::read(settings.state_directory + "/" + kCardKeyFile));
  LOYALD_TRY(put_card_keys(*office, card_keys));
  std::unique_ptr<HeadOfficeTls> tls;
  if (settings.tls) {
    LOYALD_ASSIGN(tls, HeadOfficeTls::start(io, clock, settings));
  }
  std::unique_ptr<HeadOfficeDaemon> daemon(
      new HeadOfficeDaemon(io, clock, settings, std::move(office), std::move(tls),
                           std::move(card_keys), std::move(options)));
  LOYALD_ASSIGN(daemon->port_,
                daemon->server_.listen_tcp(settings.address, settings.port,
                                           daemon->tls_ ? daemon->tls_->context() : nullptr));
  return daemon;
}

Result<void> HeadOfficeDaemon::begin_after_restore(const Clock& clock,
                                                   const HeadOfficeDaemonSettings& settings) {
  LOYALD_ASSIGN(const HeadOffice::Options books, office_options(settings));
  LOYALD_ASSIGN(const auto office, HeadOffice::open(books));
  try {
    HeadOffice::Batch batch(*office);
    office->begin_after_restore(clock.now());
    batch.commit();
    return {};
  } catch (const sql::Error& error) {
    return fail(Errc::unavailable, std::string("the books cannot be written: ") + error.what());
  }
}

void HeadOfficeDaemon::handle(rpc::HttpRequest request, rpc::Responder responder) {
  const BatchLoop::Pulse pulse = books_.pulse();
  if (request.path != "/health" || request.method != "GET") {
    if (request.path.starts_with(kStoresCalls) && pulse.waiting >= most_waiting_) {
      return responder.send(come_later());
    }
    return service_.handle(std::move(request), std::move(responder));
  }
  responder.send(health_reply(!pulse.is_stopped && health_.is_alive(pulse)));
}

void HeadOfficeDaemon::stop(std::function<void()> stopped) {
  if (tls_) tls_->stop();
  server_.stop(kStopDeadline, std::move(stopped));
}

void HeadOfficeDaemon::finish() {
  if (finished_) return;
  finished_ = true;
  books_.stop();
  // Answers that were delivered meanwhile find their peers gone, but must not outlive us.
  io_.restart();
  io_.poll();
  try {
    static_cast<void>(office_->books().database().checkpoint());
  } catch (const sql::Error& error) {
    spdlog::warn("the books' log could not be emptied: {}", error.what());
  }
}

}  // namespace loyald::daemon
