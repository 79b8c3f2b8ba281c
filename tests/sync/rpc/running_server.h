// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include "sync/rpc/http_server.h"

namespace loyald::rpc {

// A real server on 127.0.0.1 with a thread of its own, gone with this object.
class RunningServer {
 public:
  explicit RunningServer(HttpServer::Handler handler, HttpServerOptions options = {})
      : guard_(io_.get_executor()),
        server_(std::make_unique<HttpServer>(io_, std::move(options), std::move(handler))),
        thread_([this] { io_.run(); }) {
    port_ = on_io_thread([this] { return server_->listen_tcp("127.0.0.1", 0).value(); });
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() {
    on_io_thread([this] { server_.reset(); });
    guard_.reset();
    thread_.join();
  }

  // Runs `work` on the I/O thread and waits for it.
  template <class Work>
  std::invoke_result_t<Work&> on_io_thread(Work work) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto result = task.get_future();
    boost::asio::post(io_, [&task] { task(); });
    return result.get();
  }

  // Until `condition`, looked at on the I/O thread after each of its turns, holds.
  template <class Condition>
  void wait_until(Condition condition) {
    while (!on_io_thread(condition)) std::this_thread::yield();
  }

  void listen_unix(const std::string& path) {
    REQUIRE(on_io_thread([&] { return server_->listen_unix(path); }).has_value());
  }

  // Starts a graceful stop; the future is ready when the last connection is gone.
  std::future<void> stop(std::chrono::milliseconds deadline) {
    auto stopped = std::make_shared<std::promise<void>>();
    on_io_thread([&] { server_->stop(deadline, [stopped] { stopped->set_value(); }); });
    return stopped->get_future();
  }

  HttpServer& server() { return *server_; }
  boost::asio::io_context& io() { return io_; }
  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
};

// Answers with what was asked: "POST /path?query body".
inline void echo(HttpRequest request, Responder responder) {
  HttpReply reply;
  reply.headers.add("Content-Type", "text/plain");
  reply.body = request.method + " " + request.path +
               (request.query.empty() ? "" : "?" + request.query) + " " + request.body;
  responder.send(std::move(reply));
}

}  // namespace loyald::rpc
