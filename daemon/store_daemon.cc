// SPDX-License-Identifier: Apache-2.0
#include "daemon/store_daemon.h"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>

#include "daemon/adopt_programme.h"
#include "daemon/member_reply.h"
#include "daemon/state_files.h"
#include "daemon/version.h"
#include "sync/rpc/message_codec.h"

namespace loyald::daemon {
namespace {

constexpr std::chrono::seconds kStatusInterval{1};
// So much of what was recorded an old copy may lack without the guard file's telling.
constexpr std::chrono::seconds kGuardInterval{5};
// Requests in progress at a stop; the disk may be slow, the unit's TimeoutStopSec is longer.
constexpr std::chrono::milliseconds kStopDeadline{5'000};

rpc::HttpServerOptions server_options() {
  rpc::HttpServerOptions options;
  // Pictures are the largest bodies; messages have a limit of their own.
  options.limits.body_bytes = kMaxPictureBytes;
  options.allowed_hosts.emplace();
  return options;
}

// Empty where the books cannot be read now.
std::string json_of(const Result<v1::StatusResponse>& status) {
  return status ? rpc::encode(rpc::Codec::json, *status).value_or("") : "";
}

BatchLoop::Options loop_options(boost::asio::io_context& io, const StoreDaemon::Options& options) {
  return {options.limits,
          [&io](std::function<void()> answer) { boost::asio::post(io, std::move(answer)); },
          options.on_fatal};
}

scanner::PictureClient::Options searching(scanner::PictureClient::Options options,
                                          const scanner::CardRecogniser& cards) {
  options.symbologies = picture_symbologies(cards);
  return options;
}

}  // namespace

Result<StoreDaemon::Opened> StoreDaemon::open(const Clock& clock, const DaemonSettings& settings) {
  if (settings.head_office && settings.head_office->token.empty() &&
      !StoreCertificate::is_in(settings.state_directory)) {
    return fail(Errc::failed_precondition,
                "this store has neither a token for head office nor a certificate",
                "enrol it: \"loyalctl headoffice enrol\" there prints a code, \"loyalctl enrol\" "
                "here takes it");
  }
  Opened opened;
  opened.random = std::make_unique<SystemRandom>();
  const std::string path = settings.state_directory + "/" + kStoreBooksFile;
  LOYALD_ASSIGN(opened.store,
                Store::open({path, "", settings.store_id, settings.redeem, settings.staff},
                            *opened.random, clock.now()));
  LOYALD_ASSIGN(GuardFile guard, GuardFile::in(settings.guard_directory));
  LOYALD_TRY(guard.check(*opened.store, clock.now()));
  opened.guard = std::make_unique<GuardFile>(std::move(guard));
  if (!settings.programme_file.empty()) {
    LOYALD_ASSIGN(const std::uint32_t version,
                  adopt_programme_file(*opened.store, settings.programme_file, clock.local_date()));
    spdlog::info("programme version {} from {}", version, settings.programme_file);
  }
  if (!settings.head_office) {
    LOYALD_ASSIGN(CardKeyFile keys,
                  CardKeyFile::read(settings.state_directory + "/" + kCardKeyFile));
    if (keys.keys().empty()) LOYALD_TRY(keys.make(CardKeyKind::signing, 1, *opened.random));
    LOYALD_TRY(put_card_keys(*opened.store, keys));
    opened.card_keys = std::make_unique<CardKeyFile>(std::move(keys));
  }
  LOYALD_ASSIGN(opened.reading, open_books_read_only(path));
  return opened;
}

StoreDaemon::StoreDaemon(boost::asio::io_context& io, const Clock& clock, DaemonSettings settings,
                         Opened opened, Options options)
    : io_(io),
      clock_(clock),
      settings_(std::move(settings)),
      random_(std::move(opened.random)),
      store_(std::move(opened.store)),
      guard_(std::move(opened.guard)),
      reader_(std::make_unique<BookReader>(std::move(opened.reading), settings_.redeem)),
      agent_(settings_.head_office
                 ? std::make_unique<Agent>(
                       *store_, *random_,
                       Agent::Options{settings_.head_office->interval, std::string(version())})
                 : nullptr),
      books_(*store_, store_->books().database(), loop_options(io, options)),
      status_({settings_, *reader_, clock, scanners_, hotkeys_, [this] { return books_.pulse(); },
               [this] { return problems_elsewhere(); }}),
      events_(io, clock, [this] { return json_of(status_.response()); }),
      hotkeys_(io, clock, settings_.hotkeys, events_),
      hub_(*reader_, settings_.cards, codes_, clock, events_,
           [this](const Asked& asked) { ask_for(asked); }),
      pictures_(io, clock, hub_, searching(std::move(options.pictures), settings_.cards)),
      pins_(io, clock, settings_.staff),
      registers_({books_, *reader_, settings_.cards, codes_, settings_.staff, pins_, clock,
                  [this] { return status_.response(); },
                  [this] {
                    if (sync_) sync_->poke();
                  },
                  [this]() -> Result<void> {
                    if (!sync_) {
                      return fail(Errc::failed_precondition, "this store has no head office");
                    }
                    sync_->sync_now();
                    return {};
                  },
                  [this](const Asked& asked) { ask_for(asked); },
                  static_cast<std::int32_t>(settings_.store_id), opened.card_keys.get()}),
      card_keys_(std::move(opened.card_keys)),
      cards_(card_keys_ ? std::make_unique<CardService<Store>>(
                              books_, *card_keys_, *random_,
                              // Whoever can reach a register's address may do what registers may.
                              [](const std::string&) { return Result<void>(); })
                        : nullptr),
      page_(page_files()),
      witness_(io, books_, *reader_, clock),
      router_(service_, events_, pictures_, page_, witness_),
      server_(io, server_options(),
              [this](rpc::HttpRequest request, rpc::Responder responder) {
                router_.handle(std::move(request), std::move(responder));
              }),
      status_timer_(io),
      guard_timer_(io),
      watchdog_(io, [this] { return books_.pulse(); }) {
  registers_.add_to(service_);
  if (cards_) cards_->add_to(service_);
}

StoreDaemon::~StoreDaemon() { finish(); }

Result<std::unique_ptr<StoreDaemon>> StoreDaemon::start(boost::asio::io_context& io,
                                                        const Clock& clock, DaemonSettings settings,
                                                        Options options) {
  LOYALD_ASSIGN(Opened opened, open(clock, settings));
  std::unique_ptr<StoreDaemon> daemon(
      new StoreDaemon(io, clock, std::move(settings), std::move(opened), std::move(options)));
  LOYALD_TRY(daemon->open_scanners());
  LOYALD_TRY(daemon->listen());
  daemon->link_head_office();
  daemon->watch_status();
  daemon->keep_guard();
  return daemon;
}

Result<void> StoreDaemon::open_scanners() {
  LOYALD_ASSIGN(scanners_, make_scan_sources(io_, clock_, settings_, port_directory_of(settings_),
                                             [this](const scanner::Scan& scan) { deliver(scan); }));
  for (const auto& source : scanners_) source->start();
  hotkeys_.start();
  watch_devices();
  events_.on_audience([this](const std::string& register_id, bool somebody) {
    for (const auto& source : scanners_) {
      if (source->register_id() == register_id) source->listened(somebody);
    }
  });
  return {};
}

void StoreDaemon::watch_devices() {
  auto watch = scanner::DeviceWatch::make(io_, {}, [this] {
    for (const auto& source : scanners_) source->retry_now();
    hotkeys_.retry_now();
  });
  // Without it they are found by trying every few seconds.
  if (!watch) return spdlog::warn("{}", watch.error().message);
  device_watch_ = *std::move(watch);
}

void StoreDaemon::deliver(const scanner::Scan& scan) {
  const scanner::Outcome outcome = hub_.deliver(scan);
  // After the event: a slow device keeps no register waiting for it.
  for (const auto& source : scanners_) {
    if (source->name() == scan.source) source->acknowledge(outcome);
  }
}

Result<void> StoreDaemon::listen() {
  LOYALD_TRY(server_.listen_unix(settings_.socket));
  LOYALD_ASSIGN(port_, server_.listen_tcp("127.0.0.1", settings_.port));
  if (const auto v6 = server_.listen_tcp("::1", port_); !v6) {
    spdlog::warn("registers cannot use IPv6: {}", v6.error().message);
  }
  return {};
}

void StoreDaemon::link_head_office() {
  if (!agent_) return;
  const HeadOfficeSettings& office = *settings_.head_office;
  rpc::HttpClient::Options http;
  http.user_agent = "loyald/" + std::string(version());
  http.ca_file = office.ca_file;
  const bool is_enrolled = StoreCertificate::is_in(settings_.state_directory);
  if (is_enrolled) {
    http.certificate_file = settings_.state_directory + "/" + kStoreCertificateFile;
    if (http.ca_file.empty()) http.ca_file = settings_.state_directory + "/" + kStoreAuthorityFile;
  }
  http_ = std::make_unique<rpc::HttpClient>(std::move(http));
  rpc::ConnectClient::Options client;
  client.base_url = office.url;
  client.bearer_token = office.token;
  client.timeout = office.timeout;
  client_ = std::make_unique<rpc::ConnectClient>(*http_, std::move(client));
  std::function<Timestamp(Timestamp)> next_session;
  if (office.nightly) {
    next_session = [window = *office.nightly, store = settings_.store_id](Timestamp now) {
      const Timestamp next = next_slot(window, store, now, local_utc_offset(now));
      spdlog::info("talks to head office next at {}", time_text(next));
      return next;
    };
  }
  sync_ =
      std::make_unique<SyncLoop>(io_, books_, *agent_, *client_, clock_, std::move(next_session));
  sync_->start();
  if (!is_enrolled) return;
  certificate_ = std::make_unique<StoreCertificate>(io_, clock_, settings_.state_directory,
                                                    settings_.store_id, *client_);
  certificate_->start();
}

void StoreDaemon::ask_for(const Asked& asked) {
  if (!sync_) return;
  v1::UnitsEvent event;
  if (asked.member) event.set_member_id(asked.member->hex());
  if (asked.unheard) event.set_asked(asked.said);
  const auto answered = [this, register_id = asked.register_id, event] {
    events_.publish(register_id, "units", rpc::encode(rpc::Codec::json, event).value_or(""));
  };
  if (!asked.unheard) return sync_->want(*asked.owner, answered);
  sync_->look_up(asked.unheard->text, [this, who = *asked.unheard, answered] {
    const auto is_known = reader_->read([&](Books& books) -> Result<bool> {
      const auto found = books.find_member(who);
      return found && books.is_followed(found->member);
    });
    if (is_known && *is_known) answered();
  });
}

void StoreDaemon::watch_status() {
  if (const auto changed = status_.changed()) {
    for (const StatusLog::Line& line : status_log_.news(*changed)) {
      spdlog::log(line.is_warning ? spdlog::level::warn : spdlog::level::info, "{}", line.text);
    }
    events_.publish_status(json_of(*changed));
  }
  status_timer_.expires_after(kStatusInterval);
  status_timer_.async_wait([this](boost::system::error_code error) {
    if (!error) watch_status();
  });
}

std::vector<std::string> StoreDaemon::problems_elsewhere() const {
  std::vector<std::string> problems;
  if (sync_ && !sync_->problem().empty()) problems.push_back(sync_->problem());
  if (certificate_ && !certificate_->problem().empty()) {
    problems.push_back(certificate_->problem());
  }
  if (!guard_problem_.empty()) problems.push_back(guard_problem_);
  return problems;
}

void StoreDaemon::keep_guard() {
  guard_timer_.expires_after(kGuardInterval);
  guard_timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    books_.between<std::monostate>(
        [this](Store& store) -> Result<std::monostate> {
          LOYALD_TRY(guard_->write(store.books().journal));
          return std::monostate();
        },
        [this](const Result<std::monostate>& written) {
          guard_problem_ = written ? std::string() : written.error().message;
          keep_guard();
        });
  });
}

void StoreDaemon::stop(std::function<void()> stopped) {
  device_watch_.reset();
  for (const auto& source : scanners_) source->stop();
  hotkeys_.stop();
  if (sync_) sync_->stop();
  if (certificate_) certificate_->stop();
  status_timer_.cancel();
  guard_timer_.cancel();
  server_.stop(kStopDeadline, std::move(stopped));
}

void StoreDaemon::finish() {
  if (finished_) return;
  finished_ = true;
  // Cancels the message on its way; its end goes through the books thread like any answer.
  http_.reset();
  pins_.stop();
  books_.stop();
  // Answers that were delivered meanwhile find their peers gone, but must not outlive us.
  io_.restart();
  io_.poll();
  // Without a reader the log can be emptied; the next start finds nothing to recover.
  reader_.reset();
  try {
    if (const auto written = guard_->write(store_->books().journal); !written) {
      spdlog::warn("{}", written.error().message);
    }
    static_cast<void>(store_->books().database().checkpoint());
  } catch (const sql::Error& error) {
    spdlog::warn("the books' log could not be emptied: {}", error.what());
  }
}

}  // namespace loyald::daemon
