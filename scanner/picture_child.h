// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace loyald::scanner {

// The option with which a binary is started to become the decoding child, and the descriptor on
// which it then finds its socket.
inline constexpr const char* kPictureChildOption = "--decode-pictures";
inline constexpr int kPictureChildFd = 3;

// The decoding child's whole life: gives up what it does not need, then answers pictures on the
// socket `fd` (scanner/picture_wire.h) until the other end closes it. Call it first thing in
// main(), before any thread runs; the answer is the process's exit status: 0 after a close, 1 where
// the other end sent nonsense or the process could not be shut in.
int run_picture_child(int fd);

}  // namespace loyald::scanner
