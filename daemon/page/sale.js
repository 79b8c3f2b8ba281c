// SPDX-License-Identifier: Apache-2.0
// What the cashier is working on: whose card, the basket, the rewards chosen. Kept in localStorage
// at every change, so that a reload loses nothing.
import { AMOUNT_MAX } from "./amounts.js";
import { minuteOfDay, today } from "./dates.js";
import { newOperationId } from "./operation_id.js";

export const LINES_MAX = 500;

export class Sale {
  // `register`: its draft; `isBooked(id)`: true where that checkout was handed over already.
  constructor(register, isBooked) {
    this.key = `loyald.sale.${register}`;
    this.reset();
    const draft = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (draft && !isBooked(draft.checkoutId)) Object.assign(this, draft);
  }

  reset() {
    this.checkoutId = newOperationId();
    // What identifies the member: never what is shown, which is masked.
    this.card = "";
    this.member = null;
    // [{sku, category, department, quantity, amount}], amount in minor units.
    this.lines = [];
    // [{reward, quantity}], in the order chosen.
    this.rewards = [];
  }

  save() {
    const { checkoutId, card, lines, rewards } = this;
    localStorage.setItem(this.key, JSON.stringify({ checkoutId, card, lines, rewards }));
  }

  clear() {
    this.reset();
    localStorage.removeItem(this.key);
  }

  isEmpty() {
    return this.card === "" && this.lines.length === 0;
  }

  // Takes up what a refused checkout asked for, under a new id.
  takeUp(request) {
    this.reset();
    this.card = request.card;
    this.lines = request.lines;
    this.save();
  }

  // Another member has other rewards.
  setMember(card, member) {
    if (card !== this.card) this.rewards = [];
    this.card = card;
    this.member = member;
    this.save();
  }

  total() {
    return this.lines.reduce((sum, line) => sum + line.amount, 0);
  }

  // False where the basket would be larger than can be booked.
  hasRoomFor(amount, insteadOf = 0) {
    return this.total() - insteadOf + amount <= AMOUNT_MAX;
  }

  quoteRequest(register) {
    const { card, lines, rewards } = this;
    const circumstances = { soldAt: minuteOfDay(), channel: "till" };
    return { register, card, lines, rewards, businessDate: today(), circumstances };
  }

  checkoutRequest(register, cashier) {
    return { checkoutId: this.checkoutId, cashier, ...this.quoteRequest(register) };
  }
}
