// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/scanner_sheet.h"

#include "scanner/barcode_svg.h"
#include "scanner/barcode_writer.h"
#include "scanner/learned_settings.h"

namespace loyald::loyalctl {
namespace {

using scanner::Symbology;

constexpr const char* kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Loyald: scanner configuration sheet</title>
<style>
body { font: 12pt sans-serif; margin: 10mm; background: white; color: black }
table { border-spacing: 0 8mm }
td { padding-right: 15mm }
svg { display: block }
</style>
</head>
<body>
<h1>Scanner configuration sheet</h1>
<p>Run <code>loyalctl scanner learn</code>, then scan the five codes of one column with the scanner to be
set up, in any order. Print at 100&nbsp;%.</p>
<table>
)";

Result<std::string> drawn(const std::string& text, Symbology symbology) {
  constexpr int kWidthMm = 90;
  constexpr int kQrWidthMm = 25;
  constexpr int kHeightMm = 18;
  constexpr int kQuietZone = 10;
  LOYALD_ASSIGN(const scanner::Picture modules,
                scanner::draw_barcode(text, symbology, {0, 0, kQuietZone, false}));
  return scanner::barcode_svg(modules, symbology == Symbology::qr ? kQrWidthMm : kWidthMm,
                              kHeightMm);
}

}  // namespace

Result<std::string> scanner_sheet() {
  std::string page = kHead;
  int part = 0;
  for (const std::string& text : scanner::sheet_texts()) {
    LOYALD_ASSIGN(const std::string code128, drawn(text, Symbology::code128));
    LOYALD_ASSIGN(const std::string qr, drawn(text, Symbology::qr));
    page += "<tr><td>" + std::to_string(++part) + "</td><td>" + code128 + "</td><td>" + qr +
            "</td></tr>\n";
  }
  return page + "</table>\n</body>\n</html>\n";
}

}  // namespace loyald::loyalctl
