// SPDX-License-Identifier: Apache-2.0
import { call, CallError } from "./api.js";

const DEBOUNCE_MS = 120;

// Keeps asking what the sale as it is now would earn and cost. `tell(event, detail)`: "changed"
// (the last answer is no longer the sale's), "quoted" (the QuoteResponse), "refused" (a CallError).
export class Quoting {
  constructor(request, tell) {
    this.request = request;
    this.tell = tell;
    this.timer = 0;
    this.round = 0;
    // The answer for the sale as it is now, or null while it is not known.
    this.current = null;
  }

  // The sale changed: asks again, once it stays as it is for a moment.
  changed(delayMs = DEBOUNCE_MS) {
    this.forget();
    this.tell("changed");
    this.timer = setTimeout(() => this.#ask(), delayMs);
  }

  forget() {
    clearTimeout(this.timer);
    this.round += 1;
    this.current = null;
  }

  async #ask() {
    const round = this.round;
    const request = this.request();
    if (request === null) return;
    try {
      const quote = await call("Quote", request);
      if (round !== this.round) return;
      this.current = quote;
      this.tell("quoted", quote);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (round === this.round) this.tell("refused", error);
    }
  }
}
