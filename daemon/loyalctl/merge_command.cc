// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/headoffice.pb.h"

// Members who are one person, at head office.
namespace loyald::loyalctl {
namespace {

struct Arguments {
  HeadOfficeAddress address;
  std::string member;
  std::string into;
  std::string reason;
  std::string by;
  std::int32_t limit = 50;
};

void print(const v1::GetMemberResponse& member) {
  std::cout << "  " << member.member_id() << "  " << member.name();
  if (!member.birthday().empty()) std::cout << ", born " << member.birthday();
  if (!member.phone().empty()) std::cout << ", " << member.phone();
  if (!member.mail().empty()) std::cout << ", " << member.mail();
  if (!member.member_since().empty()) std::cout << ", since " << member.member_since();
  std::cout << "\n";
  for (const std::string& card : member.cards()) std::cout << "    card " << card << "\n";
  for (const v1::MemberBalance& unit : member.balances()) {
    std::cout << "    " << unit.unit() << ": spendable " << unit.spendable() << ", pending "
              << unit.pending() << ", debt " << unit.debt() << "\n";
  }
}

// As many as were asked for, over pages.
Result<void> duplicates(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::ListDuplicatesRequest request;
  std::int32_t shown = 0;
  do {
    request.set_limit(std::min(arguments.limit - shown, 200));
    LOYALD_ASSIGN(const auto reply, remote->call<v1::ListDuplicatesResponse>(
                                        "loyald.v1.HeadOfficeService/ListDuplicates", request));
    for (const v1::Duplicates& group : reply.groups()) {
      std::cout << group.reason() << "\n";
      for (const v1::GetMemberResponse& member : group.members()) print(member);
    }
    shown += reply.groups_size();
    request.set_after(reply.after());
  } while (!request.after().empty() && shown < arguments.limit);
  if (shown == 0) std::cout << "nobody looks like somebody else\n";
  return {};
}

Result<void> merge(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::MergeMembersRequest request;
  request.set_member(arguments.member);
  request.set_into(arguments.into);
  request.set_reason(arguments.reason);
  request.set_by(arguments.by);
  LOYALD_ASSIGN(const auto reply, remote->call<v1::MergeMembersResponse>(
                                      "loyald.v1.HeadOfficeService/MergeMembers", request));
  std::cout << (reply.already_merged() ? "they are one already\n" : "they are one\n");
  print(reply.member());
  return {};
}

Result<void> unmerge(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::UnmergeMemberRequest request;
  request.set_member(arguments.member);
  request.set_reason(arguments.reason);
  request.set_by(arguments.by);
  LOYALD_ASSIGN(const auto reply, remote->call<v1::UnmergeMemberResponse>(
                                      "loyald.v1.HeadOfficeService/UnmergeMember", request));
  if (!reply.awaited_stores().empty()) {
    std::cout << "not yet: units that would go back may be spent at store";
    for (const std::int32_t store : reply.awaited_stores()) std::cout << " " << store;
    std::cout << ", which is asked to give them back; say it again when it has been in touch\n";
    return {};
  }
  std::cout << "they are two\n";
  print(reply.member());
  print(reply.from());
  return {};
}

void add_words(CLI::App& command, Arguments& arguments) {
  command.add_option("--reason", arguments.reason, "why; the journal keeps it")->required();
  command.add_option("--by", arguments.by, "who says so")->envname("USER");
}

}  // namespace

void add_merge_commands(CLI::App& office, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();

  CLI::App* duplicates_command =
      office.add_subcommand("duplicates", "members who may be one person");
  duplicates_command->add_option("--limit", arguments->limit, "groups to show")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  add_head_office_address(*duplicates_command, arguments->address);
  on_run(*duplicates_command, outcome, [arguments] { return duplicates(*arguments); });

  CLI::App* merge_command = office.add_subcommand("merge", "make two members one, at every store");
  merge_command
      ->add_option("MEMBER", arguments->member, "card, phone, mail or member id: found under INTO")
      ->required();
  merge_command->add_option("INTO", arguments->into, "card, phone, mail or member id")->required();
  add_words(*merge_command, *arguments);
  add_head_office_address(*merge_command, arguments->address);
  on_run(*merge_command, outcome, [arguments] { return merge(*arguments); });

  CLI::App* unmerge_command = office.add_subcommand("unmerge", "make them two again");
  unmerge_command
      ->add_option("MEMBER", arguments->member,
                   "the one who was merged: a card of theirs or the id")
      ->required();
  add_words(*unmerge_command, *arguments);
  add_head_office_address(*unmerge_command, arguments->address);
  on_run(*unmerge_command, outcome, [arguments] { return unmerge(*arguments); });
}

}  // namespace loyald::loyalctl
