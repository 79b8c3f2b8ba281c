// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "scanner/card_recogniser.h"
#include "scanner/pass_end.h"
#include "scanner/scan_source.h"

namespace loyald::scanner {

// Any source that is no keyboard, with an end through which the till's program gets what is no
// card. Cards go no further than OnScan.
class PassingSource final : public ScanSource {
 public:
  using MakeSource = std::function<Result<std::unique_ptr<ScanSource>>(OnScan)>;

  // `make` makes the source, whose scans then go to the end and to `on_scan`; fails as it does.
  // `cards` must outlive the source.
  static Result<std::unique_ptr<ScanSource>> make(const CardRecogniser& cards,
                                                  std::unique_ptr<PassEnd> end, OnScan on_scan,
                                                  const MakeSource& make);

  const std::string& name() const override { return source_->name(); }
  const std::string& register_id() const override { return source_->register_id(); }
  SourceState state() const override;
  void start() override { source_->start(); }
  void stop() override { source_->stop(); }
  void retry_now() override { source_->retry_now(); }
  void listened(bool somebody) override { source_->listened(somebody); }
  void acknowledge(Outcome outcome) override { source_->acknowledge(outcome); }

 private:
  PassingSource(std::unique_ptr<PassEnd> end, std::unique_ptr<ScanSource> source)
      : end_(std::move(end)), source_(std::move(source)) {}

  std::unique_ptr<PassEnd> end_;
  std::unique_ptr<ScanSource> source_;  // hands scans to end_
};

}  // namespace loyald::scanner
