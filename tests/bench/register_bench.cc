// SPDX-License-Identifier: Apache-2.0
//
// How long identify and checkout take with many members on disk: inside the process, and through
// the running daemon's API.
//
//   register_bench LOYALD_BINARY [MEMBERS]      (default 100000)
//
// Durable operations are interleaved with a raw 4 KiB overwrite and fdatasync on the same disk, so
// that the ratio says what is ours and what is the disk's.
#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>

#include "proto/loyald/v1/register.pb.h"
#include "store/base/check.h"
#include "store/store.h"
#include "sync/rpc/connect_client.h"
#include "tests/bench/figures.h"
#include "tests/bench/filled_store.h"
#include "tests/support/temporary_directory.h"

namespace {

using namespace loyald;
using bench::card;
using bench::checkout;
using bench::Figures;
using bench::kMoment;

constexpr int kIdentifications = 20'000;
constexpr int kCheckouts = 2'000;
constexpr int kConcurrent = 16;
constexpr int kConcurrentCheckouts = 8'000;

class RawDisk {
 public:
  explicit RawDisk(const std::string& path)
      : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)), block_(4096, 'x') {
    CHECK(file_ >= 0);
    sync();
  }
  ~RawDisk() { close(file_); }
  int sync() {
    CHECK(pwrite(file_, block_.data(), block_.size(), 0) == 4096);
    CHECK(fdatasync(file_) == 0);
    return 0;
  }

 private:
  int file_;
  std::string block_;
};

void inside(const std::string& path, Store& store, std::uint64_t members, Random& random,
            RawDisk& disk) {
  auto reader = open_books_read_only(path);
  CHECK(reader);
  Figures identifying;
  for (int i = 0; i < kIdentifications; ++i) {
    const Identifier who{IdentifierKind::card, card(random.below(members))};
    CHECK(identifying.measure([&] { return identify(**reader, {}, kMoment, who); }));
  }
  identifying.print("identify, in process");
  Figures raw;
  Figures selling;
  for (int i = 0; i < kCheckouts; ++i) {
    const CheckoutRequest request = checkout("bench-" + std::to_string(i), random.below(members));
    selling.measure([&] {
      Store::Batch batch(store);
      CHECK(batch.run([&] { return store.checkout(kMoment, request); }));
      batch.commit();
      return 0;
    });
    raw.measure([&] { return disk.sync(); });
  }
  raw.print("raw 4 KiB overwrite + fdatasync");
  selling.print("checkout, durable, in process");
  std::printf(
      "%-44s %7.2f\n", "  p50 over the raw sync's p50",
      static_cast<double>(selling.percentile(50)) / static_cast<double>(raw.percentile(50)));
}

v1::CheckoutRequest message(const std::string& id, std::uint64_t member) {
  v1::CheckoutRequest request;
  request.set_checkout_id(id);
  request.set_register_("1");
  request.set_card(card(member));
  request.set_business_date("2026-09-21");
  for (int i = 0; i < 5; ++i) {
    v1::Line& line = *request.add_lines();
    line.set_sku("4006381333931");
    line.set_category(i == 0 ? "COFFEE" : "FOOD");
    line.set_department("GROCERY");
    line.set_amount(199 + 100 * i);
  }
  return request;
}

// kConcurrent registers that each send the next checkout when the last one is answered.
class Crowd {
 public:
  Crowd(rpc::ConnectClient& client, Random& random, std::uint64_t members)
      : client_(client), random_(random), members_(members) {}

  double run() {
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < kConcurrent; ++i) next();
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [&] { return answered_ == kConcurrentCheckouts; });
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    return kConcurrentCheckouts / took.count();
  }
  Figures figures;

 private:
  void next() {
    std::unique_lock lock(mutex_);
    if (sent_ == kConcurrentCheckouts) return;
    const auto request = message("crowd-" + std::to_string(sent_++), random_.below(members_));
    lock.unlock();
    const auto began = std::chrono::steady_clock::now();
    client_.call<v1::CheckoutResponse>("loyald.v1.RegisterService/Checkout", request,
                                       [this, began](rpc::CallReply<v1::CheckoutResponse> reply) {
                                         CHECK(reply.result);
                                         {
                                           const std::lock_guard guard(mutex_);
                                           figures.add(std::chrono::steady_clock::now() - began);
                                           if (++answered_ == kConcurrentCheckouts)
                                             all_done_.notify_all();
                                         }
                                         next();
                                       });
  }

  rpc::ConnectClient& client_;
  Random& random_;
  std::uint64_t members_;
  std::mutex mutex_;
  std::condition_variable all_done_;
  int sent_ = 0;
  int answered_ = 0;
};

void through_the_api(const std::string& socket, std::uint64_t members, Random& random,
                     RawDisk& disk) {
  rpc::HttpClient http{rpc::HttpClient::Options()};
  rpc::ConnectClient::Options options;
  options.base_url = "http://localhost";
  options.unix_socket_path = socket;
  rpc::ConnectClient client(http, options);
  const auto is_up = [&] {
    return client
        .call_and_wait<v1::StatusResponse>("loyald.v1.RegisterService/Status", v1::StatusRequest())
        .result.has_value();
  };
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!is_up()) CHECK(std::chrono::steady_clock::now() < give_up);

  Figures identifying;
  for (int i = 0; i < kIdentifications / 4; ++i) {
    v1::IdentifyRequest request;
    request.set_register_("1");
    request.set_card(card(random.below(members)));
    CHECK(identifying.measure([&] {
      return client
          .call_and_wait<v1::IdentifyResponse>("loyald.v1.RegisterService/Identify", request)
          .result;
    }));
  }
  identifying.print("Identify, API over the Unix socket");
  Figures selling;
  Figures raw;
  for (int i = 0; i < kCheckouts; ++i) {
    const auto request = message("api-" + std::to_string(i), random.below(members));
    CHECK(selling.measure([&] {
      return client
          .call_and_wait<v1::CheckoutResponse>("loyald.v1.RegisterService/Checkout", request)
          .result;
    }));
    raw.measure([&] { return disk.sync(); });
  }
  raw.print("raw 4 KiB overwrite + fdatasync");
  selling.print("Checkout, API, one register");
  Crowd crowd(client, random, members);
  const double per_second = crowd.run();
  crowd.figures.print("Checkout, API, 16 registers at once");
  std::printf("%-44s %7.0f\n", "  checkouts per second", per_second);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "register_bench LOYALD_BINARY [MEMBERS]\n");
    return 64;
  }
  const std::uint64_t members = argc > 2 ? std::stoull(argv[2]) : 100'000;
  testing::TemporaryDirectory directory(std::filesystem::temp_directory_path());
  SeededRandom random(1);
  const std::string path = directory.file("books.sqlite");
  RawDisk disk(directory.file("raw"));
  {
    const auto store = bench::make_filled_books(path, members, random);
    std::printf("%llu members on disk\n", static_cast<unsigned long long>(members));
    Figures::print_heading();
    inside(path, *store, members, random, disk);
  }
  const bench::Daemon daemon(argv[1], directory.path());
  through_the_api(directory.file("register.sock"), members, random, disk);
  return 0;
}
