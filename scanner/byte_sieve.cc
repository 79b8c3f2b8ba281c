// SPDX-License-Identifier: Apache-2.0
#include "scanner/byte_sieve.h"

#include <utility>

#include "scanner/aim.h"

namespace loyald::scanner {
namespace {

// What may come after the end of a scan and still belongs to it.
bool is_line_end(std::uint8_t byte) {
  return byte == '\r' || byte == '\n' || byte == '\t' || byte == 0x00 || byte == 0x03;
}

bool is_stx(char byte) { return byte == '\x02'; }

}  // namespace

std::vector<ByteSieve::Passed> ByteSieve::feed(ByteView bytes, Timestamp now) {
  std::vector<Passed> passed = on_timeout(now);
  for (const std::uint8_t byte : bytes) {
    // What an STX breaks off is nobody's card.
    if (is_stx(static_cast<char>(byte)) && !bytes_.empty()) {
      passed.push_back({{}, std::exchange(bytes_, {})});
    }
    bytes_.push_back(static_cast<char>(byte));
    const std::vector<Frame> frames = framer_.feed({&byte, 1}, now);
    if (!frames.empty()) {
      end(frames.back(), passed);
    } else if (!framer_.deadline() && !is_stx(bytes_.front())) {
      // No scan is open: the end of the last one goes on, answers to the till's commands do anyway.
      if (!was_card_ || !is_line_end(byte)) passed.push_back({{}, bytes_});
      bytes_.clear();
    } else if (bytes_.size() > LineFramer::kMaxFrameBytes) {
      // Too long for any card.
      passed.push_back({{}, std::exchange(bytes_, {})});
      was_card_ = false;
    }
  }
  return passed;
}

std::vector<ByteSieve::Passed> ByteSieve::on_timeout(Timestamp now) {
  std::vector<Passed> passed;
  const bool was_open = framer_.deadline().has_value();
  if (const auto frame = framer_.on_timeout(now)) {
    end(*frame, passed);
  } else if (was_open && !framer_.deadline()) {
    passed.push_back({{}, std::exchange(bytes_, {})});
  }
  return passed;
}

void ByteSieve::reset() {
  framer_.reset();
  bytes_.clear();
  was_card_ = false;
}

void ByteSieve::end(const Frame& frame, std::vector<Passed>& passed) {
  const auto scan = scan_of(frame.text, frame.complete, {}, {}, {});
  was_card_ = scan && cards_.recognise(*scan).has_value();
  std::string bytes = std::exchange(bytes_, {});
  // An answer to a command is bytes and no scan.
  std::string text = scan ? std::string(split_aim(frame.text).text) : std::string();
  if (!was_card_) passed.push_back({std::move(text), std::move(bytes)});
}

}  // namespace loyald::scanner
