// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_child.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "scanner/barcode_writer.h"
#include "scanner/picture_process.h"
#include "scanner/picture_wire.h"

namespace loyald::scanner {
namespace {

struct Child {
  PictureProcess process = PictureProcess::start({LOYALD_PICTURE_CHILD}).value();
  FileDescriptor socket = process.take_socket();

  bool send(std::string_view bytes) {
    return write(socket.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  }
  std::string receive(std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
      const ssize_t count = read(socket.get(), bytes.data() + done, size - done);
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    return bytes.substr(0, done);
  }
  // Waits for its end, and leaves it to be reaped by its owner.
  int exit_status() {
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(process.pid()), &info, WEXITED | WNOWAIT) != 0) return -1;
    return info.si_code == CLD_EXITED ? info.si_status : -1;
  }
  std::string proc(const std::string& file) const {
    return "/proc/" + std::to_string(process.pid()) + "/" + file;
  }
};

std::string question(const Picture& picture) {
  std::string bytes = write_question_header({picture.width, picture.height, Effort::single, {}});
  bytes.append(picture.luma.begin(), picture.luma.end());
  return bytes;
}

std::string ask(Child& child) {
  const Picture picture = draw_barcode("042", Symbology::qr, {.width = 100, .height = 100}).value();
  if (!child.send(question(picture))) return "not sent";
  const std::string header = child.receive(kPictureAnswerHeader);
  const auto size = read_answer_header(as_bytes(header));
  return size ? child.receive(size->aim_bytes + size->text_bytes) : "nonsense";
}

TEST_CASE("it answers picture after picture and ends with its socket") {
  Child child;
  CHECK(ask(child) == "]Q1042");
  CHECK(ask(child) == "]Q1042");
  child.socket.reset();
  CHECK(child.exit_status() == 0);
}

TEST_CASE("nonsense ends it") {
  Child child;
  REQUIRE(child.send(std::string(kPictureQuestionHeader, 'x')));
  CHECK(child.exit_status() == 1);

  Child cut_off;
  REQUIRE(cut_off.send(question(blank_picture(16, 16)).substr(0, 100)));
  cut_off.socket.reset();
  CHECK(cut_off.exit_status() == 1);
}

TEST_CASE("it keeps nothing but its socket, and can gain nothing") {
  // The kind of descriptor that a careless library leaves open in the daemon.
  const FileDescriptor zero(open("/dev/zero", O_RDONLY));
  const FileDescriptor leaked(fcntl(zero.get(), F_DUPFD, 100));
  REQUIRE(leaked.is_open());
  Child child;
  REQUIRE(ask(child) == "]Q1042");

  std::set<std::string> descriptors;
  for (const auto& entry : std::filesystem::directory_iterator(child.proc("fd"))) {
    descriptors.insert(entry.path().filename());
  }
  CHECK(descriptors == std::set<std::string>{"0", "1", "2", "3"});
  CHECK(std::filesystem::read_symlink(child.proc("fd/0")) == "/dev/null");
  CHECK(std::filesystem::read_symlink(child.proc("fd/1")) == "/dev/null");

  std::stringstream status;
  status << std::ifstream(child.proc("status")).rdbuf();
  CHECK(status.str().find("NoNewPrivs:\t1") != std::string::npos);
  std::stringstream limits;
  limits << std::ifstream(child.proc("limits")).rdbuf();
  std::istringstream lines(limits.str());
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(line.find("  ")));
    std::string soft;
    words >> soft;
    if (line.starts_with("Max core file size")) CHECK(soft == "0");
#ifndef LOYALD_SANITIZED
    if (line.starts_with("Max open files")) CHECK(soft == "4");
    if (line.starts_with("Max address space")) CHECK(soft == "1073741824");
#endif
    if (line.starts_with("Max cpu time")) CHECK(soft != "unlimited");
  }
}

}  // namespace
}  // namespace loyald::scanner
