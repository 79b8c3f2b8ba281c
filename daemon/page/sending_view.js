// SPDX-License-Identifier: Apache-2.0
import { money } from "./amounts.js";
import { byId, setText } from "./dom.js";
import { t } from "./messages.js";
import { say } from "./reasons.js";

// A booking that is answered at once shows no dialog of its own.
const SHOW_AFTER_MS = 250;

// "sale of 12.34 €": what is being booked, from an outbox item.
export function titleOf(item) {
  return t(`title_${item.method}`, { amount: money(item.amount ?? 0), name: item.name });
}

// What can be put right and sent again under a new id.
const CHANGEABLE = new Set(["Checkout", "Enrol"]);

// What is happening to a booking: on its way, kept for later, or refused. The cashier may go on
// with the next customer while it is kept; a refused one stays in the banner until it is dealt
// with.
export class SendingView {
  // `onDiscard(item)`, `onChange(item)`: what to do with a refused one; `onLeft()`: goes on in the
  // background, or is dealt with later.
  constructor({ onDiscard, onChange, onLeft }) {
    this.dialog = byId("sending-dialog");
    this.item = null;
    this.timer = 0;
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#leave(onLeft);
    });
    byId("sending-next").addEventListener("click", () => this.#leave(onLeft));
    byId("sending-later").addEventListener("click", () => this.#leave(onLeft));
    byId("sending-change").addEventListener("click", () => this.#leave(onChange));
    byId("sending-discard").addEventListener("click", () => this.#leave(onDiscard));
  }

  isFor(item) {
    return this.item?.id === item.id;
  }

  // A booking was just handed over.
  follow(item) {
    this.item = item;
    this.dialog.dataset.state = "sending";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#show(), SHOW_AFTER_MS);
    this.#render();
  }

  waiting(item) {
    this.item = item;
    this.dialog.dataset.state = "waiting";
    this.#render();
    this.#show();
  }

  refused(item) {
    this.item = item;
    this.dialog.dataset.state = "refused";
    this.#render();
    this.#show();
  }

  close() {
    clearTimeout(this.timer);
    this.item = null;
    if (this.dialog.open) this.dialog.close();
  }

  #show() {
    if (!this.dialog.open) this.dialog.showModal();
    [...this.dialog.querySelectorAll("button")].find((button) => !button.hidden).focus();
  }

  #render() {
    const { item } = this;
    const { state } = this.dialog.dataset;
    const sale = item.method === "Checkout";
    setText(byId("sending-title"), t("sending_title", { title: titleOf(item) }));
    const refused = state === "refused";
    byId("sending-next").hidden = refused;
    byId("sending-change").hidden = !refused || !CHANGEABLE.has(item.method);
    byId("sending-discard").hidden = !refused;
    byId("sending-later").hidden = !refused;
    if (refused) {
      setText(byId("sending-text"), t("sending_refused", { reason: say(item.refused.message) }));
      setText(byId("sending-advice"), t("sending_refused_advice"));
    } else {
      setText(byId("sending-text"), state === "sending" ? t("sending_now") :
        t("sending_waiting", { attempts: item.attempts }));
      setText(byId("sending-advice"), sale ? t("sending_advice_pay", { amount: money(item.amount) })
        : t("sending_advice"));
    }
  }

  #leave(then) {
    const { item } = this;
    this.close();
    then(item);
  }
}
