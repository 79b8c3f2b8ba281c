// SPDX-License-Identifier: Apache-2.0
//
// Preloaded into a daemon (LD_PRELOAD): a disk that breaks when told to. While the file named by
// LOYALD_FAULT_SWITCH begins with "fsync", every fsync and fdatasync fails with EIO; with "full",
// every write to a database or its WAL fails with ENOSPC.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

bool is_on(const char* fault) {
  const char* path = std::getenv("LOYALD_FAULT_SWITCH");
  if (path == nullptr) return false;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  char text[16] = {};
  const ssize_t size = read(file, text, sizeof(text) - 1);
  close(file);
  return size > 0 && std::strncmp(text, fault, std::strlen(fault)) == 0;
}

bool is_database(int file) {
  char link[64];
  char path[4096] = {};
  std::snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
  return readlink(link, path, sizeof(path) - 1) > 0 && std::strstr(path, ".sqlite") != nullptr;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

template <class Call>
auto unless(const char* fault, int file, int error, Call call) -> decltype(call()) {
  if (is_database(file) && is_on(fault)) {
    errno = error;
    return -1;
  }
  return call();
}

}  // namespace

extern "C" {

int fsync(int file) {
  static const auto real = next<int (*)(int)>("fsync");
  return unless("fsync", file, EIO, [&] { return real(file); });
}

int fdatasync(int file) {
  static const auto real = next<int (*)(int)>("fdatasync");
  return unless("fsync", file, EIO, [&] { return real(file); });
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return unless("full", file, ENOSPC, [&] { return real(file, bytes, size, at); });
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  return pwrite64(file, bytes, size, at);
}

}  // extern "C"
