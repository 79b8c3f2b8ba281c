// SPDX-License-Identifier: Apache-2.0
import { count, money, parseCount, parseLineAmount, plainMoney } from "./amounts.js";
import { byId, element, setText } from "./dom.js";
import { t } from "./messages.js";
import { say, saysLittle } from "./reasons.js";
import { LINES_MAX } from "./sale.js";

const SUGGESTIONS_MAX = 50;

// The line being typed and the table of the basket's lines.
export class BasketView {
  // `onChange()`: the basket changed; `onNotice(kind, text)`.
  constructor(sale, { onChange, onNotice }) {
    this.sale = sale;
    this.callbacks = { onChange, onNotice };
    // Place of the line that is being changed, or null for a new one.
    this.editing = null;
    this.fields = {
      amount: byId("line-amount"), quantity: byId("line-quantity"), sku: byId("line-sku"),
      category: byId("line-category"), department: byId("line-department"),
    };
    byId("line").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("line").addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" && !event.target.list) this.#focusRow(this.sale.lines.length - 1);
    });
    byId("lines").addEventListener("keydown", (event) => this.#rowKey(event));
    this.#suggest("categories");
    this.#suggest("departments");
  }

  focus() {
    this.fields.amount.focus();
    this.fields.amount.select();
  }

  hasFocus() {
    return byId("line").contains(document.activeElement);
  }

  // A product's code was scanned: it is the article of the line being typed.
  setArticle(code) {
    this.fields.sku.value = code;
    this.focus();
  }

  // True where something was being typed, which is gone now.
  cancel() {
    const busy = this.editing !== null ||
      Object.values(this.fields).some((field) => field.value.trim() !== "");
    this.#clearFields();
    this.render(null);
    return busy;
  }

  // `quote`: what the lines earn, or null while that is not known.
  render(quote) {
    const names = new Map((quote?.earned ?? []).map((earned) => [earned.unit, earned.name]));
    for (const balance of quote?.member?.balances ?? []) names.set(balance.unit, balance.name);
    const focused = [...byId("lines").children].indexOf(document.activeElement?.closest("tr"));
    const rows = this.sale.lines.map((line, place) =>
      this.#row(line, place, quote?.lines.find((result) => result.line === place + 1), names));
    byId("lines").replaceChildren(...rows);
    byId("no-lines").hidden = rows.length > 0;
    setText(byId("line-add"), t(this.editing === null ? "line_add" : "line_save"));
    byId("line").dataset.editing = String(this.editing !== null);
    if (focused >= 0) this.#focusRow(Math.min(focused, rows.length - 1));
  }

  #row(line, place, result, names) {
    const words = [line.sku, line.category, line.department].filter((word) => word !== "");
    const title = words.shift() ?? t("line_unnamed", { line: place + 1 });
    const article = element("td", { text: title }, element("small", { text: words.join(" · ") }));
    const amount = element("td", { class: "number", text: plainMoney(line.amount) });
    if (result?.discount) {
      const text = t("line_discount", { value: plainMoney(result.discount) });
      amount.append(element("small", { class: "off", text }));
    }
    return element("tr", { tabindex: -1, class: place === this.editing ? "editing" : null },
      element("td", { text: place + 1 }),
      article,
      element("td", { class: "number", text: count(line.quantity) }),
      amount,
      element("td", { text: result ? earns(result, names) : "" }),
      element("td", {},
        element("button", { type: "button", tabindex: -1, text: `⏎ ${t("line_edit")}`,
          onclick: () => this.#edit(place) }), " ",
        element("button", { type: "button", tabindex: -1, text: "✕",
          "aria-label": t("line_remove"), title: `${t("line_remove")} (Del)`,
          onclick: () => this.#remove(place) })));
  }

  #focusRow(place) {
    const row = byId("lines").children[place];
    if (row) row.focus();
    else this.focus();
  }

  #rowKey(event) {
    const place = [...byId("lines").children].indexOf(event.target.closest("tr"));
    const act = {
      ArrowUp: () => this.#focusRow(Math.max(0, place - 1)),
      ArrowDown: () => this.#focusRow(place + 1),
      Enter: () => this.#edit(place),
      Delete: () => this.#remove(place),
    }[event.key];
    if (place < 0 || !act) return;
    event.preventDefault();
    act();
  }

  #edit(place) {
    const line = this.sale.lines[place];
    this.editing = place;
    this.fields.amount.value = plainMoney(line.amount);
    this.fields.quantity.value = String(line.quantity);
    for (const name of ["sku", "category", "department"]) this.fields[name].value = line[name];
    this.callbacks.onChange();
    this.focus();
  }

  #remove(place) {
    const [line] = this.sale.lines.splice(place, 1);
    this.#clearFields();
    this.callbacks.onNotice("plain", t("line_removed", { amount: money(line.amount) }));
    this.callbacks.onChange();
    this.#focusRow(Math.min(place, this.sale.lines.length - 1));
  }

  #clearFields() {
    this.editing = null;
    for (const field of Object.values(this.fields)) field.value = "";
  }

  // What was typed, or null after saying what is wrong with it.
  #typed() {
    const wrong = (text, field) => {
      this.callbacks.onNotice("bad", text);
      field.focus();
      field.select();
      return null;
    };
    const { amount: amountField, quantity: quantityField } = this.fields;
    const parsed = parseLineAmount(amountField.value);
    if (parsed === null) return wrong(t("bad_amount", { text: amountField.value }), amountField);
    const text = quantityField.value.trim();
    const quantity = text === "" ? parsed.quantity ?? 1 : parseCount(text);
    if (!quantity) return wrong(t("bad_quantity", { text }), quantityField);
    const replaced = this.editing === null ? 0 : this.sale.lines[this.editing].amount;
    if (!this.sale.hasRoomFor(parsed.amount, replaced)) return wrong(t("too_much"), amountField);
    if (this.editing === null && this.sale.lines.length >= LINES_MAX) {
      return wrong(t("too_many_lines", { count: LINES_MAX }), amountField);
    }
    const [sku, category, department] =
      ["sku", "category", "department"].map((name) => this.fields[name].value.trim());
    return { sku, category, department, quantity, amount: parsed.amount };
  }

  #submit() {
    const line = this.#typed();
    if (line === null) return;
    if (this.editing === null) {
      this.sale.lines.push(line);
      this.callbacks.onNotice("good", t("line_added", { amount: money(line.amount) }));
    } else {
      this.sale.lines[this.editing] = line;
      this.callbacks.onNotice("good", t("line_changed"));
    }
    this.#clearFields();
    this.#suggest("categories", line.category);
    this.#suggest("departments", line.department);
    this.callbacks.onChange();
    byId("lines").lastElementChild?.scrollIntoView({ block: "nearest" });
    this.focus();
  }

  // Offers again what was typed before, the latest first.
  #suggest(kind, latest = "") {
    const key = `loyald.${kind}`;
    let words = JSON.parse(localStorage.getItem(key) ?? "[]");
    if (latest) {
      words = [latest, ...words.filter((word) => word !== latest)].slice(0, SUGGESTIONS_MAX);
      localStorage.setItem(key, JSON.stringify(words));
    }
    byId(kind).replaceChildren(...words.map((word) => element("option", { value: word })));
  }
}

// "12 points"; where it earns nothing, why.
function earns(result, names) {
  const sums = new Map();
  for (const earned of result.earned) {
    if (earned.quantity) sums.set(earned.unit, (sums.get(earned.unit) ?? 0) + earned.quantity);
  }
  if (sums.size > 0) {
    return [...sums].map(([unit, sum]) => `${count(sum)} ${names.get(unit) ?? unit}`).join(", ");
  }
  const reasons = [...new Set(result.earned.map((earned) => earned.reason).filter(Boolean))];
  const telling = reasons.filter((reason) => !saysLittle(reason));
  return (telling.length > 0 ? telling : reasons).map(say).join("; ") || count(0);
}

// Total, rewards, to pay, earned. Without a quote only what the page can add up itself.
export function renderTotals(sale, quote) {
  const total = sale.total();
  setText(byId("total"), money(total));
  setText(byId("discount"), money(quote ? -quote.discount : 0));
  setText(byId("to-pay"), money(quote ? quote.toPay : total));
  const earned = (quote?.earned ?? []).filter((each) => each.quantity);
  const texts = earned.map((each) => `${count(each.quantity)} ${each.name}`);
  setText(byId("earned"), texts.join(", ") || "–");
  byId("to-pay").classList.toggle("stale", !quote && sale.rewards.length > 0);
}
