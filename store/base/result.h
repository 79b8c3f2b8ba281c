// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "store/base/error.h"

namespace loyald {

// The answer of everything whose failure the caller is expected to handle.
template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Errc code, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error(code, std::move(message), std::move(hint)));
}

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace loyald

// Leaves the function with the error of `expression`, or goes on.
#define LOYALD_TRY(expression)                                       \
  do {                                                               \
    if (auto loyald_try_result = (expression); !loyald_try_result) { \
      return ::loyald::fail(std::move(loyald_try_result).error());   \
    }                                                                \
  } while (false)

// Declares or assigns `target` from the value of `expression`, or leaves with its error.
#define LOYALD_ASSIGN(target, expression) \
  LOYALD_ASSIGN_IMPL(LOYALD_CONCAT(loyald_result_, __LINE__), target, expression)
#define LOYALD_ASSIGN_IMPL(result, target, expression)           \
  auto result = (expression);                                    \
  if (!result) return ::loyald::fail(std::move(result).error()); \
  target = *std::move(result)
#define LOYALD_CONCAT(a, b) LOYALD_CONCAT_IMPL(a, b)
#define LOYALD_CONCAT_IMPL(a, b) a##b
