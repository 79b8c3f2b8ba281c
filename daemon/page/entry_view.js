// SPDX-License-Identifier: Apache-2.0
import { count, money, parseCount } from "./amounts.js";
import { call, CallError } from "./api.js";
import { moment, today } from "./dates.js";
import { byId, element, setProblem, setText } from "./dom.js";
import { kindName } from "./history_view.js";
import { language, t } from "./messages.js";
import { newOperationId } from "./operation_id.js";
import { say } from "./reasons.js";

// One entry of a member's history: goods come back, the whole sale is undone, its numbers are
// explained. `submit(item)` hands a booking over to be sent.
export class EntryView {
  constructor(till, submit) {
    this.till = till;
    this.submit = submit;
    this.dialog = byId("entry-dialog");
    this.entry = null;
    // The void was asked for once; the second time it is done.
    this.voidArmed = false;
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#return();
    });
    byId("entry-all").addEventListener("click", () => this.#all());
    byId("entry-explain").addEventListener("click", () => this.#explain());
    byId("entry-void").addEventListener("click", () => this.#void());
  }

  open(entry) {
    this.entry = entry;
    this.#disarm();
    setProblem(this.dialog, "");
    setText(byId("entry-title"), t("entry_title",
      { kind: kindName(entry), when: moment(entry.recordedAt), register: entry.register }));
    byId("explanation").hidden = true;
    const lines = entry.kind === "sale" ? entry.lines : [];
    byId("entry-lines").replaceChildren(...lines.map((line) => this.#row(line)));
    const open = lines.some((line) => left(line) > 0);
    byId("entry-table").hidden = lines.length === 0;
    this.dialog.querySelector(".hint").hidden = !open;
    byId("entry-return").hidden = !open;
    byId("entry-all").hidden = !open;
    // Only on its own day, and only while nothing came back.
    byId("entry-void").hidden = !open || entry.businessDate !== today() ||
      lines.some((line) => line.returned > 0);
    this.dialog.showModal();
    (this.dialog.querySelector("input:not(:disabled)") ?? byId("entry-explain")).focus();
  }

  #row(line) {
    const input = element("input", { type: "text", inputmode: "numeric", maxlength: 10,
      placeholder: "0", disabled: left(line) === 0, "data-line": line.line,
      "aria-label": `${t("entry_now")}, ${line.sku || t("line_unnamed", { line: line.line })}`,
      oninput: () => this.#disarm() });
    return element("tr", {},
      element("td", { text: line.line }),
      element("td", { text: line.sku || t("line_unnamed", { line: line.line }) }),
      element("td", { class: "number", text: money(line.paid) }),
      element("td", { class: "number", text: count(line.quantity) }),
      element("td", { class: "number", text: count(line.returned) }),
      element("td", { class: "number" }, input));
  }

  #inputs() {
    return [...this.dialog.querySelectorAll("input[data-line]")];
  }

  #line(input) {
    return this.entry.lines.find((line) => line.line === Number(input.dataset.line));
  }

  #all() {
    for (const input of this.#inputs()) {
      if (!input.disabled) input.value = String(left(this.#line(input)));
    }
  }

  #return() {
    const lines = [];
    for (const input of this.#inputs()) {
      const line = this.#line(input);
      const now = parseCount(input.value.trim() || "0");
      if (now === null || now > left(line)) {
        setProblem(this.dialog, t("entry_bad", { line: line.line, most: count(left(line)) }));
        input.select();
        return;
      }
      // What has come back of the line by then: asking twice changes nothing.
      if (now > 0) lines.push({ line: line.line, quantity: line.returned + now });
    }
    if (lines.length === 0) setProblem(this.dialog, t("entry_nothing"));
    else this.#send("Return", "returnId", { lines });
  }

  #void() {
    if (!this.voidArmed) {
      this.voidArmed = true;
      setText(byId("entry-void"), t("entry_void_sure"));
      setProblem(this.dialog, t("entry_void_text"));
    } else {
      this.#send("Void", "voidId", {});
    }
  }

  #disarm() {
    this.voidArmed = false;
    setText(byId("entry-void"), t("entry_void"));
    setProblem(this.dialog, "");
  }

  #send(method, idField, content) {
    const id = newOperationId();
    const { register, cashier } = this.till;
    const request = { [idField]: id, register, cashier, businessDate: today(),
      saleRegister: this.entry.register, checkoutId: this.entry.id, ...content };
    this.dialog.close();
    byId("history-dialog").close();
    this.submit({ id, method, request });
  }

  async #explain() {
    const entry = this.entry;
    try {
      const { text } = await call("Explain", { seq: entry.seq, language: language() });
      if (entry !== this.entry) return;
      const pre = byId("explanation");
      pre.textContent = text.join("\n");
      pre.hidden = false;
      pre.focus();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(this.dialog, error.noAnswer ? t("need_reachable") : say(error.message));
    }
  }
}

function left(line) {
  return line.quantity - line.returned;
}
