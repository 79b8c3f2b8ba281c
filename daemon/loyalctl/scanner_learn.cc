// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>

#include "daemon/loyalctl/scanner_command.h"
#include "daemon/loyalctl/scanner_lines.h"
#include "daemon/loyalctl/scanner_sheet.h"
#include "daemon/loyalctl/visible_text.h"
#include "scanner/hid_scanner.h"
#include "scanner/learned_settings.h"
#include "scanner/raw_device.h"
#include "store/base/clock.h"

namespace loyald::loyalctl {
namespace {

using scanner::AttachedDevice;
using scanner::DeviceKind;
using scanner::HidOptions;
using scanner::HidScanner;
using scanner::LearnedSheet;
using scanner::RawDevice;
using scanner::RawScan;
using scanner::Scan;

struct Arguments {
  StoreAddress address;
  std::string device;
  std::string name = "scanner 1";
  std::string register_id = "1";
  std::string sheet_file;
};

Result<void> write_sheet(const std::string& path) {
  LOYALD_ASSIGN(const std::string page, scanner_sheet());
  std::ofstream file(path);
  file << page;
  file.close();
  if (!file) return fail(Errc::unavailable, "cannot write " + path);
  std::cerr << "Print " << path << " or show it on a screen.\n";
  return {};
}

// The device that the user names, also one that sysfs does not know.
AttachedDevice named_device(const std::string& path, const std::vector<AttachedDevice>& attached) {
  for (const AttachedDevice& device : attached) {
    if (is_at(device, path)) return device;
  }
  AttachedDevice device;
  device.node = path;
  device.link = path;
  const std::string real = std::filesystem::weakly_canonical(path).string();
  const auto has = [&](const char* part) { return real.find(part) != std::string::npos; };
  if (has("/hidraw")) {
    device.kind = DeviceKind::hid_pos;
  } else if (has("/tty") || has("/pts/")) {
    device.kind = DeviceKind::serial;
  } else {
    device.kind = DeviceKind::keyboard;
  }
  return device;
}

// Those that the daemon does not read.
std::vector<AttachedDevice> unused_devices(const std::vector<AttachedDevice>& attached,
                                           const StoreAddress& address) {
  const auto status = status_if_running(address);
  std::vector<AttachedDevice> unused;
  for (const AttachedDevice& device : attached) {
    const bool can_be_learned = device.kind != DeviceKind::camera;
    if (can_be_learned && reader_of(device, status) == nullptr) unused.push_back(device);
  }
  return unused;
}

// Listens to devices until one of them has read the whole sheet.
class Lesson {
 public:
  Result<void> listen_to(const AttachedDevice& device) {
    LOYALD_ASSIGN(LearnedSheet sheet, LearnedSheet::make());
    const std::size_t place = students_.size();
    students_.push_back({device, nullptr, nullptr, std::move(sheet)});
    Student& student = students_.back();
    if (device.kind == DeviceKind::hid_pos) {
      // How such a scanner speaks is known; only which it is has to be found out.
      HidOptions options;
      options.device = scanner::DevicePlace(device.node);
      student.hid = std::make_unique<HidScanner>(
          io_, clock_, std::move(options),
          [this, place](Scan scan) { take(students_[place], RawScan(std::move(scan.text))); });
    } else {
      student.raw = std::make_unique<RawDevice>(
          io_, clock_, device.kind, device.node,
          [this, place](const RawScan& scan) { take(students_[place], scan); });
    }
    return {};
  }

  // Which device it was, and its sheet.
  Result<std::pair<AttachedDevice, LearnedSheet>> run() {
    int listening = 0;
    for (Student& student : students_) {
      const std::string state = student.start();
      listening += state == "reading" ? 1 : 0;
      if (state != "reading") std::cerr << state << "\n";
    }
    if (listening == 0) {
      return fail(Errc::unavailable, "no device can be listened to",
                  "plug the scanner in, and run this as root or in the groups input and dialout");
    }
    std::cerr << "Scan the sheet's five codes. Listening to " << listening << " devices.\n";
    io_.run();
    return std::pair(best_->device, std::move(best_->sheet));
  }

 private:
  struct Student {
    AttachedDevice device;
    std::unique_ptr<RawDevice> raw;  // or
    std::unique_ptr<HidScanner> hid;
    LearnedSheet sheet;

    // Says what came of it.
    std::string start() {
      if (hid) {
        hid->start();
        return hid->state().text;
      }
      raw->start();
      return raw->state();
    }
  };

  void take(Student& student, const RawScan& scan) {
    const auto part = std::visit([&](const auto& sent) { return student.sheet.add(sent); }, scan);
    if (part) {
      std::cerr << student.device.node << ": code " << *part + 1 << " read, "
                << student.sheet.parts_read() << " of " << scanner::kSheetParts << "\n";
    } else if (const auto* bytes = std::get_if<std::string>(&scan)) {
      std::cerr << student.device.node << ": not of the sheet: " << visible(*bytes) << "\n";
    } else if (std::get<0>(scan).size() >= kManyEvents) {
      std::cerr << student.device.node << ": keys that no known layout explains\n";
    }
    if (!student.sheet.is_complete()) return;
    if (const auto settings = student.sheet.settings(); !settings) {
      std::cerr << settings.error().message << ": " << settings.error().hint << "\n";
      return student.sheet.start_over();
    }
    best_ = &student;
    io_.stop();
  }

  // What a person types is less in one go.
  static constexpr std::size_t kManyEvents = 50;

  SystemClock clock_;
  boost::asio::io_context io_;
  std::vector<Student> students_;
  Student* best_ = nullptr;
};

Result<void> learn(const Arguments& arguments) {
  if (!arguments.sheet_file.empty()) LOYALD_TRY(write_sheet(arguments.sheet_file));
  LOYALD_ASSIGN(const std::vector<AttachedDevice> attached, list_all_devices());
  const std::vector<AttachedDevice> devices =
      arguments.device.empty() ? unused_devices(attached, arguments.address)
                               : std::vector{named_device(arguments.device, attached)};
  Lesson lesson;
  for (const AttachedDevice& device : devices) LOYALD_TRY(lesson.listen_to(device));
  LOYALD_ASSIGN(const auto learned, lesson.run());
  const auto& [device, read] = learned;
  LOYALD_ASSIGN(const scanner::LearnedSettings settings, read.settings());
  std::cerr << "Put these lines into /etc/loyald/loyald.toml, and restart loyald:\n";
  std::cout << scanner_lines(arguments.name, arguments.register_id, device, attached, settings);
  return {};
}

}  // namespace

void add_scanner_learn_commands(CLI::App& scanner, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* sheet =
      scanner.add_subcommand("sheet", "write the configuration sheet, an HTML page to be printed");
  sheet->add_option("FILE", arguments->sheet_file)->required();
  on_run(*sheet, outcome, [arguments] { return write_sheet(arguments->sheet_file); });

  CLI::App* learn_command = scanner.add_subcommand(
      "learn",
      "find out from scans of the configuration sheet how a scanner is set, and print its "
      "lines of the configuration");
  learn_command->add_option("--device", arguments->device,
                            "which one; otherwise whichever that the daemon does not read");
  learn_command->add_option("--name", arguments->name, "for the lines")->capture_default_str();
  learn_command->add_option("--register", arguments->register_id, "for the lines")
      ->capture_default_str();
  learn_command->add_option("--sheet", arguments->sheet_file, "write the sheet to this file first");
  add_store_address(*learn_command, arguments->address);
  on_run(*learn_command, outcome, [arguments] { return learn(*arguments); });
}

}  // namespace loyald::loyalctl
