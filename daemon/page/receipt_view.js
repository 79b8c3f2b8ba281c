// SPDX-License-Identifier: Apache-2.0
import { count, money, signed } from "./amounts.js";
import { byId, setText } from "./dom.js";
import { t } from "./messages.js";

// What the receipt's member got, in words; empty where it was nothing.
export function gained(receipt) {
  return receipt.movements.filter((each) => each.quantity > 0)
    .map((each) => `${signed(each.quantity)} ${each.name || each.unit}`).join(", ");
}

// What was recorded, as the customer gets it. `onClosed(method)` when the cashier is done with it.
export class ReceiptView {
  constructor(onClosed) {
    this.dialog = byId("receipt-dialog");
    this.method = "";
    byId("receipt-next").addEventListener("click", () => this.dialog.close());
    byId("receipt-print").addEventListener("click", () => window.print());
    this.dialog.addEventListener("close", () => onClosed(this.method));
  }

  show(method, receipt) {
    this.method = method;
    setText(byId("receipt-title"), t(`receipt_${method}`));
    setText(byId("receipt-amount"), money(method === "Checkout" ? receipt.paid : receipt.refund));
    const now = new Map(receipt.balances.map((balance) => [balance.unit, balance.quantity]));
    const units = receipt.movements.filter((each) => each.quantity || each.debt).map((each) =>
      `${each.name || each.unit} ${signed(each.quantity)}` +
      (each.debt ? `, ${t("receipt_owed", { count: count(each.debt) })}` : "") +
      (now.has(each.unit) ? `, ${t("receipt_now", { count: count(now.get(each.unit)) })}` : ""));
    setText(byId("receipt-units"), units.join("\n"));
    setText(byId("receipt-text"), receipt.text.join("\n"));
    setText(byId("receipt-next"), t(method === "Checkout" ? "receipt_next" : "close"));
    if (!this.dialog.open) this.dialog.showModal();
    byId("receipt-next").focus();
  }
}
