// SPDX-License-Identifier: Apache-2.0
#include "store/member_segments.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <tuple>

#include "store/base/text.h"
#include "store/csv.h"

namespace loyald {
namespace {

struct VisitGroup {
  std::int64_t most;
  const char* name;
};
constexpr std::array<VisitGroup, 6> kVisitGroups{
    {{1, "1"},
     {3, "2 to 3"},
     {7, "4 to 7"},
     {15, "8 to 15"},
     {31, "16 to 31"},
     {std::numeric_limits<std::int64_t>::max(), "32 and more"}}};
constexpr const char* kOthers = "(others)";
constexpr const char* kNoDepartment = "(none)";

void add_spend_groups(const std::vector<MemberFacts>& facts, std::vector<MemberGroup>& segments) {
  std::vector<std::size_t> order(facts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return facts[a].spend > facts[b].spend; });
  for (std::size_t group = 0; group < kSpendGroups; ++group) {
    const std::size_t begin = facts.size() * group / kSpendGroups;
    const std::size_t end = facts.size() * (group + 1) / kSpendGroups;
    if (begin == end) continue;
    const auto at = [&](std::size_t i) { return order.begin() + static_cast<std::ptrdiff_t>(i); };
    const std::string name = "tenth " + std::to_string(group + 1) +
                             (group == 0                  ? " (largest)"
                              : group + 1 == kSpendGroups ? " (smallest)"
                                                          : "");
    segments.push_back({"spend", name, {at(begin), at(end)}});
  }
}

void add_visit_groups(const std::vector<MemberFacts>& facts, std::vector<MemberGroup>& segments) {
  std::array<MemberGroup, kVisitGroups.size()> groups;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    std::size_t group = 0;
    while (facts[i].visits > kVisitGroups[group].most) ++group;
    groups[group].members.push_back(i);
  }
  for (std::size_t group = 0; group < groups.size(); ++group) {
    if (groups[group].members.empty()) continue;
    segments.push_back({"visits", kVisitGroups[group].name, std::move(groups[group].members)});
  }
}

void add_departments(const std::vector<MemberFacts>& facts, std::vector<MemberGroup>& segments) {
  std::map<std::string, std::vector<std::size_t>> by_name;
  for (std::size_t i = 0; i < facts.size(); ++i) by_name[facts[i].department].push_back(i);
  std::vector<MemberGroup> groups;
  for (auto& [name, members] : by_name) {
    groups.push_back({"department", name.empty() ? kNoDepartment : name, std::move(members)});
  }
  std::stable_sort(groups.begin(), groups.end(), [](const MemberGroup& a, const MemberGroup& b) {
    return a.members.size() > b.members.size();
  });
  if (groups.size() > kMostDepartments) {
    MemberGroup others{"department", kOthers, {}};
    for (std::size_t i = kMostDepartments; i < groups.size(); ++i) {
      others.members.insert(others.members.end(), groups[i].members.begin(),
                            groups[i].members.end());
    }
    groups.resize(kMostDepartments);
    groups.push_back(std::move(others));
  }
  segments.insert(segments.end(), groups.begin(), groups.end());
}

void add_tags(const std::vector<MemberFacts>& facts, const MemberTags& tags,
              std::vector<MemberGroup>& segments) {
  std::map<std::string, std::vector<std::size_t>> by_tag;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto known = tags.find(facts[i].member);
    if (known == tags.end()) continue;
    for (const std::string& tag : known->second) by_tag[tag].push_back(i);
  }
  for (auto& [tag, members] : by_tag) segments.push_back({"tag", tag, std::move(members)});
}

}  // namespace

std::vector<MemberFacts> member_facts(const std::vector<RecordedSale>& sales) {
  std::map<std::string, MemberFacts> members;
  std::map<std::string, std::map<std::string, std::int64_t>> by_department;
  for (const RecordedSale& sale : sales) {
    if (sale.member.empty()) continue;
    MemberFacts& facts = members[sale.member];
    facts.member = sale.member;
    ++facts.visits;
    auto& departments = by_department[sale.member];
    for (const programme::BasketLine& line : sale.lines.lines) {
      facts.spend.minor += line.amount.minor;
      departments[line.department] += line.amount.minor;
    }
  }
  std::vector<MemberFacts> all;
  for (auto& [id, facts] : members) {
    std::int64_t most = -1;
    for (const auto& [department, spend] : by_department[id]) {
      if (spend <= most) continue;
      most = spend;
      facts.department = department;
    }
    all.push_back(std::move(facts));
  }
  return all;
}

Result<MemberTags> read_member_tags(std::string_view csv, std::string_view file) {
  const auto wrong = [&](std::int64_t line, const std::string& what) {
    return fail(Errc::invalid_argument,
                std::string(file) + ":" + std::to_string(line) + ": " + what,
                "two columns, member and tag, with a header; one row for each tag of a member");
  };
  CsvReader rows(csv, csv_separator(csv));
  if (!rows.next()) return wrong(1, "there is no header");
  MemberTags tags;
  while (const auto row = rows.next()) {
    if (!row->broken.empty()) return wrong(row->line, row->broken);
    if (row->fields.size() != 2) return wrong(row->line, "not two fields");
    const std::string member(trim(row->fields[0]));
    const std::string tag(trim(row->fields[1]));
    if (member.empty() || tag.empty()) return wrong(row->line, "member or tag is empty");
    std::vector<std::string>& known = tags[member];
    if (std::find(known.begin(), known.end(), tag) == known.end()) known.push_back(tag);
  }
  return tags;
}

std::vector<MemberGroup> segments_of(const std::vector<MemberFacts>& facts,
                                     const MemberTags& tags) {
  std::vector<MemberGroup> segments;
  add_spend_groups(facts, segments);
  add_visit_groups(facts, segments);
  add_departments(facts, segments);
  add_tags(facts, tags, segments);
  return segments;
}

Money gain_of(const ShadowRun& run, std::string_view member) {
  const auto gain = run.gain.find(member);
  return gain == run.gain.end() ? Money{} : gain->second;
}

Comparison compare(const std::vector<MemberFacts>& facts, const std::vector<std::size_t>& members,
                   const ShadowRun* before, const ShadowRun& after) {
  Comparison all;
  for (const std::size_t place : members) {
    const Money now = gain_of(after, facts[place].member);
    ++all.members;
    all.spend.minor += facts[place].spend.minor;
    all.after.minor += now.minor;
    if (before == nullptr) continue;
    const Money was = gain_of(*before, facts[place].member);
    all.before.minor += was.minor;
    ++(now > was ? all.more : now < was ? all.less : all.same);
  }
  return all;
}

}  // namespace loyald
