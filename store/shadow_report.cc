// SPDX-License-Identifier: Apache-2.0
#include "store/shadow_report.h"

#include <algorithm>
#include <numeric>

#include "store/member_segments.h"
#include "store/programme/language.h"

namespace loyald {
namespace {

using Kind = ColumnKind;

constexpr std::int64_t kWhole = 10'000;  // basis points

Cell count_cell(std::size_t count) { return static_cast<std::int64_t>(count); }

// part / whole in basis points, rounded down; nothing of nothing.
Cell share_cell(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return {};
  return static_cast<std::int64_t>(static_cast<__int128>(part) * kWhole / whole);
}

class Report {
 public:
  Report(const SalesFile& sales, const MemberTags& tags, const ShadowedProgramme& proposed,
         const ShadowedProgramme* other)
      : sales_(sales), facts_(member_facts(sales.sales)), tags_(tags) {
    if (other != nullptr) programmes_.push_back(other);
    programmes_.push_back(&proposed);
    for (const RecordedSale& sale : sales.sales) {
      if (sale.member.empty()) ++anonymous_;
      for (const programme::BasketLine& line : sale.lines.lines) spend_ += line.amount.minor;
    }
    for (const MemberFacts& facts : facts_) member_spend_ += facts.spend.minor;
  }

  Table assumptions(Redeeming redeeming) const {
    Table table{"assumptions", "Assumptions", {{"assumption"}}, {}};
    const auto say = [&](const std::string& text) { table.rows.push_back({text}); };
    say(redeeming == Redeeming::always
            ? "members redeem whatever is worth most, as soon and as often as they can"
            : "nobody redeems anything; only what a programme does by itself happens");
    say("every member begins with nothing; birthdays are those that were asked for when it was "
        "sold; "
        "sales have no returns");
    say("outstanding: what may still be spent after the last day, and what becomes spendable "
        "later");
    say("breakage: of what was spent or expired, the share that expired; - where nothing did, "
        "as where the sales span less than a unit's life");
    say("a member's gain: what rewards took off, and the worth of what they own at the end");
    for (const ShadowedProgramme* each : programmes_) {
      for (const ShadowUnit& unit : each->run.units) {
        if (each->worths.contains(unit.unit)) continue;
        say(each->role + ": the worth of " + unit.unit +
            " is not known, it counts as 0; say it with --value " + unit.unit + "=UNITS/VALUE");
      }
      if (each->run.refused > 0) {
        say(each->role + ": " + std::to_string(each->run.refused) +
            " sales could not be decided and count for nothing: " + each->run.first_refusal);
      }
    }
    return table;
  }

  Table input() const {
    const auto& all = sales_.sales;
    return {"input",
            "What was read",
            {{"currency"},
             {"rows", Kind::number},
             {"left_out", Kind::number},
             {"sales", Kind::number},
             {"without_member", Kind::number},
             {"members", Kind::number},
             {"spend", Kind::money},
             {"spend_of_members", Kind::money},
             {"first_day"},
             {"last_day"}},
            {{programmes_.back()->programme->currency, sales_.rows, sales_.left_out,
              count_cell(all.size()), anonymous_, count_cell(facts_.size()), spend_, member_spend_,
              format(all.front().day), format(all.back().day)}}};
  }

  Table notes() const {
    Table table{"notes",
                "Rows to know about",
                {{"what"}, {"reason"}, {"rows", Kind::number}, {"first_lines"}},
                {}};
    for (const RowNote& note : sales_.notes) {
      std::string lines;
      for (const std::int64_t line : note.first) {
        lines += (lines.empty() ? "" : " ") + std::to_string(line);
      }
      if (note.rows > static_cast<std::int64_t>(note.first.size())) lines += " ...";
      table.rows.push_back({note.left_out ? "left out" : "kept", note.reason, note.rows, lines});
    }
    return table;
  }

  Table cost() const {
    Table table{"cost",
                "What it costs",
                {{"programme"},
                 {"name"},
                 {"taken_off", Kind::money},
                 {"worth_earned", Kind::money},
                 {"liability", Kind::money},
                 {"liability_expected", Kind::money},
                 {"cost", Kind::money},
                 {"cost_of_spend", Kind::share}},
                {}};
    for (const ShadowedProgramme* each : programmes_) {
      std::int64_t full = 0;
      std::int64_t expected = 0;
      for (const ShadowUnit& unit : each->run.units) {
        const Liability owed = liability_of(unit.unit, unit.count, each->worths);
        full += owed.full.minor;
        expected += owed.expected.minor;
      }
      const std::int64_t all = each->run.discount.minor + expected;
      table.rows.push_back({each->role, each->programme->name, each->run.discount.minor,
                            each->run.given.minor, full, expected, all,
                            share_cell(all, member_spend_)});
    }
    return table;
  }

  Table units() const {
    Table table{"units",
                "Units",
                {{"programme"},
                 {"unit"},
                 {"earned", Kind::number},
                 {"issued", Kind::number},
                 {"spent", Kind::number},
                 {"expired", Kind::number},
                 {"outstanding", Kind::number},
                 {"worth"},
                 {"liability", Kind::money},
                 {"breakage", Kind::share},
                 {"liability_expected", Kind::money}},
                {}};
    for (const ShadowedProgramme* each : programmes_) {
      for (const ShadowUnit& unit : each->run.units) {
        const UnitCount& count = unit.count;
        const Liability owed = liability_of(unit.unit, count, each->worths);
        std::vector<Cell> row{
            each->role,        unit.unit, count.earned, count.issued, count.spent, count.expired,
            count.outstanding, {},        {},           {},           {}};
        if (owed.breakage) row[9] = std::int64_t{*owed.breakage};
        if (owed.worth) {
          row[7] = std::to_string(owed.worth->units) + " = " +
                   programme::money_text(owed.worth->value, "", programme::Language::english) +
                   ", " + owed.worth->source;
          row[8] = owed.full.minor;
          row[10] = owed.expected.minor;
        }
        table.rows.push_back(std::move(row));
      }
    }
    return table;
  }

  Table rewards() const {
    Table table{"rewards",
                "Rewards",
                {{"programme"},
                 {"reward"},
                 {"sales", Kind::number},
                 {"cost", Kind::number},
                 {"taken_off", Kind::money}},
                {}};
    for (const ShadowedProgramme* each : programmes_) {
      for (const ShadowReward& reward : each->run.rewards) {
        table.rows.push_back(
            {each->role, reward.reward, reward.times, reward.cost, reward.value.minor});
      }
    }
    return table;
  }

  Table segments() const {
    Table table{"segments",
                is_compared() ? "Winners and losers" : "Who gains",
                {{"by"},
                 {"segment"},
                 {"members", Kind::number},
                 {"spend", Kind::money},
                 {"gain_before", Kind::money},
                 {"gain_after", Kind::money},
                 {"difference", Kind::money},
                 {"after_of_spend", Kind::share},
                 {"more", Kind::number},
                 {"less", Kind::number},
                 {"same", Kind::number}},
                {}};
    std::vector<std::size_t> all(facts_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    add_segment({"all", "all members", std::move(all)}, table);
    for (const MemberGroup& segment : segments_of(facts_, tags_)) add_segment(segment, table);
    return table;
  }

  // Who gains most and who loses most.
  Table changes() const {
    Table table{"changes",
                is_compared() ? "The biggest changes" : "The biggest gains",
                {{"member"},
                 {"visits", Kind::number},
                 {"spend", Kind::money},
                 {"gain_before", Kind::money},
                 {"gain_after", Kind::money},
                 {"difference", Kind::money}},
                {}};
    std::vector<std::size_t> order(facts_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return difference(facts_[a]) > difference(facts_[b]);
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::int64_t change = difference(facts_[order[i]]);
      const bool gains = i < kNamedChanges && change > 0;
      const bool loses = i + kNamedChanges >= order.size() && change < 0;
      if (gains || loses) add_change(facts_[order[i]], table);
    }
    return table;
  }

 private:
  bool is_compared() const { return programmes_.size() > 1; }
  const ShadowRun* before() const { return is_compared() ? &programmes_.front()->run : nullptr; }
  const ShadowRun& after() const { return programmes_.back()->run; }

  std::int64_t difference(const MemberFacts& facts) const {
    const std::int64_t was = is_compared() ? gain_of(*before(), facts.member).minor : 0;
    return gain_of(after(), facts.member).minor - was;
  }

  void add_segment(const MemberGroup& segment, Table& table) const {
    const Comparison all = compare(facts_, segment.members, before(), after());
    std::vector<Cell> row{segment.kind,
                          segment.name,
                          all.members,
                          all.spend.minor,
                          {},
                          all.after.minor,
                          {},
                          share_cell(all.after.minor, all.spend.minor),
                          {},
                          {},
                          {}};
    if (is_compared()) {
      row[4] = all.before.minor;
      row[6] = all.after.minor - all.before.minor;
      row[8] = all.more, row[9] = all.less, row[10] = all.same;
    }
    table.rows.push_back(std::move(row));
  }

  void add_change(const MemberFacts& facts, Table& table) const {
    std::vector<Cell> row{facts.member,
                          facts.visits,
                          facts.spend.minor,
                          {},
                          gain_of(after(), facts.member).minor,
                          {}};
    if (is_compared()) {
      row[3] = gain_of(*before(), facts.member).minor;
      row[5] = difference(facts);
    }
    table.rows.push_back(std::move(row));
  }

  const SalesFile& sales_;
  std::vector<MemberFacts> facts_;
  const MemberTags& tags_;
  std::vector<const ShadowedProgramme*> programmes_;  // the other one first
  std::int64_t anonymous_ = 0;
  std::int64_t spend_ = 0;
  std::int64_t member_spend_ = 0;
};

}  // namespace

std::vector<Table> shadow_report(const SalesFile& sales, const MemberTags& tags,
                                 Redeeming redeeming, const ShadowedProgramme& proposed,
                                 const std::optional<ShadowedProgramme>& other) {
  const Report report(sales, tags, proposed, other ? &*other : nullptr);
  return {report.assumptions(redeeming),
          report.input(),
          report.notes(),
          report.cost(),
          report.units(),
          report.rewards(),
          report.segments(),
          report.changes()};
}

}  // namespace loyald
