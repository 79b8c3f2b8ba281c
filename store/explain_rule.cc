// SPDX-License-Identifier: Apache-2.0
#include "store/explain_parts.h"

// What rules gave.
namespace loyald {
namespace {

class RuleText {
 public:
  RuleText(const SaleText& text, int place)
      : text_(text), words_(text.words), place_(place), rule_(text.sale.rules(place)) {}

  void run() const {
    std::string line =
        words_.say({"Rule \"{0}\"{1}: {2}; {3} counted", "Regel „{0}“{1}: {2}; {3} gezählt"},
                   {rule_.rule(), text_.whose(rule_.owner()), rate(),
                    counted(rule_.counted(), rule_.counted_quantity())});
    line += rule_.has_not_applied() ? words_.say({"; gives nothing: {0}.", "; gibt nichts: {0}."},
                                                 {text_.why(rule_.not_applied())})
                                    : result() + ".";
    if (rule_.has_clamped()) {
      line += words_.say({" Less than its rate: {0}.", " Weniger als ihr Satz: {0}."},
                         {text_.why(rule_.clamped())});
    }
    text_.lines.push_back(std::move(line));
    if (rule_.quantity() > 0) {
      text_.say({"  Spendable from {0}, expires {1}.", "  Verfügbar ab {0}, verfällt {1}."},
                {words_.day(rule_.available_from()), words_.day(rule_.expires_on())});
    }
    for (int i = 0; i < text_.sale.outcomes_size(); ++i) {
      for (const v1::LineEarning& earning : text_.sale.outcomes(i).earnings()) {
        if (earning.rule() == static_cast<std::uint32_t>(place_)) explain_line(i, earning);
      }
    }
  }

 private:
  // "10.99 EUR", "3 items"
  std::string counted(std::int64_t money, std::int64_t items) const {
    if (rule_.rate() == v1::RATE_PER_ITEM || (text_.sale.lines().empty() && money == 0)) {
      return words_.say({"{0} items", "{0} Stück"}, {number_text(items)});
    }
    return words_.money(money);
  }

  std::string rate() const {
    const std::string given = words_.units(rule_.rate_quantity(), rule_.unit());
    std::string text;
    if (rule_.rate() == v1::RATE_PER_VISIT) {
      text = words_.say({"{0} for the visit", "{0} für den Besuch"}, {given});
    } else {
      text = words_.say({"{0} for every {1}", "{0} je {1}"},
                        {given, counted(rule_.rate_per(), rule_.rate_per())});
    }
    if (rule_.list_amounts()) text += words_.say({", by list prices", ", nach Listenpreisen"});
    if (rule_.without_tax()) text += words_.say({", without tax", ", ohne Steuer"});
    return text;
  }

  std::string result() const {
    if (rule_.rate() == v1::RATE_PER_VISIT) return ": " + number_text(rule_.quantity());
    const std::int64_t steps =
        rule_.rate() == v1::RATE_PER_ITEM ? rule_.counted_quantity() : rule_.counted();
    std::string product = number_text(steps) + " x " + number_text(rule_.rate_quantity());
    if (rule_.carried() > 0) product = "(" + product + " + " + number_text(rule_.carried()) + ")";
    return words_.say({"; {0} / {1}, rounded down: {2}", "; {0} / {1}, abgerundet: {2}"},
                      {product, number_text(rule_.rate_per()), number_text(rule_.quantity())});
  }

  void explain_line(int line, const v1::LineEarning& earning) const {
    const v1::BasketLine& of = text_.sale.lines(line);
    const std::string place = number_text(line + 1);
    if (earning.not_counted() == v1::REASON_NONE) {
      return text_.say({"  Line {0} ({1}): {2} counted, {3} earned.",
                        "  Zeile {0} ({1}): {2} gezählt, {3} gesammelt."},
                       {place, of.sku(), counted(earning.counted(), earning.counted_quantity()),
                        number_text(earning.quantity())});
    }
    text_.say({"  Line {0} ({1}): not counted, {2}.", "  Zeile {0} ({1}): nicht gezählt, {2}."},
              {place, of.sku(), words_.reason(reason_from(earning, of))});
  }

  const SaleText& text_;
  const ExplainWords& words_;
  int place_;
  const v1::RuleOutcome& rule_;
};

}  // namespace

void explain_rule(const SaleText& text, int place) { RuleText(text, place).run(); }

}  // namespace loyald
