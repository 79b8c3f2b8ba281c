// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_client.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "scanner/picture_wire.h"

namespace loyald::scanner {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::chrono::milliseconds kTimeToStart{2000};

// One picture under way, and the buffers that Asio reads and writes meanwhile.
struct Exchange {
  explicit Exchange(asio::io_context& io) : timer(io) {}

  Picture picture;
  std::string question;
  std::array<std::uint8_t, kPictureAnswerHeader> answer_header{};
  PictureAnswerSize size;
  std::string answer;
  PictureClient::Done done;
  asio::steady_timer timer;
};

}  // namespace

class PictureClient::Link : public std::enable_shared_from_this<Link> {
 public:
  Link(asio::io_context& io, const Clock& clock, Options options)
      : io_(io), clock_(clock), options_(std::move(options)), socket_(io) {}

  void decode(Picture picture, Effort effort, Done done) {
    if (auto ready = get_ready(picture); !ready) {
      asio::post(io_,
                 [done = std::move(done), error = std::move(ready).error()] { done(fail(error)); });
      return;
    }
    current_ = std::make_shared<Exchange>(io_);
    current_->question =
        write_question_header({picture.width, picture.height, effort, options_.symbologies});
    current_->picture = std::move(picture);
    current_->done = std::move(done);
    watch(current_, time_limit(effort));
    ask(current_);
  }

  void close() {
    if (current_) current_->timer.cancel();
    current_.reset();
    error_code ignored;
    socket_.close(ignored);
    process_.reset();
  }

  std::uint64_t lost() const { return lost_; }

 private:
  using Shared = std::shared_ptr<Exchange>;

  Result<void> get_ready(const Picture& picture) {
    LOYALD_TRY(check_picture(picture));
    if (current_) {
      return fail(Errc::resource_exhausted, "another picture is being decoded",
                  "send the next one after the answer");
    }
    if (process_) return {};
    if (clock_.steady() < not_before_) {
      return fail(Errc::unavailable, "the picture decoder is being restarted");
    }
    auto started = PictureProcess::start(options_.command);
    if (!started) {
      pause();
      return fail(std::move(started).error());
    }
    process_.emplace(*std::move(started));
    is_new_ = true;
    socket_.assign(asio::local::stream_protocol(), process_->take_socket().release());
    return {};
  }

  std::chrono::milliseconds time_limit(Effort effort) {
    if (options_.time_limit) return *options_.time_limit;
    const bool is_new = std::exchange(is_new_, false);
    return picture_time_limit(options_.symbologies, effort) +
           (is_new ? kTimeToStart : std::chrono::milliseconds(0));
  }

  void watch(const Shared& exchange, std::chrono::milliseconds limit) {
    exchange->timer.expires_after(limit);
    exchange->timer.async_wait([weak = weak_from_this(), exchange](const error_code& error) {
      const auto self = weak.lock();
      if (self && !error) {
        self->lose(exchange, Error(Errc::deadline_exceeded, "the picture took too long to decode"));
      }
    });
  }

  void ask(const Shared& exchange) {
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(exchange->question),
                                                    asio::buffer(exchange->picture.luma)};
    asio::async_write(socket_, buffers,
                      [weak = weak_from_this(), exchange](const error_code& error, std::size_t) {
                        const auto self = weak.lock();
                        if (self && error) self->lose(exchange, died());
                      });
    // At the same time: a child that dies while we write is seen here first.
    asio::async_read(socket_, asio::buffer(exchange->answer_header),
                     [weak = weak_from_this(), exchange](const error_code& error, std::size_t) {
                       if (const auto self = weak.lock()) self->on_answer_header(exchange, error);
                     });
  }

  void on_answer_header(const Shared& exchange, const error_code& error) {
    if (error) return lose(exchange, died());
    const auto size = read_answer_header(exchange->answer_header);
    if (!size) return lose(exchange, size.error());
    exchange->size = *size;
    exchange->answer.resize(size->aim_bytes + size->text_bytes);
    asio::async_read(
        socket_, asio::buffer(exchange->answer),
        [weak = weak_from_this(), exchange](const error_code& body_error, std::size_t) {
          if (const auto self = weak.lock()) self->on_answer(exchange, body_error);
        });
  }

  void on_answer(const Shared& exchange, const error_code& error) {
    if (error) return lose(exchange, died());
    if (exchange != current_) return;
    current_.reset();
    exchange->timer.cancel();
    pause_ = kFirstPause;
    std::optional<DecodedPicture> found;
    if (exchange->size.found) {
      const std::size_t aim_bytes = exchange->size.aim_bytes;
      found = DecodedPicture{exchange->answer.substr(aim_bytes), exchange->size.symbology,
                             exchange->answer.substr(0, aim_bytes)};
    }
    exchange->done(std::move(found));
  }

  // The picture is lost with its child. Of an exchange's several handlers the first gets here with
  // it as the current one; the rest find another or none.
  void lose(const Shared& exchange, Error error) {
    if (exchange != current_) return;
    ++lost_;
    close();
    pause();
    exchange->done(fail(std::move(error)));
  }

  void pause() {
    not_before_ = clock_.steady() + pause_;
    pause_ = std::min(pause_ * 2, kLongestPause);
  }

  static Error died() { return {Errc::unavailable, "the picture decoder died of this picture"}; }

  asio::io_context& io_;
  const Clock& clock_;
  Options options_;
  asio::local::stream_protocol::socket socket_;
  std::optional<PictureProcess> process_;
  bool is_new_ = false;  // has not had a picture yet
  Shared current_;
  std::chrono::milliseconds pause_ = kFirstPause;
  Timestamp not_before_{};
  std::uint64_t lost_ = 0;
};

PictureClient::PictureClient(asio::io_context& io, const Clock& clock, Options options)
    : link_(std::make_shared<Link>(io, clock, std::move(options))) {}

// The link's handlers hold it weakly: nothing runs once this pointer is gone.
PictureClient::~PictureClient() { link_->close(); }

void PictureClient::decode(Picture picture, Effort effort, Done done) {
  link_->decode(std::move(picture), effort, std::move(done));
}

std::uint64_t PictureClient::lost() const { return link_->lost(); }

}  // namespace loyald::scanner
