// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "daemon/loyalctl/opened_books.h"
#include "daemon/loyalctl/programme_commands.h"
#include "daemon/loyalctl/programme_source.h"
#include "daemon/loyalctl/sales_bytes.h"
#include "store/base/clock.h"
#include "store/base/text.h"
#include "store/journal_sales.h"
#include "store/member_segments.h"
#include "store/shadow_report.h"
#include "sync/headoffice/archive_check.h"

namespace loyald::loyalctl {
namespace {

constexpr std::size_t kMaxSegmentsBytes = std::size_t{256} << 20U;

struct Arguments {
  HeadOfficeAddress address;
  std::string proposed;
  std::string against;
  std::string sales;
  std::string segments;
  std::string columns;
  std::string redeem = "always";
  std::string format = "text";
  std::vector<std::string> values;
};

// Head office is asked for the one in force where it is known and no other was named.
std::string other_source(const Arguments& arguments) {
  const bool knows_head_office =
      !arguments.address.token.empty() || !arguments.address.token_file.empty();
  if (arguments.against.empty() && knows_head_office) return "in-force";
  return arguments.against;
}

Result<UnitWorths> given_worths(const std::vector<std::string>& values,
                                const std::vector<const NamedProgramme*>& programmes) {
  std::vector<std::string> known;
  for (const NamedProgramme* each : programmes) {
    for (const programme::Unit& unit : each->programme.units) known.push_back(unit.id);
  }
  UnitWorths given;
  for (const std::string& value : values) {
    LOYALD_ASSIGN(auto worth, parse_unit_worth(value));
    if (std::find(known.begin(), known.end(), worth.first) == known.end()) {
      const std::string close = nearest(worth.first, known);
      return fail(Errc::invalid_argument, "--value " + value + ": there is no such unit",
                  close.empty() ? "" : "did you mean " + close + "?");
    }
    given.insert_or_assign(std::move(worth.first), std::move(worth.second));
  }
  return given;
}

struct Input {
  SalesFile sales;
  MemberTags tags;
  Redeeming redeeming = Redeeming::always;
};

// Of a file, or of the books in a state directory.
Result<SalesFile> sales_at(const std::string& path, const SalesColumns& columns) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) {
    LOYALD_ASSIGN(const std::string csv, read_sales_bytes(path, kMaxSalesBytes));
    return read_sales(csv, path, columns);
  }
  LOYALD_ASSIGN(const OpenedBooks opened, open_books(path));
  return opened.store ? sales_from_journal(*opened.store) : sales_from_archive(*opened.head_office);
}

Result<Input> read_input(const Arguments& arguments) {
  Input input;
  LOYALD_ASSIGN(const SalesColumns columns, map_columns(arguments.columns));
  if (!arguments.segments.empty()) {
    LOYALD_ASSIGN(const std::string csv, read_sales_bytes(arguments.segments, kMaxSegmentsBytes));
    LOYALD_ASSIGN(input.tags, read_member_tags(csv, arguments.segments));
  }
  LOYALD_ASSIGN(input.sales, sales_at(arguments.sales, columns));
  input.redeeming = arguments.redeem == "never" ? Redeeming::never : Redeeming::always;
  return input;
}

ShadowedProgramme run(std::string role, const NamedProgramme& named, const Input& input,
                      const UnitWorths& given) {
  ShadowedProgramme shadowed{std::move(role), &named.programme, {}, {}};
  shadowed.worths = unit_worths(named.programme, given);
  shadowed.run = run_shadow(named.programme, input.sales.sales, input.tags,
                            {input.redeeming, shadowed.worths});
  return shadowed;
}

Result<void> shadow(const Arguments& arguments) {
  const SystemClock clock;
  const Timestamp begin = clock.steady();
  LOYALD_ASSIGN(const NamedProgramme proposed,
                read_programme_source(arguments.proposed, arguments.address));
  std::optional<NamedProgramme> other;
  if (const std::string source = other_source(arguments); !source.empty()) {
    LOYALD_ASSIGN(other, read_programme_source(source, arguments.address));
    if (other->programme.currency != proposed.programme.currency) {
      return fail(Errc::invalid_argument, "the programmes are in " + other->programme.currency +
                                              " and in " + proposed.programme.currency +
                                              ": their money cannot be compared");
    }
  }
  std::vector<const NamedProgramme*> programmes{&proposed};
  if (other) programmes.push_back(&*other);
  LOYALD_ASSIGN(const UnitWorths given, given_worths(arguments.values, programmes));
  LOYALD_ASSIGN(const Input input, read_input(arguments));

  const ShadowedProgramme after = run("proposed", proposed, input, given);
  std::optional<ShadowedProgramme> before;
  if (other) {
    before = run(other->name == proposed.name ? "the same" : other->name, *other, input, given);
  }
  const auto tables = shadow_report(input.sales, input.tags, input.redeeming, after, before);
  std::cout << (arguments.format == "json"  ? as_json(tables)
                : arguments.format == "csv" ? as_csv(tables)
                                            : as_text(tables));
  std::cout.flush();
  if (!other) {
    std::cerr << "compared with no other programme: name one with --against, or head office with "
                 "--token-file\n";
  }
  const std::int64_t ms = std::max<std::int64_t>(1, (clock.steady() - begin).count());
  std::cerr << input.sales.rows << " rows in " << ms << " ms, " << input.sales.rows * 1000 / ms
            << " rows/s\n";
  return {};
}

}  // namespace

void add_programme_shadow(CLI::App& programme, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = programme.add_subcommand(
      "shadow", "what recorded sales would have earned and cost under a programme");
  command->add_option("FILE", arguments->proposed, kProgrammeSources)->required();
  command
      ->add_option(
          "--sales", arguments->sales,
          "recorded sales: CSV with a row per line, also compressed with gzip or zstd; or the "
          "state directory of a store or of head office")
      ->required();
  command->add_option("--against", arguments->against,
                      "the programme to compare with: " + std::string(kProgrammeSources) +
                          "; default in-force where a token is given");
  command->add_option("--map", arguments->columns,
                      "what its columns are called: amount=total_cents,member=customer");
  command->add_option("--segments", arguments->segments,
                      "CSV of member,tag: groups to report about, and tags for conditions");
  command->add_option("--redeem", arguments->redeem, "whether members redeem what they can")
      ->check(CLI::IsMember({"always", "never"}))
      ->capture_default_str();
  command->add_option(
      "--value", arguments->values,
      "what a unit is worth, UNIT=UNITS/VALUE in minor units; default the best rate "
      "of the programme's rewards");
  command->add_option("--format", arguments->format)
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();
  add_head_office_address(*command, arguments->address);
  on_run(*command, outcome, [arguments] { return shadow(*arguments); });
}

}  // namespace loyald::loyalctl
