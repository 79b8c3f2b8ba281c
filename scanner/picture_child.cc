// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <span>
#include <string_view>

#include "scanner/picture_decoder.h"
#include "scanner/picture_wire.h"

namespace loyald::scanner {
namespace {

constexpr rlim_t kMaxMemoryBytes = rlim_t{1} << 30U;
// A backstop for the case that the daemon, which kills a slow child, is gone itself.
constexpr rlim_t kMaxSecondsPerPicture = 5;

// Sanitizers map terabytes of address space, and open files when the process ends.
#ifdef LOYALD_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

bool limit(__rlimit_resource resource, rlim_t most) {
  const rlimit limits{most, most};
  return setrlimit(resource, &limits) == 0;
}

bool shut_in(int fd) {
  // The socket to where nothing is closed: below 3 are the standard streams, and standard error
  // stays, because an assert of the library speaks there.
  if (fd != kPictureChildFd && dup2(fd, kPictureChildFd) < 0) return false;
  if (close_range(kPictureChildFd + 1, ~0U, 0) != 0) return false;
  const int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0) return false;
  if (dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0) return false;
  close(nothing);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  // No core files: a picture may show a customer.
  if (!limit(RLIMIT_CORE, 0)) return false;
  if (kSanitized) return true;
  return limit(RLIMIT_AS, kMaxMemoryBytes) && limit(RLIMIT_NOFILE, kPictureChildFd + 1);
}

// Allows the process so many more seconds of processor time. Only the soft limit moves.
void grant_time() {
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) != 0) return;
  rlimit limits{};
  if (getrlimit(RLIMIT_CPU, &limits) != 0) return;
  limits.rlim_cur =
      static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + kMaxSecondsPerPicture;
  setrlimit(RLIMIT_CPU, &limits);
}

enum class Received { all, closed, cut_off };

Received receive(std::span<std::uint8_t> into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t count = read(kPictureChildFd, into.data() + done, into.size() - done);
    if (count > 0) {
      done += static_cast<std::size_t>(count);
    } else if (count == 0) {
      return done == 0 ? Received::closed : Received::cut_off;
    } else if (errno != EINTR) {
      return Received::cut_off;
    }
  }
  return Received::all;
}

bool send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(kPictureChildFd, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

int run_picture_child(int fd) {
  if (!shut_in(fd)) return 1;
  PictureDecoder decoder;
  while (true) {
    std::array<std::uint8_t, kPictureQuestionHeader> header{};
    const Received begun = receive(header);
    if (begun == Received::closed) return 0;
    if (begun == Received::cut_off) return 1;
    const auto question = read_question_header(header);
    if (!question) return 1;
    Picture picture = blank_picture(question->width, question->height);
    if (receive(picture.luma) != Received::all) return 1;
    grant_time();
    if (!send(write_answer(decoder.decode(picture, question->effort, question->symbologies)))) {
      return 1;
    }
  }
}

}  // namespace loyald::scanner
