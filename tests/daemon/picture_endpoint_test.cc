// SPDX-License-Identifier: Apache-2.0
#include "scanner/barcode_writer.h"
#include "tests/daemon/support/raw_client.h"
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

// Pictures of a page's camera, through the real decoding child.
namespace loyald::daemon {
namespace {

using testing::RawClient;
using testing::RunningDaemon;
using testing::test_card;

std::string post(const std::string& query, const std::string& body,
                 const std::string& type = "application/octet-stream") {
  return "POST /picture?" + query + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string query(int width, int height) {
  return "register=1&effort=single&width=" + std::to_string(width) +
         "&height=" + std::to_string(height);
}

std::string body_of(RawClient& client) {
  client.read_until("\r\n\r\n");
  return client.read_until("}");
}

TEST_CASE("a card in front of the camera is found, and goes to the register like a scan") {
  RunningDaemon store;
  RawClient page(store.socket());
  page.send("GET /events?register=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  page.read_until("event: status");

  const auto picture =
      scanner::draw_barcode(test_card(1), scanner::Symbology::qr, {.width = 300, .height = 300});
  REQUIRE(picture);
  RawClient camera(store.socket());
  camera.send(post(query(picture->width, picture->height),
                   std::string(picture->luma.begin(), picture->luma.end())));
  const std::string found = body_of(camera);
  CHECK(found.find("\"symbology\":\"qr\"") != std::string::npos);
  CHECK(found.find("\"card\":\"" + test_card(1) + "\"") != std::string::npos);
  page.read_until("event: scan");
  CHECK(page.read_until("\n\n").find(test_card(1)) != std::string::npos);
}

TEST_CASE("of a register's frames two must have a linear code") {
  RunningDaemon store;
  const scanner::BarcodeShape shape{.width = 300, .height = 100, .quiet_zone = 10};
  const auto picture = scanner::draw_barcode(test_card(1), scanner::Symbology::code128, shape);
  REQUIRE(picture);
  const std::string luma(picture->luma.begin(), picture->luma.end());
  const std::string size =
      "&width=" + std::to_string(picture->width) + "&height=" + std::to_string(picture->height);
  RawClient camera(store.socket());
  camera.send(post("register=1" + size, luma));
  CHECK(body_of(camera).find("\"text\":\"\"") != std::string::npos);
  camera.send(post("register=2" + size, luma));
  CHECK(body_of(camera).find("\"text\":\"\"") != std::string::npos);
  camera.send(post("register=1" + size, luma));
  CHECK(body_of(camera).find(test_card(1)) != std::string::npos);
}

TEST_CASE("a picture without a code, and what is no picture") {
  RunningDaemon store;
  RawClient camera(store.socket());
  camera.send(post(query(64, 64), std::string(64 * 64, '\xff')));
  CHECK(body_of(camera).find("\"text\":\"\"") != std::string::npos);
  camera.send(post(query(64, 64), "too short"));
  CHECK(body_of(camera).find("invalid_argument") != std::string::npos);
  camera.send(post("register=1&width=64", std::string(64, 'x')));
  CHECK(body_of(camera).find("height: must be a number of pixels") != std::string::npos);
  camera.send(post("width=64&height=64", std::string(64 * 64, 'x')));
  CHECK(body_of(camera).find("register: is required") != std::string::npos);
  // What a form of another site could send without being asked first.
  camera.send(post(query(64, 64), std::string(64 * 64, 'x'), "text/plain"));
  CHECK(body_of(camera).find("application/octet-stream") != std::string::npos);
}

}  // namespace
}  // namespace loyald::daemon
