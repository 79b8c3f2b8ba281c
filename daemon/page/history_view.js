// SPDX-License-Identifier: Apache-2.0
import { money, signed } from "./amounts.js";
import { call, CallError } from "./api.js";
import { moment } from "./dates.js";
import { byId, element, setProblem } from "./dom.js";
import { has, t } from "./messages.js";
import { say } from "./reasons.js";

const PAGE = 50;

export function kindName(entry) {
  return has(`kind_${entry.kind}`) ? t(`kind_${entry.kind}`) : entry.kind;
}

// A member's entries at this store, newest first; `onOpen(entry)` when one is chosen.
export class HistoryView {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.dialog = byId("history-dialog");
    this.card = "";
    this.hasHeadOffice = false;
    this.entries = [];
    byId("history-older").addEventListener("click", () => this.#load());
    byId("history").addEventListener("keydown", (event) => this.#key(event));
  }

  async open(card, hasHeadOffice) {
    this.card = card;
    this.hasHeadOffice = hasHeadOffice;
    this.entries = [];
    byId("history").replaceChildren();
    setProblem(this.dialog, "");
    this.dialog.showModal();
    await this.#load();
  }

  async #load() {
    const card = this.card;
    const from = this.entries.length;
    const beforeSeq = from === 0 ? 0 : this.entries[from - 1].seq;
    try {
      const { entries } = await call("History", { card, limit: PAGE, beforeSeq });
      if (card !== this.card || from !== this.entries.length) return;
      this.entries.push(...entries);
      byId("history").append(...entries.map((entry) => this.#row(entry)));
      byId("history-older").hidden = entries.length < PAGE;
      if (this.entries.length === 0) setProblem(this.dialog, t("history_none"));
      byId("history").children[from]?.focus();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(this.dialog, error.noAnswer ? t("need_reachable") : say(error.message));
    }
  }

  #row(entry) {
    const movements = entry.movements.filter((each) => each.quantity || each.debt);
    const text = movements.map((each) => `${signed(each.quantity)} ${each.name || each.unit}` +
      (each.debt ? ` (${t("receipt_owed", { count: each.debt })})` : "")).join(", ");
    const kind = element("td", { text: kindName(entry) });
    if (entry.reason) kind.append(element("small", { text: entry.reason }));
    const where = [entry.register, entry.cashier].filter(Boolean).join(" · ");
    const register = element("td", { text: where });
    if (this.hasHeadOffice && !entry.confirmed) {
      register.append(element("small", { text: t("history_unconfirmed") }));
    }
    const onclick = () => this.onOpen(entry);
    return element("tr", { tabindex: 0, "data-kind": entry.kind, onclick },
      element("td", { text: moment(entry.recordedAt) }),
      kind,
      element("td", { class: "number", text: entry.paid ? money(entry.paid) : "" }),
      element("td", { text }),
      register);
  }

  #key(event) {
    const row = event.target.closest("tr");
    if (!row) return;
    if (event.key === "ArrowDown") row.nextElementSibling?.focus();
    else if (event.key === "ArrowUp") row.previousElementSibling?.focus();
    else if (event.key === "Enter") row.click();
    else return;
    event.preventDefault();
  }
}
