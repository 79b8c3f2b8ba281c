// SPDX-License-Identifier: Apache-2.0
import { count, money, parseCount } from "./amounts.js";
import { byId, element, setText } from "./dom.js";
import { t } from "./messages.js";
import { say } from "./reasons.js";

const KEYS = 9;

// The rewards of the programme, each with its key: used, possible, or why not. A row stays the same
// node while its reward is offered, so that a quantity being typed is not lost to the next answer.
export class RewardsView {
  // `onToggle(offer)`, `onQuantity(offer, quantity)`; `onDone()`: the cashier is through here.
  constructor({ onToggle, onQuantity, onDone, onNotice }) {
    this.callbacks = { onToggle, onQuantity, onDone, onNotice };
    this.rows = new Map();
    this.offers = [];
    this.unitNames = new Map();
    this.list = byId("rewards");
    this.list.addEventListener("keydown", (event) => this.#key(event));
  }

  // The quantity typed for a reward: 0 = as many as possible, null where it is not a number.
  quantityOf(reward) {
    const text = this.rows.get(reward)?.input.value.trim() ?? "";
    return text === "" ? 0 : parseCount(text);
  }

  clearQuantity(reward) {
    this.rows.get(reward).input.value = "";
  }

  // By its key, 1 to 9.
  toggle(key) {
    const offer = this.offers[key - 1];
    if (offer) this.callbacks.onToggle(offer);
    else this.callbacks.onNotice("bad", t("reward_no_such", { key }));
  }

  // The possible one of the greatest value that is not used yet; of equal ones the first.
  best(sale) {
    const isUsed = (offer) => sale.rewards.some((use) => use.reward === offer.reward);
    const possible = this.offers.filter((offer) => !offer.unavailable && !isUsed(offer));
    const value = Math.max(...possible.map((offer) => offer.value));
    return possible.find((offer) => offer.value === value);
  }

  focus() {
    this.list.focus();
  }

  // Nothing to offer, and why.
  renderNothing(key) {
    this.#only(element("p", { class: "hint", text: t(key) }));
  }

  // Why nothing can be offered.
  renderProblem(text) {
    this.#only(element("p", { class: "why", text }));
  }

  #only(paragraph) {
    this.offers = [];
    this.rows.clear();
    this.list.replaceChildren(element("li", {}, paragraph));
  }

  render(quote, sale) {
    if (quote.offers.length === 0) return this.renderNothing("rewards_none");
    this.offers = quote.offers;
    const balances = quote.member?.balances ?? [];
    this.unitNames = new Map(balances.map((balance) => [balance.unit, balance.name]));
    const rows = this.offers.map((offer, place) => this.#row(offer, place));
    for (const id of this.rows.keys()) {
      if (!this.offers.some((offer) => offer.reward === id)) this.rows.delete(id);
    }
    const nodes = rows.map((row) => row.node);
    const same = nodes.length === this.list.children.length &&
      nodes.every((node, i) => node === this.list.children[i]);
    if (!same) this.list.replaceChildren(...nodes);
    for (const offer of this.offers) {
      const chosen = sale.rewards.some((use) => use.reward === offer.reward);
      const applied = quote.rewards.find((reward) => reward.reward === offer.reward);
      this.#update(this.rows.get(offer.reward), offer, chosen, applied);
    }
  }

  #row(offer, place) {
    const found = this.rows.get(offer.reward);
    if (found) return found;
    const button = element("button", {
      type: "button", "data-reward": offer.reward,
      onclick: () => this.callbacks.onToggle(this.#offer(offer.reward)),
    });
    if (place < KEYS) button.dataset.key = String(place + 1);
    const input = element("input", {
      type: "text", inputmode: "numeric", maxlength: 10, placeholder: t("reward_most"),
      oninput: () => this.callbacks.onQuantity(offer, this.quantityOf(offer.reward)),
    });
    const text = element("p");
    const row = { node: element("li", {}, button, input, text), button, input, text };
    this.rows.set(offer.reward, row);
    return row;
  }

  #offer(reward) {
    return this.offers.find((offer) => offer.reward === reward);
  }

  #update(row, offer, chosen, applied) {
    const unit = this.unitNames.get(offer.unit) ?? offer.unit;
    setText(row.button, offer.name);
    row.button.title = offer.terms;
    row.button.setAttribute("aria-pressed", String(chosen));
    row.button.setAttribute("aria-disabled", String(!chosen && offer.unavailable !== ""));
    row.input.hidden = !offer.anyQuantity;
    row.input.setAttribute("aria-label", t("reward_quantity", { unit, name: offer.name }));
    row.input.placeholder = t("reward_most");
    if (chosen && applied) {
      const used = { value: money(applied.value), cost: count(applied.cost), unit };
      const clamped = applied.clamped ? ` (${say(applied.clamped)})` : "";
      setText(row.text, t("reward_used", used) + clamped);
    } else if (offer.unavailable) {
      setText(row.text, say(offer.unavailable));
    } else {
      const offered = { value: money(offer.value), cost: count(offer.cost), unit };
      setText(row.text, t("reward_offer", offered));
    }
    row.text.classList.toggle("why", !chosen && offer.unavailable !== "");
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target instanceof HTMLInputElement;
    if (typing && event.key === "Enter") {
      event.preventDefault();
      this.callbacks.onDone();
    } else if (!typing && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      this.toggle(Number(event.key));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#step(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  #step(by) {
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button.parentNode.contains(document.activeElement));
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
  }
}
