// SPDX-License-Identifier: Apache-2.0
#include "scanner/passing_source.h"

#include <utility>

#include "scanner/aim.h"

namespace loyald::scanner {

Result<std::unique_ptr<ScanSource>> PassingSource::make(const CardRecogniser& cards,
                                                        std::unique_ptr<PassEnd> end,
                                                        OnScan on_scan, const MakeSource& make) {
  OnScan passing = [&cards, to = end.get(), on_scan = std::move(on_scan)](Scan scan) {
    if (!cards.recognise(scan)) to->pass(split_aim(scan.text).text, scan.text);
    on_scan(std::move(scan));
  };
  LOYALD_ASSIGN(std::unique_ptr<ScanSource> source, make(std::move(passing)));
  return std::unique_ptr<ScanSource>(new PassingSource(std::move(end), std::move(source)));
}

SourceState PassingSource::state() const {
  SourceState state = source_->state();
  state.dropped += end_->dropped();
  if (!end_->problem().empty()) state.text += ", but " + end_->problem();
  return state;
}

}  // namespace loyald::scanner
