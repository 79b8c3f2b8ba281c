// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/http_client.h"

#include <curl/curl.h>

#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "store/base/check.h"
#include "sync/rpc/curl_transfer.h"

namespace loyald::rpc {
namespace {

// curl wakes for its own timers and for new requests; this is only the longest nap.
constexpr int kPollMs = 60'000;

Error shutting_down() { return {Errc::unavailable, "the client is shutting down"}; }

struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

// Once per process, before its first handle.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  CHECK(started == CURLE_OK);
}

}  // namespace

class HttpClient::Worker {
 public:
  explicit Worker(Options options) : options_(std::move(options)) {
    start_curl();
    multi_.reset(curl_multi_init());
    CHECK(multi_ != nullptr);
    thread_ = std::thread([this] { run(); });
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  ~Worker() {
    CHECK(std::this_thread::get_id() != thread_.get_id());
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
  }

  void post(Request request, Callback done) {
    const auto deadline = std::chrono::steady_clock::now() + request.timeout;
    if (const auto queued = enqueue(request, done, deadline); !queued) {
      return done(fail(queued.error()));
    }
    curl_multi_wakeup(multi_.get());
  }

 private:
  struct Waiting {
    Request request;
    Callback done;
    std::chrono::steady_clock::time_point deadline;
  };

  // Takes both over only where it succeeds.
  Result<void> enqueue(Request& request, Callback& done,
                       std::chrono::steady_clock::time_point deadline) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return fail(shutting_down());
    if (waiting_.size() >= options_.waiting_max) {
      return fail(Errc::resource_exhausted, "too many requests are waiting");
    }
    waiting_.push_back({std::move(request), std::move(done), deadline});
    return {};
  }

  void run() {
    while (!stopping()) {
      start_waiting();
      int running = 0;
      CHECK(curl_multi_perform(multi_.get(), &running) == CURLM_OK);
      if (finish_done()) continue;  // a place is free, and a callback may have posted
      CHECK(curl_multi_poll(multi_.get(), nullptr, 0, kPollMs, nullptr) == CURLM_OK);
    }
    cancel_all();
  }

  bool stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  void start_waiting() {
    while (active_.size() < options_.concurrent_max) {
      Waiting next;
      {
        const std::lock_guard lock(mutex_);
        if (waiting_.empty()) return;
        next = std::move(waiting_.front());
        waiting_.pop_front();
      }
      start(std::move(next));
    }
  }

  void start(Waiting next) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        next.deadline - std::chrono::steady_clock::now());
    auto transfer = std::make_unique<CurlTransfer>(std::move(next.request), std::move(next.done));
    // 0 would mean "no timeout" to curl.
    if (left.count() <= 0) {
      return transfer->finish(Error(Errc::unavailable, "the request waited too long to be sent"));
    }
    if (const auto ready = transfer->prepare(options_, left); !ready) {
      return transfer->finish(ready.error());
    }
    CURL* handle = transfer->handle();
    CHECK(curl_multi_add_handle(multi_.get(), handle) == CURLM_OK);
    active_.emplace(handle, std::move(transfer));
  }

  bool finish_done() {
    bool any = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      // The message dies with the handle's removal.
      CURL* handle = message->easy_handle;
      const CURLcode code = message->data.result;
      remove(handle)->finish(code);
      any = true;
    }
    return any;
  }

  std::unique_ptr<CurlTransfer> remove(CURL* handle) {
    CHECK(curl_multi_remove_handle(multi_.get(), handle) == CURLM_OK);
    auto node = active_.extract(handle);
    CHECK(!node.empty());
    return std::move(node.mapped());
  }

  void cancel_all() {
    while (!active_.empty()) remove(active_.begin()->first)->finish(shutting_down());
    std::deque<Waiting> waiting;
    {
      const std::lock_guard lock(mutex_);
      waiting.swap(waiting_);
    }
    for (Waiting& each : waiting) each.done(fail(shutting_down()));
  }

  const Options options_;
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::unordered_map<CURL*, std::unique_ptr<CurlTransfer>> active_;  // the worker's

  std::mutex mutex_;  // guards what follows
  std::deque<Waiting> waiting_;
  bool stopping_ = false;

  std::thread thread_;
};

HttpClient::HttpClient(Options options) : worker_(std::make_unique<Worker>(std::move(options))) {}
HttpClient::~HttpClient() = default;

void HttpClient::post(Request request, Callback done) {
  CHECK(done != nullptr);
  worker_->post(std::move(request), std::move(done));
}

}  // namespace loyald::rpc
