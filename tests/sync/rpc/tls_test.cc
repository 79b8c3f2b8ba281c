// SPDX-License-Identifier: Apache-2.0
// HTTPS between the real server and the real client, with certificates of our own authority.
#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <future>
#include <optional>

#include "sync/certificates/authority.h"
#include "sync/certificates/stated.h"
#include "sync/rpc/http_client.h"
#include "sync/rpc/tls_context.h"
#include "tests/sync/rpc/raw_socket.h"
#include "tests/sync/rpc/running_server.h"

using namespace loyald;
using namespace loyald::rpc;
using certificates::Authority;

namespace {

// Both ends look at certificates by the real clock.
Timestamp today() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

constexpr std::chrono::hours kDay{24};

struct SecureWorld {
  ScratchDirectory directory;
  Authority authority = Authority::make(today(), "Test chain");
  std::shared_ptr<TlsContext> tls;
  RunningServer server;
  std::uint16_t port = 0;

  explicit SecureWorld(HttpServerOptions options = {})
      : server(
            [](HttpRequest request, Responder responder) {
              HttpReply reply;
              reply.headers.add("X-Peer", request.peer.certificate_name.value_or("nobody"));
              reply.headers.add("X-Encrypted", request.peer.is_encrypted ? "yes" : "no");
              reply.body = std::move(request.body);
              responder.send(std::move(reply));
            },
            std::move(options)) {
    write("ca.pem", authority.certificate_pem());
    tls = *TlsContext::make(shown(kDay));
    port = server.on_io_thread(
        [this] { return server.server().listen_tcp("127.0.0.1", 0, tls).value(); });
  }

  TlsContext::Files shown(std::chrono::hours good_for) const {
    return {*authority.issue_server(today(), {"localhost"}, good_for), authority.certificate_pem()};
  }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(directory.file(name)) << text;
    return directory.file(name);
  }
  std::string client_file(const Authority& by, std::chrono::hours good_for = kDay) const {
    const auto made = certificates::make_request();
    return write("client.pem",
                 made.key_pem + *by.issue_client(today(), made.request_pem, "store-7-1", good_for));
  }
  HttpClient::Options options() const {
    HttpClient::Options options;
    options.ca_file = directory.file("ca.pem");
    return options;
  }
  Result<HttpReply> post(HttpClient& client, const std::string& host = "localhost",
                         const std::string& body = "hello") const {
    HttpClient::Request request;
    request.url = "https://" + host + ":" + std::to_string(port) + "/";
    request.body = body;
    std::promise<Result<HttpReply>> promise;
    client.post(std::move(request),
                [&](Result<HttpReply> reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
  }
  bool works() const {
    HttpClient client(options());
    const auto reply = post(client);
    return reply && reply->body == "hello";
  }
};

}  // namespace

TEST_CASE("a client that knows the authority speaks, and is known by its certificate") {
  SecureWorld world;
  HttpClient::Options options = world.options();
  {
    HttpClient client(options);
    const auto reply = world.post(client);
    REQUIRE(reply);
    CHECK(reply->headers.get("x-encrypted") == "yes");
    CHECK(reply->headers.get("x-peer") == "nobody");
  }
  options.certificate_file = world.client_file(world.authority);
  HttpClient client(options);
  for (int i = 0; i < 20; ++i) {
    const auto reply = world.post(client, "localhost", std::string(1, static_cast<char>('a' + i)));
    REQUIRE(reply);
    CHECK(reply->body[0] == 'a' + i);
    CHECK(reply->headers.get("x-peer") == "store-7-1");
  }
  CHECK(world.server.on_io_thread([&] { return world.server.server().connections(); }) == 1);
}

TEST_CASE("large bodies travel both ways") {
  SecureWorld world;
  HttpClient client(world.options());
  std::string body(1'000'000, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7 + i / 251);
  const auto reply = world.post(client, "localhost", body);
  REQUIRE(reply);
  CHECK(reply->body == body);
}

TEST_CASE("a server that the client cannot verify is not spoken to") {
  SecureWorld world;
  const auto refused = [&](HttpClient::Options options, const std::string& host = "localhost") {
    HttpClient client(std::move(options));
    const auto reply = world.post(client, host);
    return !reply && reply.error().code == Errc::unavailable &&
           reply.error().hint.find("certificate") != std::string::npos;
  };
  // Another authority; the same one for another name; nobody.
  HttpClient::Options other = world.options();
  other.ca_file = world.write("other.pem", Authority::make(today(), "Other").certificate_pem());
  CHECK(refused(other));
  CHECK(refused(world.options(), "127.0.0.1"));
  HttpClient::Options system = world.options();
  system.ca_file.clear();
  CHECK(refused(system));
  system.verifies_server = false;
  HttpClient trusting(system);
  CHECK(world.post(trusting));
}

TEST_CASE("a certificate that is another authority's or over is no way in") {
  SecureWorld world;
  HttpClient::Options options = world.options();
  options.certificate_file = world.client_file(Authority::make(today(), "Test chain"));
  {
    HttpClient client(options);
    CHECK_FALSE(world.post(client));
  }
  options.certificate_file = world.client_file(world.authority, std::chrono::hours(-1));
  {
    HttpClient client(options);
    CHECK_FALSE(world.post(client));
  }
  options.certificate_file = world.write("broken.pem", "nothing");
  HttpClient client(options);
  const auto broken = world.post(client);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == Errc::failed_precondition);
  CHECK(broken.error().hint.find("enrol") != std::string::npos);
  CHECK(world.works());
}

TEST_CASE("a server's certificate that is over is not believed, and its renewal counts at once") {
  SecureWorld world;
  world.server.on_io_thread([&] {
    CHECK(world.tls->replace(world.shown(std::chrono::hours(-1))));
    return 0;
  });
  CHECK_FALSE(world.works());
  world.server.on_io_thread([&] {
    CHECK(world.tls->replace(world.shown(kDay)));
    // What cannot be used changes nothing.
    CHECK_FALSE(world.tls->replace({"nothing", ""}));
    CHECK_FALSE(world.tls->replace({world.authority.certificate_pem(), ""}));
    return 0;
  });
  CHECK(world.works());
}

TEST_CASE("whoever does not speak TLS is turned away and hurts nobody") {
  HttpServerOptions options;
  options.limits.request_time = std::chrono::milliseconds(200);
  SecureWorld world(options);
  RawSocket plain(world.port);
  CHECK(plain.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"));
  CHECK(plain.read_to_end().find("HTTP/") == std::string::npos);
  RawSocket silent(world.port);
  CHECK(silent.read_to_end().empty());  // until its time is up
  CHECK(world.works());
}

TEST_CASE("a server that stops lets an encrypted request in progress finish") {
  SecureWorld world;
  HttpClient client(world.options());
  REQUIRE(world.post(client));
  RawSocket greeting(world.port);
  auto stopped = world.server.stop(std::chrono::seconds(10));
  CHECK(stopped.wait_for(std::chrono::seconds(5)) == std::future_status::ready);
}
