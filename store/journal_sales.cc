// SPDX-License-Identifier: Apache-2.0
#include "store/journal_sales.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/fold.h"
#include "store/sale_situation.h"

namespace loyald {
namespace {

constexpr int kSecondsPerMinute = 60;
constexpr std::size_t kEntriesAtOnce = 1000;
constexpr std::size_t kBytesAtOnce = 8 * 1024 * 1024;

RecordedSale recorded(StoreId store, const v1::JournalEntry& entry) {
  programme::Situation situation = situation_of(entry);
  RecordedSale sale;
  sale.store = static_cast<std::int64_t>(store);
  sale.basket = entry.register_id() + " " + entry.op_id();
  sale.member = member_of(entry).hex();
  sale.day = situation.business_date;
  programme::Circumstances& said = situation.circumstances;
  if (said.setting.sold_at) sale.second = *said.setting.sold_at * kSecondsPerMinute;
  sale.channel = std::move(said.setting.channel);
  sale.payments = std::move(said.setting.payments);
  sale.tags = std::move(said.tags);
  sale.birthday = std::move(said.birthday);
  sale.lines = std::move(situation.basket);
  return sale;
}

}  // namespace

void JournalSales::note(const char* reason, bool left_out, Seq seq) {
  auto known = std::find_if(file_.notes.begin(), file_.notes.end(),
                            [&](const RowNote& each) { return each.reason == reason; });
  if (known == file_.notes.end()) {
    known = file_.notes.insert(known, RowNote{reason, left_out, 0, {}});
  }
  ++known->rows;
  if (known->first.size() < kMaxNotedRows) known->first.push_back(static_cast<std::int64_t>(seq));
}

void JournalSales::add(StoreId store, Seq seq, const v1::JournalEntry& entry) {
  const auto key_of = [&](const std::string& register_id, const std::string& id) {
    return Key{store, {register_id, id}};
  };
  if (entry.has_sale()) {
    ++file_.rows;
    sales_.try_emplace(key_of(entry.register_id(), entry.op_id()), recorded(store, entry));
  } else if (entry.has_sale_void()) {
    const v1::SaleReference& sale = entry.sale_void().sale();
    if (sales_.erase(key_of(sale.register_id(), sale.checkout_id())) == 0) return;
    ++file_.left_out;
    note("voided", true, seq);
  } else if (entry.has_sale_return()) {
    note("goods came back: they count as sold", false, seq);
  }
}

Result<SalesFile> JournalSales::finished() && {
  if (sales_.empty()) {
    return fail(Errc::failed_precondition, "no sales are recorded",
                "name a file of sales, or wait until there are some");
  }
  for (auto& [key, sale] : sales_) file_.sales.push_back(std::move(sale));
  sort_by_time(file_.sales);
  return std::move(file_);
}

Result<SalesFile> sales_from_journal(Books& books) {
  LOYALD_TRY(books.journal.verify(1));
  const auto genesis = books.journal.genesis();
  CHECK(genesis.has_value());
  const StoreId store = genesis->store_id();
  JournalSales sales;
  Seq next = 1;
  while (true) {
    const auto entries = books.journal.read_from(next, kEntriesAtOnce, kBytesAtOnce);
    if (entries.empty()) return std::move(sales).finished();
    for (const StoredEntry& stored : entries) sales.add(store, stored.seq, decode(stored));
    next = entries.back().seq + 1;
  }
}

}  // namespace loyald
